"""Whom a sentence tells of without a name: "The envoy was polite about it. He said ..."

Owns finding such openings, and several people met with ("met with two members of the party").
Who they are is read by `speakers`, in text order; `antecedents` looks them up.
"""

from __future__ import annotations

import re

from graph_service.extract.cast import Cast
from graph_service.model import Span

_ONE = (
    r"(?:envoy|ambassador|minister|secretary|diplomat|senator|general|commander|adviser|advisor"
    r"|commissioner|negotiator|chief|representative|official|spokes(?:man|woman|person)|governor"
    r"|chairman|chairwoman|director|coordinator|leader|lawmaker|delegate|mediator|mayor|speaker"
    r"|president|premier|chancellor|monarch|king|queen|emir|prince|pope|laureate|counterpart"
    r"|colleague|host|guest|judge|prosecutor|bishop|activist|journalist|analyst|historian)"
)
_SINGULAR = re.compile(
    rf"(?:The|An?|One|Another|His|Her|Its|[A-Z][\w.]+[’']s?)\s(?:[\w.’'-]+\s){{0,4}}?(?i:{_ONE}"
    r"(?:(?:-|\s)(?:general|elect))?)(?:\s(?:of|for|to|in|at)\s(?:the\s)?[A-Z][\w.’'-]+(?:\s[A-Z]"
    r"[\w.’'-]+){0,3})?(?=,|\s(?:(?:[a-z]+ly|also|later|then|again)\s)?(?:[a-z]+ed|is|was|has|had|will|did|does|would|sounds?"
    r"|came|went|made|gave|took|left|met|spoke|kept|put|stood|saw|told|[a-z]+s)\b)",
)
_MANY = (
    r"(?:officials|diplomats|ministers|lawmakers|leaders|envoys|representatives|negotiators"
    r"|commanders|delegates|members|activists|residents|rebels|critics|opponents|supporters"
    r"|senators|politicians|ambassadors|aides|advis[eo]rs|relatives|families|survivors|protesters"
    r"|prosecutors|police|investigators|experts|observers|monitors|generals|officers|soldiers"
    r"|fighters|dissidents|campaigners|traders|farmers|fishermen|workers|doctors|students)"
)
_PLURAL = re.compile(
    rf"(?:(?:The|Some|Several|Many|Most|Other|Two|Three|Four|Senior|Top)\s)?"
    rf"(?:[\w.’'-]+\s){{0,3}}?{_MANY}(?:\s(?:of|from|in|at)\s(?:the\s)?[A-Z][\w.’'-]+"
    r"(?:\s[A-Z][\w.’'-]+){0,3})?(?=\s[a-z])",
    re.IGNORECASE,
)
_MET = re.compile(
    r"\b(?:met|meets|meeting|meetings|talks|spoke|received|hosted|visited)\s(?:privately\s|earlier\s"
    r"|separately\s)?(?:with\s)?(?P<who>(?:(?:two|three|four|five|six|several|some|a (?:group|"
    r"delegation|number) of|the|local|senior|representatives of the)\s)(?:[\w.’'-]+\s){0,3}?"
    rf"{_MANY}(?:\sof\s(?:[\w.’'-]+\s){{0,8}}?(?=at|in|on|near|outside|who|for|before|after|\Z))?)",
    re.IGNORECASE,
)


def told_of(cast: Cast, number: int) -> tuple[Span, bool] | None:
    """The words with which a sentence begins to tell of one (False) or several (True); or None.

    Several whom its subject met come next, where they are named by no name.
    """
    sentence = cast.sentence(number)
    one = _SINGULAR.match(cast.text, *sentence)
    if one is not None:
        return Span(*one.span()), False
    many = _PLURAL.match(cast.text, *sentence)
    if many is not None:
        return Span(*many.span()), True
    met = _MET.search(cast.text, *sentence)
    if met is not None:
        end = met.start("who") + len(met["who"].rstrip())
        return Span(met.start("who"), end), True
    return None
