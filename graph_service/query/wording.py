"""Is this wording in here? The same words, and words that are nearly the same.

Owns the search: the engine finds statements that hold enough of the words that carry
meaning, and only those are compared word by word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph_service.errors import BadValue
from graph_service.link.meaning import is_common, stem
from graph_service.link.similar import tokens
from graph_service.link.wording import changed, elements
from graph_service.query.table import Table
from graph_service.rdf.iris import Iris
from graph_service.rdf.terms import text
from graph_service.store.base import View

MOST_WORDS = 12
"""Words that carry meaning of which the engine is asked."""
ENOUGH = 0.6
"""Share of them that a statement must hold to be compared."""
NEAR = 0.5
"""Share of the asked words and pairs of words that a near statement holds."""
MOST = 200

_SEARCH: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT ?statement ?words ?latest {{
  GRAPH ?graph {{ ?statement a cq:Statement ; cq:words ?words }}
  BIND(LCASE(STR(?words)) AS ?low)
  FILTER({found} >= {least})
  FILTER(!EXISTS {{ GRAPH {decisions} {{ ?statement cq:rejectedBy ?decision }} }})
  OPTIONAL {{ GRAPH ?graph {{ ?statement cq:dateLatest ?latest }} }}
}} ORDER BY ?latest ?statement LIMIT {most}
"""


@dataclass(frozen=True, slots=True)
class Match:
    """A statement, how much of the asked wording it holds (0 to 1), and what differs."""

    statement: str
    likeness: float
    added: str
    gone: str

    @property
    def exact(self) -> bool:
        """Does it hold the asked words one after the other?"""
        return self.likeness == 1.0


def find_wording(view: View, words: str, iris: Iris) -> list[Match]:
    """Statements with these words, exact ones first, then the likest; at most `MOST`.

    Raises BadValue for words of which none carries meaning.
    """
    asked = tokens(words)
    stems = list(dict.fromkeys(stem(t) for t in asked if not is_common(t)))[:MOST_WORDS]
    if not stems:
        raise BadValue("These words are too common to look for", do="Give a few more of them.")
    found = " + ".join(f"IF(CONTAINS(?low, {text(s)}), 1, 0)" for s in stems)
    sparql = _SEARCH.format(
        found=found,
        least=max(1, round(ENOUGH * len(stems))),
        decisions=iris.graph("decisions"),
        most=MOST * 5,
    )
    wanted = elements(" ".join(asked))
    phrase = f" {' '.join(asked)} "
    matches = []
    for row in Table.from_json(view.query(sparql, accept="json").body).dicts():
        if not row["statement"].startswith(iris.ids):
            continue
        there = " ".join(tokens(row["words"]))
        share = len(wanted & elements(there)) / len(wanted)
        likeness = 1.0 if phrase in f" {there} " else min(round(share, 2), 0.99)
        if likeness >= NEAR:
            added, gone = changed(words, row["words"])
            matches.append(Match(iris.local(row["statement"]), likeness, added, gone))
    return sorted(matches, key=lambda m: -m.likeness)[:MOST]
