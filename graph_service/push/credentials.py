"""What the target wants to see: one header, read from a file.

Owns the file's form. Never an argument of the command, because the machine's other
users can read those; never in a message, a log or the state that is kept.
"""

from __future__ import annotations

import base64
import re
import stat
from pathlib import Path
from typing import Final

from graph_service.errors import UsageError

_FORMS: Final = (
    "one line: `basic USER:PASSWORD`, `bearer TOKEN`, or a header such as `X-API-Key: KEY`"
)
_HEADER: Final = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*([\x20-\x7e]+)")
"""Name and value (RFC 9110, section 5)."""


def read_credentials(path: Path) -> tuple[str, str]:
    """Header name and value. Raises UsageError, which never quotes the content."""
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(
            f"The credentials cannot be read: {reason}", where=str(path), do=_say()
        ) from error
    if "\n" in text or "\r" in text:
        raise UsageError("The credentials are more than one line", where=str(path), do=_say())
    word, _, rest = text.partition(" ")
    rest = rest.strip()
    if word.lower() == "basic" and ":" in rest:
        return "Authorization", "Basic " + base64.b64encode(rest.encode()).decode("ascii")
    if word.lower() == "bearer" and re.fullmatch(r"[\x21-\x7e]+", rest):
        return "Authorization", f"Bearer {rest}"
    if match := _HEADER.fullmatch(text):
        return match[1], match[2].strip()
    raise UsageError("The credentials are in no form that is known", where=str(path), do=_say())


def is_open(path: Path) -> bool:
    """Others than the owner may read the file."""
    return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def _say() -> str:
    return f"Write {_FORMS}."
