"""Words for posts, papers and people without a name, as news writes them.

Owns the tables that `mentions` and `speakers` look up; no rule stands here.
Roles are those of the registry's tenures.
"""

from __future__ import annotations

import re

TITLES: tuple[tuple[str, str], ...] = (
    ("spokesperson", r"spokes(?:man|woman|person|people|persons|men|women)|press secretary"
     r"|chief spokes(?:man|woman|person)"),
    ("un_ambassador", r"(?:permanent representative|ambassador|envoy) (?:to|at) the (?:United"
     r" Nations|U\.?N\.?)|U\.?N\.? (?:ambassador|envoy)"),
    ("security_adviser", r"(?:national )?security advis[eo]r"),
    ("chief_of_staff", r"chief of staff"),
    ("deputy_head", r"(?:vice|deputy)[- ](?:president|premier|prime minister|chancellor)"),
    ("deputy", r"(?:vice|deputy|first deputy|assistant|junior) (?:foreign |defen[cs]e )?(?:minister"
     r"|secretary of state|foreign secretary)"),
    ("foreign_minister", r"foreign minister|minister (?:of|for) (?:foreign|external) affairs"
     r"|external affairs minister|foreign affairs minister|secretary of state|foreign secretary"
     r"|top (?:\w+\.?\s?){0,2}diplomat|minister of external affairs|chief (?:\w+ )?diplomat"
     r"|(?-i:FM)"),
    ("defence_minister", r"defen[cs]e (?:minister|secretary|chief)|minister of defen[cs]e"
     r"|secretary of defen[cs]e"),
    ("head_of_government", r"prime minister|premier|chancellor|taoiseach|head of government"
     r"|(?-i:PM)"),
    ("io_head", r"secretary[- ]general|director[- ]general|high representative"
     r"|high commissioner|foreign policy chief"),
    ("parliament_head", r"(?:parliament(?:ary)?|house|duma) speaker|speaker of (?:the )?\w+"),
    ("head_of_state", r"president|head of state|king|queen|emperor|emir|sultan|supreme leader"
     r"|crown prince|monarch"),
    ("leader", r"leader|strongman"),
    ("minister", r"minister|secretary|ambassador|envoy|senator|governor|general|lawmaker|adviser"
     r"|advisor|aide|official|chief|chairman|chairwoman|coordinator|commissioner|speaker|director"
     r"|mayor|representative|analyst|professor|diplomat|commander|admiral|negotiator|deputy|head"
     r"|mediator|facilitator|rapporteur"),
)  # fmt: skip
"""Role -> pattern, the more special first. `leader` and `minister` are not roles of the registry:
they fit several, or none."""

ROLE_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)) for role, pattern in TITLES
)
ANY_TITLE = re.compile(
    r"\b(?:" + "|".join(pattern for _, pattern in TITLES) + r")(?!\w)", re.IGNORECASE
)

_DEED = re.compile(
    r"(?<![’']s)\s(?:met|meets|meet|told|tells|saw|sees|asks|hosts|calls|said|says|spoke|with|while"
    r"|when|that|than|gave|sent|wrote|heard|[a-z]{3,}ed)\s+(?:(?:with|to|by|from)\s+)?"
)

HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt|Adm"
    r"|Amb|Hon|MR|MRS|MS|MISS|DR|SIR|(?:His|Her)\s(?:Royal\s|Serene\s)?(?:Highness|Majesty|Excellency"
    r"|Holiness|Eminence)|H\.E)\b\.?"
)
FEMALE = re.compile(
    r"\b(?:\w*woman|Mrs|Ms|Miss|Dame|Lady|queen|empress|princess|she|her|herself|actress|mother"
    r"|wife|sister|first lady|congresswoman)\b",
    re.IGNORECASE,
)
MALE = re.compile(
    r"\b(?:(?:spokes|chair|congress|alder|strong)man|Mr|Sir|Lord|king|emperor|emir|sultan|prince"
    r"|he|his|him|himself|father|husband|brother)\b",
    re.IGNORECASE,
)

READOUT = r"readout|read-out|account(?= of\b)|summary(?= of\b)|version|telling"
DOCUMENT = re.compile(
    rf"\b(?P<noun>{READOUT}|(?:joint |written |official |video |separate |news |press )*statement"
    r"|communiqu[eé]|declaration|(?:press |news )?release|note|transcript|letter|document|report"
    r"|memo|memorandum|white paper|position paper|paper|text|resolution|note verbale|bulletin"
    r"|dispatch|commentary|editorial|tweets?|posts?|message|decree|agreement|article|account)(?!\w)",
    re.IGNORECASE,
)
IS_READOUT = re.compile(rf"\b(?:{READOUT}|transcript|communiqu[eé])\b", re.IGNORECASE)

TITLED_SURNAME = re.compile(
    r"(?:the\s)?(?:(?:Prime|Foreign|Defen[cs]e|Vice|Deputy|Finance|Interior|Trade|Chief|First|Rear"
    r"|Lieutenant|Brigadier|Field|Major|Under|Attorney|Acting)[\s-])*"
    r"(?:President|Minister|Premier|Chancellor|Secretary|Ambassador|Senator|Governor|General"
    r"|Admiral|Colonel|Commissioner|Chairman|Chairwoman|Director|Judge|Justice|Spokesman"
    r"|Spokeswoman|Spokesperson|Representative|Congressman|Congresswoman|Captain|Major|Marshal)\s"
    r"(?P<name>[A-Z][a-z’'-]+[\w’'-]*)\Z"
)
"""A title and one name that nobody knows: a person of that name."""

ONE_NAMED = re.compile(
    r"(?:King|Queen|Emperor|Empress|Sultan|Emir|Sheikh|Sheikha|Prince|Princess|Pope|Patriarch"
    r"|Archbishop|Bishop|Metropolitan|Cardinal|Catholicos|Ayatollah|Imam|Mufti|Rabbi)\s[A-Z][\w’-]+"
    r"(?:\s[IVX]+)?"
)
"""Whom one name is enough for."""

BODY = re.compile(
    r"\b(?P<name>(?:foreign|external affairs|defen[cs]e|interior|finance|trade|commerce|justice"
    r"|energy|economy|health|unification|information|culture|agriculture|transport|education"
    r"|labou?r|environment|oil|petroleum|intelligence|home affairs|security|planning|treasury"
    r"|emergenc(?:y|ies)|women[’']s affairs|religious affairs|immigration|tourism|science)"
    r"\s+(?:affairs\s+)?(?:ministry|office|department|minister's office)"
    r"|ministry\s+(?:of|for)\s+(?:foreign affairs|external affairs|defen[cs]e|national defen[cs]e"
    r"|(?:the )?interior|finance|trade|commerce|justice|energy|health|unification|information"
    r"|culture|agriculture|transport|education|labou?r|the environment|(?:public )?security)"
    r"|department\s+(?:of|for)\s+(?:state|defen[cs]e|justice|commerce|the treasury|energy|trade"
    r"|homeland security|(?:foreign|global|international) (?:affairs|relations|development)"
    r"|foreign affairs and trade)"
    r"|(?:presidency|presidential (?:office|palace|administration)|president[’']s office"
    r"|office of the president|prime minister[’']s office|chancellery|cabinet|parliament"
    r"|embassy|state department|military|army|navy|air force|central bank"
    r"|(?:national )?security council|supreme (?:command|court)|general staff|armed forces"
    r"|constitutional court|(?:central )?elect(?:ion|oral) commission"
    r"|(?:permanent )?mission|coast ?guard|border (?:guards?|service|agency)|secret service"
    r"|(?:intelligence|security|customs|space) (?:service|agency|directorate)"
    r"|prosecutor(?:[- ]general)?[’']s office|revolutionary guards?|state council"
    r"|consulate(?: general)?))(?!\w)",
    re.IGNORECASE,
)
BODY_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("foreign_minister", re.compile(r"foreign|external|state department", re.IGNORECASE)),
    ("defence_minister", re.compile(r"defen[cs]e", re.IGNORECASE)),
    ("head_of_state", re.compile(r"presiden", re.IGNORECASE)),
    ("head_of_government", re.compile(r"prime minister|chancellery", re.IGNORECASE)),
)
GOVERNMENT = re.compile(r"\b(?:government|administration|regime|authorities|side|delegation)\b")

GENERIC = re.compile(
    r"\b(?:officials?|sources?|diplomats?|aides?|advis[eo]rs?|analysts?|experts?|observers?"
    r"|media|reports?|newspapers?|ministers?|lawmakers?|critics|people|residents|authorities"
    r"|governments?|leaders?|envoys?|spokes(?:man|woman|person|people|men|women|persons)"
    r"|representatives?|negotiators?|commanders?|soldiers|activists|witnesses|economists?"
    r"|someone|person|persons|one|others|some|many|both|sides?|countries|nations|states|allies"
    r"|members|group|television|radio|press|website|outlets?|agency|agencies|presidents|senators?"
    r"|politicians?|scholars?|researchers?|historians?|delegates?|parties|party|rebels|insiders?"
    r"|secretary|president|chancellor|king|ambassadors?)\b",
    re.IGNORECASE,
)
PLURAL = re.compile(
    r"\b(?:officials|sources|diplomats|aides|advis[eo]rs|analysts|experts|observers|media|reports"
    r"|newspapers|ministers|lawmakers|critics|people|residents|authorities|governments|leaders"
    r"|envoys|representatives|sides|countries|nations|states|allies|members|presidents|both"
    r"|spokes(?:people|men|women|persons)|two|three)\b",
    re.IGNORECASE,
)
ORGANISATION = re.compile(
    r"\b(?:Ministry|Council|Agency|Party|Institute|Commission|Committee|Office|Department|Union"
    r"|Organi[sz]ation|Policy|Authority|Bank|Court|Parliament|Assembly|Movement|Front|Group"
    r"|Foundation"
    r"|University|Times|Post|Journal|News|Press|Daily|Herald|Tribune|Gazette|Radio|TV|Television"
    r"|Embassy|Army|Navy|Force|Forces|Command|Service|Association|Federation|Alliance|League"
    r"|Jihad|Brigades?|Militia|Coalition|Crescent|Amnesty|Initiative|Fund|Forum|Corps|Guards"
    r"|Holdings|Industries|Inc|Ltd|Limited|PLC|Airlines|Airways|Lines|Shipping|Motors|Technologies"
    r"|Network|Centre|Center|Company|Corporation|Administration|Secretariat|Bureau|Board)\b"
)
AGENCY = re.compile(
    r"\b(?:agency|agence|press association|associated press|newswire|wire|reuters|interfax|tass"
    r"|xinhua|bloomberg|afp|ansa|yonhap|kyodo|anadolu|irna|kcna|ria novosti|pti|dpa|efe)\b",
    re.IGNORECASE,
)
PAIR = re.compile(
    r"\bthe (?:two|pair|duo)\b(?: (?P<who>leaders|presidents|men|women|ministers|sides|countries"
    r"|nations|states|governments|diplomats|envoys|neighbou?rs|powers|capitals|premiers"
    r"|prime ministers|foreign ministers|officials|(?:foreign )?ministries))?"
    r"|\bboth (?:leaders|presidents|men|ministers"
    r"|sides|countries|governments)\b",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"(?:(?P<both>both)(?:\s+(?:of\s+)?the)?|(?:all|each)(?:\s+(?:of\s+)?the)?|the|these|those)?\s*"
    r"(?:\b(?P<count>two|three|four|five|pair|duo|trio)\b)?\s*"
    r"(?P<noun>leaders|presidents|men|women|(?:(?:prime|foreign|defen[cs]e)\s+)?ministers|premiers"
    r"|heads of state(?:,? (?:and|or)(?: of)? government)?|member states|members|partners"
    r"|chancellors|secretaries|sides|parties|countries|nations|states|governments|capitals"
    r"|neighbou?rs|powers|allies|diplomats|envoys|officials|delegations|koreas|ambassadors"
    r"|senators|lawmakers|politicians|rivals|candidates|generals|commanders|statesmen|churchmen"
    r"|clerics|negotiators|mediators|colleagues|counterparts|commissioners|representatives"
    r"|spokesmen|monarchs|kings|chiefs|(?:foreign )?ministries)?",
    re.IGNORECASE,
)
"""Several without their names: "the two leaders", "both", "all three ministers", "the sides"."""
PRONOUN = re.compile(
    r"(?:he|she|it|they|i|we|you|him|his|her|them|their|its|our|my|who|this|that|himself|herself|itself"
    r"|themselves)\Z",
    re.IGNORECASE,
)


_STATE_OF_TITLE = (
    ("US", re.compile(r"\bsecretary of (?:state|defen[cs]e)(?!\s+for\b)(?!\w)", re.IGNORECASE)),
    ("GB", re.compile(r"\b(?:foreign|defence|home) secretary(?!\w)", re.IGNORECASE)),
    ("IN", re.compile(r"\bexternal affairs minister(?!\w)", re.IGNORECASE)),
    ("IE", re.compile(r"\b(?:taoiseach|tánaiste)(?!\w)", re.IGNORECASE)),
    ("CN", re.compile(r"\bstate councill?or(?!\w)", re.IGNORECASE)),
)


_STATE_OF_BODY = (
    ("US", re.compile(r"\b(?:(?:state|treasury|justice|commerce|homeland security) department"
                      r"|department of (?:state|defense|homeland security|the treasury))\b", re.I)),
    ("IN", re.compile(r"\b(?:external affairs ministry|ministry of external affairs)\b", re.I)),
)  # fmt: skip


def state_of_body(words: str) -> str | None:
    """ISO code of the state whose body alone is called so in English news; None for others.

    >>> state_of_body("the Treasury Department"), state_of_body("the trade ministry")
    ('US', None)
    """
    return next((code for code, body in _STATE_OF_BODY if body.search(words)), None)


def state_of_title(words: str) -> str | None:
    """ISO code of the state whose office alone is called so; None where several have one.

    >>> state_of_title("the foreign secretary"), state_of_title("the foreign minister")
    ('GB', None)
    """
    return next((code for code, title in _STATE_OF_TITLE if title.search(words)), None)


def role_of(words: str) -> str | None:
    """The most special role that the words name, the first by place among equals.

    >>> role_of("Russian foreign ministry spokeswoman"), role_of("the vice president")
    ('spokesperson', 'deputy_head')
    """
    for role, pattern in ROLE_PATTERNS:
        if pattern.search(words):
            return role
    return None


_OWNER = re.compile(
    r"\b(?:his|her)\s+(?!(?:royal\s|serene\s|imperial\s)?(?:majesty|highness|excellency|holiness"
    r"|eminence)\b)",
    re.IGNORECASE,
)


def gender_of_title(words: str) -> str | None:
    """The gender that a title shows; whose "his deputy" is tells nothing of the deputy.

    >>> gender_of_title("her spokesman"), gender_of_title("her aide"), gender_of("Her Majesty")
    ('m', None, 'f')
    """
    return gender_of(_OWNER.sub("", words))


_EXCELLENCIES = re.compile(
    r"(?:\b(?:H\.?\s?E|Mr|Mrs|Ms|Dr|Prof|Eng|Hon|[Tt]he Hon|(?:His|Her) Excellency)\b\.?\s+)+\Z"
)


def without_honorifics(lead: str) -> str:
    """Words before a name without the forms of address between a title and the name.

    >>> without_honorifics("the Foreign Minister of Peru, H.E. Mr. ")
    'the Foreign Minister of Peru, '
    """
    return _EXCELLENCIES.sub("", lead)


def own_lead(lead: str) -> str:
    """What of the words before a name is about it: not the title of whoever met or told him.

    >>> own_lead("Norway's foreign minister met Secretary "), own_lead("newly elected president ")
    ('Secretary ', 'newly elected president ')
    """
    title = ANY_TITLE.search(lead)
    cut = 0
    for deed in _DEED.finditer(lead, title.end()) if title else ():
        cut = deed.end()
    return lead[cut:]


def gender_of(words: str) -> str | None:
    """`f`, `m`, or None where the words show neither or both."""
    female, male = FEMALE.search(words), MALE.search(words)
    if bool(female) == bool(male):
        return None
    return "f" if female else "m"
