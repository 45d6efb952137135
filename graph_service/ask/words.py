"""The words a question is made of: markers, verbs, roles, and words that carry nothing.

Owns word lists and tokens, no grammar: `question` decides what a word does
where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from graph_service.model import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"\w+(?:[-.'’]\w+)*", re.UNICODE)


class Token(NamedTuple):
    """A word of the question; `low` is its folded form without a possessive ending."""

    span: Span
    text: str
    low: str


def tokens_of(text: str) -> list[Token]:
    """
    >>> [t.low for t in tokens_of("What is China’s view of U.S. tariffs?")]
    ['what', 'is', 'china', 'view', 'of', 'u.s', 'tariffs']
    """
    found = []
    for match in _WORD.finditer(text):
        low = match[0].casefold()
        for ending in ("'s", "’s"):
            low = low.removesuffix(ending)
        found.append(Token(Span(*match.span()), match[0], low))
    return found


AUXILIARIES = _words("do does did has have had was were is are will would")

SAY = _words(
    """
    say says said saying tell tells told think thinks thought state stated states comment
    comments commented remark remarked announce announced declare declared claim claims
    claimed speak spoke talk talks talked mention mentions mentioned respond responded react
    reacted argue argues argued discuss discussed express expressed believe believes believed
    hope hopes hoped insist insisted explain explained reply replied note noted stress
    stressed
    """
)
"""Verbs of speech that ask for nothing beyond speech."""

THINK = _words("think thinks thought believe believes believed hope hopes hoped feel feels")
"""Verbs that ask for attitudes too (model.md: they are left out unless asked for)."""

WITH_OBJECT = _words("mention mentions mentioned discuss discussed stress stressed")
"""Say verbs whose object is the topic: "did China mention sovereignty"."""

NO_ACTS = _words("assert other question")
"""Acts that a question's verb does not single out."""

ORDINARY = _words("order charge back query alert commit require wish alert dispute")
"""Labels of acts that are more often other words."""

TELL = _words("tell tells told")
"""Say verbs whose object is the addressee: "what did Xi tell Putin"."""

STATEMENTS = _words(
    """
    statement statements remark remarks comment comments word words quote quotes quotation
    quotations position positions view views stance stances reaction reactions response
    responses account accounts line attitude opinion opinions speech speeches
    readout readouts communique communiques communiqué communiqués version
    """
)
"""Nouns for what is looked for: "statements by", "China's position on"."""

STOP = (
    AUXILIARIES
    | SAY
    | STATEMENTS
    | _words("""a an the what which that who whom whose when where why how me us all any anything
        something somebody someone anybody anyone everybody everyone everything nothing people it
        its this these those there been be being and or but so as at in to of from show list give
        find get tell please exactly actually really also ever yet then now i we you they their
        them can could may might should shall much many more most far with for question latest
        know want let see issue issues topic topics subject matter matters made make makes
        has s publicly officially reportedly side government governments officials official
        authorities leadership leaders leader diplomats""")
) - {"us", "so"}

ANYBODY = _words("""anyone anybody someone somebody everyone everybody people they officials leaders
    governments countries states who which what else other others all""")
"""Subjects that leave the speaker open."""

PRONOUNS = _words("he she him her his hers they them it")

# Longest first: the first that fits at a place wins.
REPORTER = (
    ("according", "to"),
    ("as", "reported", "by"),
    ("as", "told", "by"),
    ("as", "quoted", "by"),
    ("as", "relayed", "by"),
    ("reported", "by"),
    ("quoted", "by"),
    ("cited", "by"),
    ("relayed", "by"),
    ("as", "per"),
    ("per",),
    ("via",),
)
ABOUT = (
    ("with", "regard", "to"),
    ("with", "respect", "to"),
    ("when", "it", "comes", "to"),
    ("on", "the", "subject", "of"),
    ("in", "relation", "to"),
    ("about",),
    ("on",),
    ("over",),
    ("regarding",),
    ("concerning",),
    ("towards",),
    ("toward",),
)
SPEAKER = (("by",),)
ADDRESSEE = (("to",), ("with",))
TIME = _words("after since before by until till on in during between from through of")
"""Words that tie a date to the question."""
OPEN_TIME = _words("after since before until till during between amid when while")
"""Time words that end a topic even where no date follows ("after the invasion")."""

ALONE_AFTER = _words("itself himself herself themselves alone only")
ALONE_BEFORE = _words("exactly only just")

ROLES: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("foreign", "minister"): "foreign_minister",
        ("foreign", "secretary"): "foreign_minister",
        ("secretary", "of", "state"): "foreign_minister",
        ("prime", "minister"): "head_of_government",
        ("premier",): "head_of_government",
        ("chancellor",): "head_of_government",
        ("head", "of", "government"): "head_of_government",
        ("president",): "head_of_state",
        ("king",): "head_of_state",
        ("emperor",): "head_of_state",
        ("head", "of", "state"): "head_of_state",
        ("defence", "minister"): "defence_minister",
        ("defense", "minister"): "defence_minister",
        ("defense", "secretary"): "defence_minister",
        ("defence", "secretary"): "defence_minister",
        ("national", "security", "adviser"): "security_adviser",
        ("national", "security", "advisor"): "security_adviser",
        ("secretary", "general"): "io_head",
        ("secretary-general",): "io_head",
        ("director-general",): "io_head",
        ("director", "general"): "io_head",
        ("chief",): "io_head",
        ("press", "secretary"): "spokesperson",
        ("spokesperson",): "spokesperson",
        ("spokesman",): "spokesperson",
        ("spokeswoman",): "spokesperson",
        ("ambassador", "to", "the", "un"): "un_ambassador",
        ("un", "ambassador"): "un_ambassador",
    }
)
"""Offices as questions name them, and the registry's role of each."""

BODIES: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("foreign", "ministry"): "foreign_minister",
        ("ministry", "of", "foreign", "affairs"): "foreign_minister",
        ("foreign", "office"): "foreign_minister",
        ("defence", "ministry"): "defence_minister",
        ("defense", "ministry"): "defence_minister",
    }
)
"""Bodies as questions name them, and the role whose body is meant."""
