"""How names are written: normal forms, slugs, family names and spelling variants.

Owns knowledge about names only; which actor bears one is `registry.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from graph_service.actors.press_forms import PORTUGUESE, SPANISH, family_parts

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " "}
)
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss",
     "æ": "ae", "Æ": "Ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "a", "Ə": "A"}
)  # fmt: skip
WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*|[^\w\s]|_")
"""A word or a single mark; white space separates."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PARTICLES = _set(
    "al el bin bint ibn ben van von der den de del della di da dos das do du la le ter af av zu"
    " abu ould st"
)
_GENERATION = re.compile(r"(?:jr|sr|[ivx]+)\.?", re.IGNORECASE)
_CHINESE_FAMILIES = _set(
    "cai chan chang chao chen cheng chi chiang chiu cho choe chong chu duh eu fan fang feng fu gan"
    " gao goh gu guo han hau heng ho hong hsiao hsieh hsu hu hua huang hung jiang kao khaw koo ku"
    " kuan kung kwok lai lam lau lee li liang liao lim lin liu lo low lu lung luo ma mao ng ong ou"
    " pan peng qin shen shih soong su sun tan tang teo tsai tseng tung wang wei wen wong woo wu xie"
    " xu yang yeh yen yeo yi you yu yuan zeng zhang zhao zheng zhou zhu"
)
_KNOWN_BY_FIRST_NAME = frozenset({"ER", "ET", "ID", "IS", "KH", "LA", "MM", "MN", "MY", "TH", "VN"})
_NO_SURNAMES = _set(
    "a am an as at be by do go he her his i if in is it me my no nor of on or our she so than that"
    " the then they this to up us was we who will with you sir king queen prince pope president"
    " minister general saint great state states united north south east west central new union"
    " peace monday tuesday wednesday thursday friday saturday sunday"
)
"""Words that, alone and capitalised, mean something else far more often than a person."""

_GIVEN_NAMES = (
    ("Sergei", "Sergey", "Serhiy", "Serhii"),
    ("Dmitry", "Dmitri", "Dmitriy", "Dmytro"),
    ("Yuri", "Yury", "Yuriy", "Iurii"),
    ("Andrei", "Andrey", "Andriy", "Andrii"),
    ("Alexei", "Alexey", "Aleksei", "Aleksey", "Oleksiy"),
    ("Alexander", "Aleksandr", "Alyaksandr", "Oleksandr", "Aleksander"),
    ("Nikolai", "Nikolay", "Mykola"),
    ("Mikhail", "Michail", "Mykhailo"),
    ("Vitaly", "Vitali", "Vitalii", "Vitaliy"),
    ("Vasily", "Vassily", "Vasiliy"),
    ("Anatoly", "Anatoli", "Anatoliy"),
    ("Maria", "Mariya", "Mariia"),
    ("Mohammed", "Mohammad", "Muhammad", "Mohamed", "Mohamad"),
    ("Ahmed", "Ahmad"),
    ("Hussein", "Hossein", "Husayn", "Hussain"),
    ("Abdullah", "Abdallah", "Abdulla"),
    ("Khaled", "Khalid"),
    ("Yousef", "Youssef", "Yusuf", "Yousuf"),
    ("Volodymyr", "Vladimir"),
    ("Mike", "Michael"),
    ("Joe", "Joseph"),
    ("Bill", "William"),
    ("Tony", "Anthony", "Antony"),
    ("Jim", "James"),
    ("Bob", "Robert"),
    ("Fattah", "Fatah"),
    ("Abdel", "Abdul"),
    ("Isaac", "Yitzhak", "Itzhak"),
    ("Uladzimir", "Vladimir"),
)
_SPELLINGS = {name: group for group in _GIVEN_NAMES for name in group}


def same_name(one: str, other: str) -> bool:
    """Is this one given name, in any case and with any accents?

    >>> same_name("Hossein", "hussein"), same_name("joe", "Joseph"), same_name("Mario", "Maria")
    (True, True, False)
    """
    one, other = plain(one).title(), plain(other).title()
    return one == other or other in _SPELLINGS.get(one, ())


def normal(form: str) -> str:
    """NFC, straight apostrophes and hyphens, single spaces; case and accents stay.

    >>> normal("Quai  d’Orsay")
    "Quai d'Orsay"
    """
    if not form.isascii():
        form = unicodedata.normalize("NFC", form).translate(_MARKS)
    return " ".join(form.split())


def plain(form: str) -> str:
    """Without accents and special letters; case stays.

    >>> plain("Erdoğan, İbrahim Kalın")
    'Erdogan, Ibrahim Kalin'
    """
    if form.isascii():
        return form
    decomposed = unicodedata.normalize("NFKD", form.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(name: str) -> str:
    """The last part of a local id, `actor-x-<slug>`; "" where nothing Latin is in the name.

    >>> slug("Władysław Kosiniak-Kamysz")
    'wladyslaw-kosiniak-kamysz'
    """
    ascii_name = plain(normal(name)).replace("'", "").casefold()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")


def without_article(form: str) -> str:
    """
    >>> without_article("the Kremlin")
    'Kremlin'
    """
    return form[4:] if form[:4] in ("the ", "The ") and len(form) > 4 else form


def surnames(name: str, country: str | None = None) -> tuple[str, ...]:
    """What a text may call a person at later mentions, likeliest first.

    `country` (ISO alpha-2) tells which order and custom the name follows. A
    name of one word has no surname.

    >>> surnames("Gustavo Francisco Petro Urrego", "CO"), surnames("Juan Manuel Santos", "CO")
    (('Petro', 'Petro Urrego', 'Urrego'), ('Santos',))
    >>> surnames("Xi Jinping", "CN"), surnames("Ursula von der Leyen", "DE")
    (('Xi',), ('von der Leyen', 'Von der Leyen'))
    >>> surnames("Abdel Fattah al-Sisi", "EG")
    ('al-Sisi', 'Al-Sisi', 'el-Sisi', 'El-Sisi', 'Sisi')
    """
    words = [w.rstrip(",") for w in name.split()]
    while len(words) > 1 and _GENERATION.fullmatch(words[-1]):
        words.pop()
    if len(words) < 2 or "of" in words:  # "Salman of Saudi Arabia"
        return ()
    found = list(dict.fromkeys(_surnames(words, country)))
    return tuple(s for s in found if len(s) > 1 and s.casefold() not in _NO_SURNAMES)


def _surnames(words: list[str], country: str | None) -> Iterator[str]:
    first = words[0]
    if _family_name_first(words, country):
        yield first
        return
    if country in _KNOWN_BY_FIRST_NAME:
        if country != "VN":
            yield first
        yield words[-1]
        return
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold().rstrip(".") in _PARTICLES:
        start -= 1
    family = " ".join(words[start:])
    if country in SPANISH | PORTUGUESE and len(words) > 2:
        _, families = family_parts(words, country or "")
        if country in SPANISH and len(families) > 1:
            yield families[0]
        if len(families) > 1:
            yield " ".join(families[-2:])
    yield family
    if family[0].islower():
        yield family[0].upper() + family[1:]
    article = re.fullmatch(r"(?:al|el)[- ](\S.+)", family, re.IGNORECASE)
    if article:
        bare = article[1]
        yield from (f"{a}-{bare}" for a in ("al", "Al", "el", "El"))
        yield bare
    for n, word in enumerate(words[:-1]):
        if n and word.casefold() == "bin":  # "bin Salman" of "Mohammed bin Salman Al Saud"
            yield f"bin {words[n + 1]}"
            yield f"Bin {words[n + 1]}"


def _family_name_first(words: list[str], country: str | None) -> bool:
    first = words[0]
    if "-" in first:
        return False
    if country in ("CN", "KP"):
        return True
    if country == "KR":
        return len(words) == 3 or "-" in words[-1]
    if country == "TW":
        return "-" in words[-1] or first.casefold() in _CHINESE_FAMILIES
    if country in ("SG", "HK", "MO", "MY"):
        return len(words) == 3 and first.casefold() in _CHINESE_FAMILIES
    return False


def person_forms(name: str) -> tuple[str, ...]:
    """Other spellings of a full name: no middle initials, other transliterations.

    >>> person_forms("John F. Kelly"), person_forms("Dmitry Peskov")
    (('John Kelly',), ('Dmitri Peskov', 'Dmitriy Peskov', 'Dmytro Peskov'))
    >>> "Kim Jong Un" in person_forms("Kim Jong-un")
    True
    """
    words = name.split()
    forms: list[str] = []
    if len(words) > 2:
        kept = [w for w in words[1:-1] if not re.fullmatch(r"[^\W\d_]\.", w)]
        if len(kept) < len(words) - 2:
            forms.append(" ".join([words[0], *kept, words[-1]]))
    if len(words) > 1:
        forms += [" ".join([other, *words[1:]]) for other in _SPELLINGS.get(words[0], ())]
        head, _, tail = words[-1].partition("-")
        if head and tail and len(words) == 2 and tail.isalpha():
            forms.append(f"{words[0]} {head}-{tail[0].upper()}{tail[1:]}")
            forms.append(f"{words[0]} {head}-{tail[0].lower()}{tail[1:]}")
            forms.append(f"{words[0]} {head} {tail[0].upper()}{tail[1:]}")
        if re.search(r"\b[Aa]l-", name):
            forms.append(re.sub(r"\b[Aa]l-", "el-", name))
            forms.append(re.sub(r"\bal-", "Al-", name))
            forms.append(re.sub(r"\bAl-", "al-", name))
            forms.append(re.sub(r"\b[Aa]l-", "Al ", name))
    return tuple(dict.fromkeys(f for f in forms if f != name))


_NO_PLURAL = frozenset(
    {"French", "Dutch", "Greenlandic", "Icelandic", "Philippine", "U.S.", "US", "UK", "U.K."}
)


def plurals(demonym: str) -> tuple[str, ...]:
    """
    >>> plurals("Russian"), plurals("Chinese")
    (('Russians',), ())
    """
    if demonym.endswith(("ese", "ish", "s", "x", "z", "men")) or demonym in _NO_PLURAL:
        return ()
    return (demonym + "s",)


_MINISTRIES = {
    "foreign_ministry": (
        "Foreign Ministry", "Ministry of Foreign Affairs", "Foreign Affairs Ministry",
    ),
    "defence_ministry": (
        "Defence Ministry", "Defense Ministry", "Ministry of Defence", "Ministry of Defense",
    ),
}  # fmt: skip


def ministry_forms(
    kind: str, adjectives: tuple[str, ...], states: tuple[str, ...]
) -> Iterator[str]:
    """How news names the foreign or defence ministry of a state, in both cases of letters.

    >>> forms = set(ministry_forms("foreign_ministry", ("Russian",), ("Russia",)))
    >>> {"Russian foreign ministry", "Russia's Foreign Ministry"} <= forms
    True
    """
    for title in _MINISTRIES.get(kind, ()):
        for variant in (title, title.lower()):
            for adjective in adjectives:
                yield f"{adjective} {variant}"
            for state in states:
                yield f"{state}'s {variant}"
                if " of " in variant:
                    yield f"{variant} of {state}"
                    yield f"{variant} of the {state}"
