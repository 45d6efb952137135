"""The tense of a reporting clause, as far as it tells whether this was said on one day.

Owns reading it from the cue and what stands around it: a standing position ("refuses to",
"has long said") belongs to no day, a headline's present tense tells of a past act.
"""

from __future__ import annotations

import re

from graph_service.extract.denied import FOUND_BY as DENIED
from graph_service.extract.draft import Attribution

_STANDING = re.compile(
    r"\b(?:repeatedly|long|always|previously|earlier|often|traditionally|consistently|frequently"
    r"|formerly|once|in the past|over the (?:past|last|months|years)|for (?:months|years|decades)"
    r"|before|so far|regularly|usually|routinely)\b",
    re.IGNORECASE,
)
_PERFECT = re.compile(
    r"\b(?:has|have|having|[’']ve)\s+(?:\w+ly\s+|also\s+|not\s+|now\s+|since\s+|yet\s+)*(?:been\s+)?\w+"
    r"(?:\s+(?:out|up|off|down|back|in|away|forward|aside))?(?:\s+(?:to|on|for|that))?\Z",
    re.I,
)
_PLUPERFECT = re.compile(
    r"\b(?:had|[’']d)\s+(?:\w+ly\s+|also\s+|not\s+|again\s+|earlier\s+)*\w+\Z", re.I
)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|(?-i:may)|might|could|is expected to"
    r"|plans? to)\s+"
    r"(?:later\s+|then\s+|also\s+|soon\s+|subsequently\s+|eventually\s+|only\s+)*\w+\Z",
    re.I,
)
_NO_MORE = re.compile(r"\s+(?:only|merely|no more than|nothing)\b")
"""After "would say": this much was said."""
_PARTICIPLE = re.compile(r"\w+ing\b")
_PRESENT_STANDING = re.compile(
    r"(?:\w+ly\s+|still\s+)?(?:insists?|refuses?|favou?rs?|prefers?|advocates?|objects?|resists?"
    r"|maintains?|believes?|opposes?|wants?|hopes?|views?|regards?|considers?|claims?"
    r"|denies|deny|blames?|sees?|supports?|argues?|seeks?|fears?|thinks?|reckons?|rejects?|backs?|expects?)"
    r"(?:\s+(?:to|on|for|that))?",
    re.IGNORECASE,
)
_AT_THE_TIME = re.compile(r"\s+(?:at the time|back then)\b", re.IGNORECASE)
_PAST_FORM = re.compile(
    r"\w{2}ed\b|\b(?:thought|felt|saw|knew|sought|held|meant|was|were|had|took|found|did|stood|hurt)\b",
    re.IGNORECASE,
)


def tense_of(text: str, attribution: Attribution, headline: bool) -> str:
    """past, then, perfect, pluperfect, future, standing or none, from the cue."""
    if not attribution.cue:
        return "none"
    cue = attribution.cue[0]
    words = " ".join(text[s:e] for s, e in attribution.cue)
    start = attribution.source[-1].end if attribution.source else cue.start
    lead = text[start : cue.start] if 0 <= cue.start - start <= 60 else ""
    # "who spoke before him, said": what the cue's own clause holds, not the one before it.
    around = f"{lead.rpartition(',')[2] if lead.count(',') == 1 else lead}{words}"
    after = text[cue.end : cue.end + 24]
    if attribution.lemma.startswith("according"):
        return "past"
    if attribution.found_by == DENIED:
        return "pluperfect"  # made before it was denied, on a day that is not told
    if _AT_THE_TIME.match(after):
        return "then"
    if _STANDING.search(around) or re.match(r"\s+(?:earlier|previously|repeatedly)\b", after):
        return "standing" if not re.match(r"\s+earlier (?:on|this|today)", after) else "past"
    if _PLUPERFECT.search(around):
        return "pluperfect"
    if _PERFECT.search(around):
        return "perfect"
    if _FUTURE.search(around):
        return "past" if _NO_MORE.match(after) else "future"
    if _PARTICIPLE.search(words):
        return "past"
    acts = not attribution.attitude
    if _PRESENT_STANDING.fullmatch(words.strip()):
        return "past" if headline and acts else "standing"
    return "past" if acts or _PAST_FORM.search(words) else "standing"
