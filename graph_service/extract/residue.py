"""Which lines of scraped text are page furniture and not the article.

Owns general patterns only: share bars, related-post headings, subscription and
copyright lines, picture credits. A line is judged alone and must look like
furniture as a whole, so that a sentence about newsletters stays a sentence.
"""

from __future__ import annotations

import re

from graph_service.model import Span

_WHOLE_LINE = re.compile(
    r"""(?:
      (?:share|tweet|pin|email|print|save|like|comments?|facebook|twitter|x|linkedin|whatsapp
        |telegram|reddit|copy\ link|whatsapp|instagram|pinterest|flipboard|follow)
        (?:[\s|·•,/]+(?:this|article|story|on|via|the|us|a|share|tweet|pin|email|print|save|copy
        |link|comments?|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|instagram|pinterest
        |flipboard|follow))*
    | (?:share|follow)\ (?:this|us|on)\b.{0,60}
    | (?:similar|related|recommended|recent|popular|latest|more)\ (?:posts?|articles?|stories
        |news|reading|topics|coverage|content|links)
    | (?:read|see)\ (?:more|also|next|the\ full\ (?:story|article))\b[:\s].{0,200}
    | (?:read|see|show|load)\ (?:more|also|next|less)[.…:]*
    | (?:continue|keep)\ reading.{0,80}
    | (?:source|via|photo|image|picture|credit|photograph|tags?|filed\ under|categor(?:y|ies)
        |topics?)s?\s?:\ .{0,160}
    | (?:sign\ up|subscribe|click\ here|register\ now|join\ our|get\ our|support\ our)\b.{0,200}
    | (?:by\ (?:signing|subscribing|clicking)|you\ can\ unsubscribe|thank\ you\ for\ (?:signing
        |subscribing)|don[’']t\ miss|already\ a\ subscriber|enter\ your\ e?-?mail).{0,200}
    | (?:©|\(c\)\ (?-i:[A-Z\d])|copyright\b).{0,200}
    | all\ rights\ reserved.{0,80}
    | (?:advertisement|sponsored(?:\ content)?|loading|play\ video|watch\ (?:now|live)|skip\ to
        .{0,40}|back\ to\ top|leave\ a\ (?:comment|reply)|no\ comments|home|menu|search|close)[.…]*
    | (?:some\ media,\ including\ videos,).{0,100}
    | [\d.,]+\s?[km]?\s+(?:shares?|comments?|views?|likes?|min(?:ute)?s?\ read).{0,20}
    | \(?(?:additional\ )?(?:reporting|writing|editing|compiled)\ by\b.{0,240}
    | [\W_]+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_TAIL = re.compile(
    r"(?:(?<=[.!?”\"’])|(?<=[.!?”\"’]\s))\s*"
    r"(?:\((?:additional )?(?:reporting|writing|editing) by\b[^()]{0,240}\)"
    r"|source: [\w .,’'&-]{2,60})\Z",
    re.IGNORECASE,
)


def is_residue(line: str) -> bool:
    """
    >>> is_residue("Share | Tweet | Email"), is_residue("Share prices fell in Tallin, he said.")
    (True, False)
    """
    line = line.strip()
    return len(line) <= 260 and _WHOLE_LINE.fullmatch(line) is not None


def residue_inside(text: str, paragraph: Span) -> Span | None:
    """Furniture glued to the end of a paragraph: "(Reporting by ...)", "Source: ..."."""
    start = max(paragraph.start, paragraph.end - 280)
    found = _TAIL.search(text, start, paragraph.end)
    if not found:
        return None
    begin = found.start()
    while begin < paragraph.end and text[begin].isspace():
        begin += 1
    return Span(begin, paragraph.end)
