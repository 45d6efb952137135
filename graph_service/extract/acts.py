"""Speech acts: which notation of `ontology/acts.ttl` a cue and its words come to.

Owns the table of cues. Confidences are constants chosen by hand, not calibrated:
a cue that names its act 0.9, one refined by the words 0.7, a neutral cue 0.6.
"""

from __future__ import annotations

import re

from graph_service.extract.act_words import (
    ABSURD,
    NEUTRAL_WARNING,
    TRIGGERS,
    TURNED_DOWN,
    VERDICTS,
    WORDS,
)
from graph_service.extract.draft import Attribution
from graph_service.model import Spans, words_at

CUES: dict[str, str] = {
    "announce": "announce|declare|unveil|proclaim|decide|notify|declaration|announcement"
    "|make public|disclose|reveal|make known|let it be known|let be known",
    "acknowledge": "acknowledge|admit|concede|confess|own up|recognize that|recognise that"
    "|accept responsibility|take responsibility|fess up|grant that|allow that",
    "deny": "deny|refute|rebut|disavow|dispute|denial"
    "|contradict|gainsay|pour cold water|scoff|disclaim|debunk",
    "decline-comment": "decline to comment|refuse to comment|decline to say|refuse to say"
    "|would not comment|would not say|decline|not elaborate|decline to elaborate"
    "|sidestep|dodge|duck|deflect|stay silent|remain silent|keep silent"
    "|withhold comment|evade",
    "agree": "agree|consent|accept|concur|agree to|agreement"
    "|share the view|assent|acquiesce|sign off|give in|relent|acceptance",
    "pledge": "pledge|promise|vow|commit|undertake|swear|guarantee|assure|offer|reassure|ensure"
    "|vow to|reaffirm commitment|recommit|commitment|pledge to|swear to",
    "urge": "urge|want|call|call for|call on|appeal|appeal to|ask for|encourage|recommend|advise"
    "|propose"
    "|invite|plead|exhort|suggest|press|push for|press for|advocate|request|beg|implore|counsel"
    "|beseech|prod|nudge|petition|prevail|entreat|admonish|recommendation|plea"
    "|appeal for|call upon|push|prompt",
    "demand": "demand|insist on|require|order|instruct|direct|command|summon"
    "|call in|insist upon|ultimatum|stipulate|press demand",
    "accuse": "accuse|blame|allege|charge|accusation|allegation|fault"
    "|complain|complaint|point the finger|implicate|denunciation|impute|lambaste for|charge with",
    "condemn": "condemn|criticize|criticise|denounce|deplore|decry|slam|blast|lambast"
    "|lambaste|censure|rebuke|deride|attack|lash out|castigate|lament|protest"
    "|object|push back|push back against"
    "|assail|chide|dismiss as|bemoan"
    "|take aim|take aim at|hit out|hit out at|lash out at|rail|rail against|inveigh"
    "|fulminate|berate|reprove|reprimand|excoriate|pillory|vilify|deprecate"
    "|take issue|take issue with|scold|upbraid|condemnation|criticism|denounce as"
    "|tear into|ridicule|chastise|fume|decry as|bristle|bristle at|skewer|scorn"
    "|disapprove|mock|liken|jeer|sneer|bewail",
    "warn": "warn|caution|alert|warning|forewarn"
    "|sound the alarm|raise the alarm|foretell|put on notice|caution against"
    "|warn against|warn of",
    "threaten": "threaten|threat"
    "|vow revenge|vow retaliation|vow to retaliate|menace|hint at retaliation",
    "reject": "reject|dismiss|rule out|oppose|refuse|rebuff|repudiate|spurn|brush off|turn down"
    "|veto|refuse to|brush aside"
    "|balk|balk at|baulk|decline to accept|disallow|refusal|rejection|shoot down"
    "|knock down|pour scorn|shrug off|laugh off|rubbish|decline to join|snub"
    "|swat away|bat away|opposition to|object to|throw out",
    "support": "support|back|endorse|welcome|praise|hail|commend|applaud|defend|reassert|laud|favor"
    "|favour|salute|congratulate|stand by|vouch|tout|celebrate|compliment"
    "|cheer|extol|champion|heap praise|praise for|sing the praises|rally behind"
    "|throw weight behind|uphold|approve|approve of|esteem|appreciate|speak highly"
    "|affirm support|get behind|side with|lend support|endorsement|backing|admire"
    "|pay tribute|pay tribute to"
    "|lionise|lionize",
    "recognise": "recognise|recognize",
    "express-concern": "fear|worry|express concern|voice concern|be concerned|concern|regret"
    "|express alarm|express fear|raise concern"
    "|lament that|be alarmed|be disturbed|be troubled|rue|be dismayed|unease|alarm at"
    "|fret|express regret over|misgiving",
    "express-hope": "hope|express hope|wish|look forward|voice hope"
    "|look forward to|be hopeful|be optimistic|trust that|be confident|wish for"
    "|long for",
    "condole": "condole|mourn|express condolences|offer condolences|send condolences|condolence"
    "|commiserate|send sympathy|pay tribute to the victims|sympathise|sympathize",
    "apologise": "apologise|apologize|express regret|apology"
    "|say sorry|ask forgiveness|beg pardon|ask for forgiveness",
    "thank": "thank|express gratitude|express thanks|be grateful|offer thanks|express appreciation",
    "question": "question|ask|wonder|inquire|enquire|query|doubt"
    "|cast doubt|cast doubt on|call into question|press for answers|quiz|raise doubts",
}
"""Notation -> cue lemmas, parted by "|"."""

_ACT_OF = {cue: act for act, cues in CUES.items() for cue in cues.split("|")}

_NEGATED: dict[str, str] = {
    "agree": "reject",
    "support": "reject",
    "recognise": "reject",
    "deny": "other",
    "reject": "assert",
    "announce": "decline-comment",
    "acknowledge": "decline-comment",
    "condemn": "other",
}
"""What a cue comes to where it is negated ("did not rule out"); missing: `other`."""

_SILENT = frozenset(
    (
        *("say", "comment", "elaborate", "answer", "respond", "reply", "specify", "disclose"),
        *("confirm", "name", "identify", "discuss", "reveal", "speculate", "predict"),
    )
)
"""Cues that, when refused or negated, mean that nothing was said."""

_NEGATION = re.compile(
    r"\b(?:not|never|n[’']t|refus\w+\s+to|declin\w+\s+to|fail\w*\s+to|stop\w*\s+short\s+of"
    r"|short\s+of|avoid(?:s|ed|ing)?|refrain\w*\s+from|shie[ds]\s+away\s+from|hesitat\w+\s+to"
    r"|without|no longer)\s+(?:\w+ly\s+)?\Z|\w+n[’']t\s+(?:\w+ly\s+)?\Z",
    re.IGNORECASE,
)
_REFUSAL = re.compile(r"\b(?:refus|declin)\w+\s+to\s+(?P<verb>\w+)", re.IGNORECASE)

_VALUES = frozenset(
    (
        *(
            "call",
            "describe",
            "consider",
            "regard",
            "see",
            "view",
            "term",
            "brand",
            "label",
            "judge",
        ),
        *(
            "characterise",
            "characterize",
            "portray",
            "paint",
            "depict",
            "cast",
            "dub",
            "deem",
            "find",
        ),
        *("reckon", "treat", "compare", "liken"),
    )
)
"""Cues that give a verdict on their object: the words say which ("called it a mistake")."""
_WITH_FEELING = re.compile(
    r"\s*\bwith (?:\w+ )?(?:(?P<concern>concern|alarm|regret|dismay|disappointment)"
    r"|(?P<support>satisfaction|appreciation|approval))\b",
    re.IGNORECASE,
)
_CARRIES_NOUN = frozenset(
    (
        "express",
        "voice",
        "offer",
        "convey",
        "extend",
        "send",
        "raise",
        "give",
        "make",
        "issue",
        "underscore",
        "underline",
        "reaffirm",
        "reiterate",
        "restate",
        "repeat",
        "stress",
        "emphasise",
        "emphasize",
        "confirm",
        "renew",
        "declare",
        "share",
        "echo",
        "second",
    )
)
_NOUN_ACTS = {
    "express-concern": "concern",
    "express-hope": "hope",
    "condole": "condolence",
    "thank": "thanks",
    "question": "doubt",
    "apologise": "apology",
    "support": "support",
    "condemn": "protest",
    "warn": "warning",
    "reject": "opposition",
    "pledge": "commitment",
    "urge": "appeal",
    "demand": "demand",
}
_NOUN = re.compile(
    r"[\W_]*(?:(?:its|his|her|their|our|my|the|an?|deep|firm|grave|serious|strong|full|great|sincere|direct"
    r"|renewed|also|formal|profound|utmost|heartfelt|warm|mutual|unequivocal|\w+ed|\w+ing"
    r"|\w+[’']s|\w+(?:ous|able|ible|ive|less|est))\s+)*(?:(?P<concern>concerns?|worry|worries"
    r"|alarm|fears?|disappointment|dismay|displeasure)"
    r"|(?P<hope>hopes?)|(?P<condolence>condolences?|sympath\w+)|(?P<thanks>thanks|gratitude"
    r"|appreciation)|(?P<doubt>doubts?|scepticism|skepticism)"
    r"|(?P<apology>regrets?|apolog\w+)|(?P<support>support|solidarity|backing)"
    r"|(?P<protest>outrage|indignation|protests?|condemnation)|(?P<warning>warnings?)"
    r"|(?P<opposition>opposition|objections?|rejection)"
    r"|(?P<commitment>commitments?|readiness|willingness|pledges?|promises?)"
    r"|(?P<appeal>(?:calls?|appeals?|requests?|pleas?)(?=\s+(?:for|to|on)\b))"
    r"|(?P<demand>demands?))\b",
    re.IGNORECASE,
)
"""What a carrying cue expresses: "expressed deep concern", "voiced support"."""
_ASKS_TO = re.compile(
    r".*?\bask\w*\b(?!\s+(?:whether|if|why|how|what|when|who|where|about|[:“\"]))"
    r"(?:\s+[\w’',.-]+){0,8}?\s+(?:for|to)\b",
    re.IGNORECASE,
)
_DEPENDS = {"call": None, "ask": "question"}
"""Cues that urge only where "for", "on" or "to" follows ("called the step a mistake")."""
_ASKS_FOR = re.compile(
    r".*?\b(?:call|ask)\w*\b(?:\s+\w+){0,3}?\s+(?:for|on|upon|to)\b", re.IGNORECASE
)
_CALLS_FOR = re.compile(
    r".*?\bcall\w*(?:\s+(?!the\b|an?\b|its\b|h(?:is|er)\b)[a-z]+){0,3}?\s+(?:for|on|upon|to)\b"
)
"""The same of "call" beside a verdict: "called the raid on the port illegal" asks for nothing."""


def act_of(text: str, attribution: Attribution) -> tuple[str, str, float]:
    """(notation, name of the rule, confidence) for one attribution.

    A refusal to speak is `decline-comment`; a negated cue is looked up in its own
    table; a neutral cue leaves it to the words, and else is `assert`.
    """
    cue_text = words_at(text, attribution.cue)
    refusal = _REFUSAL.search(_run_up(text, attribution.cue) + cue_text)
    lemma = attribution.lemma.casefold()
    words = words_at(text, attribution.content)
    refusal = refusal or _REFUSAL.match(f"{cue_text} {words}")
    if refusal and refusal["verb"].lower() in _SILENT:
        return "decline-comment", "rule:refusal", 0.9
    act = _phrase(lemma, cue_text) or _lookup(lemma)
    bare = re.sub(r"\A(?:to|has|have|had|also|again)\s+", "", cue_text)
    carried = f"{bare.partition(' ')[2]} {words}" if " " in bare else words
    if lemma in _CARRIES_NOUN and (noun := _NOUN.match(carried) or _NOUN.match(words)):
        act = next(a for a, name in _NOUN_ACTS.items() if noun[name])
    if act is None or act == "assert":
        act = next((a for a, told in _IN_CUE if told.search(cue_text)), None)
    if feeling := _feeling(text, attribution):
        return feeling, "rule:cue", 0.9
    if lemma == "suggest" and re.match(r"[\W_]*that\b(?!.*\b(?:should|be \w+ed)\b)", words):
        return "assert", "rule:neutral-cue", 0.6
    if lemma in ("assure", "reassure") and not _TO_COME.search(words):
        return "assert", "rule:words", 0.6
    first = bool(attribution.cue) and attribution.content[0].start < attribution.cue[0].start
    if (cue_text in (":", "") or (act is None and first)) and _HEADLINE.match(words):
        return "announce", "rule:words", 0.7
    if act is None and _BLAME.match(words):
        return "accuse", "rule:words", 0.7
    if lemma == "challenge":
        return ("demand" if _TO_DO.match(words) else "reject"), "rule:words", 0.7
    if lemma == "complain" and re.match(r"[\W_]*that\b", words):
        return "condemn", "rule:cue", 0.7
    if lemma == "confirm" and _CONFIRMED.match(words):
        return "acknowledge", "rule:words", 0.7
    if lemma == "want" and re.match(r"[\W_]*to\b", words):
        return "assert", "rule:neutral-cue", 0.6
    if lemma in _VALUES and not (lemma == "call" and _CALLS_FOR.match(f"{cue_text} {words}")):
        if TURNED_DOWN.search(words.lower()):
            return "reject", "rule:words", 0.7
        found = [
            (hit.start(), rank, verdict)
            for rank, (verdict, pattern) in enumerate(VERDICTS)
            if (hit := pattern.search(words.lower()))
        ]
        if found:
            return min(found)[2], "rule:words", 0.7
    if act == "reject" and _DISMISSED.search(words):
        return "deny", "rule:words", 0.7
    if lemma in _DEPENDS:
        asks = _ASKS_TO if lemma == "ask" else _ASKS_FOR
        act = "urge" if asks.match(f"{cue_text} {words}") else _DEPENDS[lemma]
    negated = bool(_NEGATION.search(_run_up(text, attribution.cue))) or bool(
        re.match(r"(?:\w+\s)?(?:not|never|\w+n[’']t|refus\w+\s+to)\s", cue_text, re.IGNORECASE)
    )
    if negated and not attribution.attitude:
        if lemma in _SILENT:
            return "decline-comment", "rule:negated-cue", 0.7
        if act is not None:
            return _NEGATED.get(act, "other"), "rule:negated-cue", 0.7
    if act is not None:
        if act in {"recognise", "support"} and lemma in {"recognise", "recognize"}:
            return _recognition(words_at(text, attribution.content))
        return act, "rule:cue", 0.9 if not negated else 0.7
    if attribution.quote_type == "direct" and words.rstrip("\"'”’» ").endswith("?"):
        return "question", "rule:words", 0.8
    lower = words.lower()
    if any(trigger in lower for trigger in TRIGGERS):
        for candidate, pattern in WORDS:
            if pattern.search(lower) and not (lemma in _RECALLS and candidate in _OF_ITS_OWN):
                return candidate, "rule:words", 0.7
    if NEUTRAL_WARNING.search(lower):
        return "warn", "rule:words", 0.5
    return "assert", "rule:neutral-cue", 0.6


_RECALLS = frozenset(("note", "recall", "explain", "observe", "remember", "remind", "point"))
_OF_ITS_OWN = frozenset(("pledge", "announce"))
"""Acts that nobody does by recalling what is so."""
_IN_CUE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (act, re.compile(rf"\b(?:{told})\b", re.IGNORECASE))
    for act, told in (
        ("express-hope", "look(?:s|ed|ing)? forward"),
        ("express-concern", "concerned|worried|alarmed|dismayed|concerns? about"),
        ("thank", "appreciation|gratitude|thanks"),
        ("accuse", "(?:the )?blame|responsibility"),
    )
)
"""What a cue of several words holds where its verb names no act ("pinned the blame on")."""
_CONFIRMED = re.compile(
    r"(?:the|an?|its|his|her|their)\s+(?:\w+\s+)?(?:offer|reports?|accounts?|deal|existence"
    r"|presence|news"
    r"|talks|meeting|visit|arrests?|order|request|receipt)\b",
    re.IGNORECASE,
)
"""What somebody else had told of."""
_TO_COME = re.compile(
    r"\b(?:will|would|shall|to|never|going|can|could|committed|support)\b|[’']ll\b", re.IGNORECASE
)
"""What is assured is a pledge where it is still to come, else a mere claim."""
_HEADLINE = re.compile(
    r"[\W_]*(?!According)[A-Z][\w’']*(?:\s+(?:[A-Z][\w’']*|and"
    r"|of)){0,4}(?:\s+not)?\s+to\s+(?!be\b)[a-z]+"
)
"""A headline's future: "Sabria to reopen embassy"."""
_BLAME = re.compile(
    r"[\W_]*(?:the |full |all |sole )*(?:blame|responsibility)\b.{0,80}"
    r"\bon\b(?! (?:behalf|time|to)\b)",
    re.IGNORECASE,
)
"""Put, laid, pinned where: "the blame on Moscow"."""
_TO_DO = re.compile(r"(?:[\w’'-]+\s+){1,6}?to\s+[a-z]+")
_DISMISSED = re.compile(rf"\bas (?:\w+ly |an? |mere )?(?:{ABSURD})\b", re.IGNORECASE)


def _feeling(text: str, attribution: Attribution) -> str | None:
    """What stands after a neutral cue: "noted with concern the ...", "with satisfaction"."""
    if not attribution.cue or attribution.lemma not in ("note", "learn", "observe", "take note"):
        return None
    at = attribution.cue[-1].end
    found = _WITH_FEELING.match(text[at : at + 40]) or _WITH_FEELING.search(
        text[max(attribution.cue[-1].end - 30, attribution.cue[0].start) : at]
    )
    if found is None:
        return None
    return "express-concern" if found["concern"] else "support"


def names_act(lemma: str) -> bool:
    """
    >>> names_act("accuse"), names_act("withdraw")
    (True, False)
    """
    return _lookup(lemma) is not None


def _lookup(lemma: str) -> str | None:
    """The act of a lemma; of a phrase the whole first, then its first word."""
    return _ACT_OF.get(lemma) or _ACT_OF.get(lemma.split(" ")[0]) if lemma else None


def _phrase(lemma: str, cue_text: str) -> str | None:
    """The act of a cue of several words whose lemma is its verb alone ("rules out").

    >>> _phrase("rule", "rules out"), _phrase("make", "has made known"), _phrase("say", "said")
    ('reject', 'announce', None)
    """
    told = cue_text.lower().split()
    if len(told) < 2 or not lemma:
        return None
    at = next((i for i, word in enumerate(told) if word[:2] == lemma[:2]), len(told) - 1)
    phrases = (" ".join((lemma, *told[at + 1 : at + n])) for n in (4, 3, 2))
    return next((act for phrase in phrases if (act := _ACT_OF.get(phrase)) is not None), None)


def _recognition(words: str) -> tuple[str, str, float]:
    """To recognise Kosovo grants recognition, to recognise that ... acknowledges."""
    opens = re.match(r"[\W_]*(?:that|how|what|the need|the importance)\b", words)
    return ("acknowledge", "rule:cue", 0.7) if opens else ("recognise", "rule:cue", 0.7)


def _run_up(text: str, cue: Spans) -> str:
    """The few characters before the cue, within which a negation would stand."""
    if not cue:
        return ""
    return text[max(0, cue[0].start - 24) : cue[0].start]
