"""The vocabulary as one HTML page, by pyLODE: `python docs/_ontology.py build/docs/ontology.html`.

Owns the call only; what the page says stands in ontology/diplomacy.ttl.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

VOCABULARY = Path(__file__).parents[1] / "ontology" / "diplomacy.ttl"


def build(target: Path) -> None:
    """Write the page; its folder is made where it is missing."""
    from pylode import OntPub

    logging.disable(logging.WARNING)  # pyLODE switches debugging on for everybody
    try:
        html = OntPub(ontology=str(VOCABULARY)).make_html()
    finally:
        logging.disable(logging.NOTSET)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(str(html), encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
