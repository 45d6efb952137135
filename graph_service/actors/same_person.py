"""Whether two full names may be one person's: left-out names, other orders, other spellings.

Owns the comparison only. It is made for two names of which one stands in a text and the other
in the registry; that both serve one state at the time is for the caller to see.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from graph_service.actors.names import plain, same_name
from graph_service.actors.press_forms import USUAL_GIVEN

Likeness = Literal["same", "sound"]
"""`same`: every word is the same but for accents; `sound`: some only sound alike."""

_SPLIT = re.compile(r"[\s\-‐‑–]+")
_APART = re.compile(r"[’'ʼ`\"“”().,]")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NO_NAMES = _set(
    "sheikh shaikh sheik prince princess king queen sultan emir sayyed sayyid seyyed mr mrs ms dr"
    " col gen general colonel sir dame lord jr sr ii iii iv"
)
_ARTICLES = _set("al el ad as ash at ul ur")
_SKIPPED = _ARTICLES | _set("bin ibn ben bint de del da do dos la van von der")
_LETTERS = (
    ("sch", "sh"), ("tch", "ch"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"),
    ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("ff", "v"), ("x", "ks"),
    ("q", "k"), ("w", "v"), ("cc", "k"), ("ca", "ka"), ("co", "ko"), ("cu", "ku"), ("j", "j"),
)  # fmt: skip
_GIVEN = frozenset(plain(name).casefold() for name in USUAL_GIVEN)
_VOWELS = re.compile(r"[aeiouy]+")
_CLASSES = tuple(frozenset(letters) for letters in ("ae", "eiy", "ou"))


def same_person(written: str, known: str) -> Likeness | None:
    """How the two names agree; None where they need not be one person's.

    Two words at least agree, the first of them and the last or, in a name of three and more,
    the one before the last; the other words of the longer name are left out.

    >>> same_person("Shah Mehmood Qureshi", "Makhdoom Shah Mahmood Hussain Qureshi")
    'sound'
    >>> same_person("Osman Saleh", "Osman Saleh Mohammed")
    'same'
    >>> same_person("Sameh Shukri", "Sameh Shoukry")
    'sound'
    >>> same_person("Jane Orin", "John Orin"), same_person("Badr Albusaidi", "Badr Al Busaidi")
    (None, 'same')
    """
    one, other = words_of(written), words_of(known)
    longer = _aligned(other, one)
    if longer == "sound" and one[-1:] != other[-1:] and not sounds_alike(one[-1], other[-1]):
        longer = None  # a further family name, and the others only alike
    found = [_aligned(one, other), longer]
    if len(one) == len(other) == 2:
        found.append("same" if sorted(one) == sorted(other) else None)
    fits = [likeness for likeness in found if likeness]
    return "same" if "same" in fits else fits[0] if fits else None


def words_of(name: str) -> tuple[str, ...]:
    """A name's words in small letters, without accents, marks, dignities.

    >>> words_of("Sheikh Tamim bin Hamad Al-Thani"), words_of("Gideon Sa’ar")
    (('tamim', 'bin', 'hamad', 'al', 'thani'), ('gideon', 'saar'))
    """
    letters = plain(name.replace("đ", "dj").replace("Đ", "Dj")).casefold()
    parts = (part for part in _SPLIT.split(_APART.sub("", letters)) if part)
    return tuple(part for part in parts if part not in _NO_NAMES)


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> Likeness | None:
    """All words of `short` stand in `long`, in order, its first and a last word among them."""
    if len([w for w in short if w not in _SKIPPED]) < 2 or len(short) > len(long) + 2:
        return None
    at, exact, met, first, last = 0, True, 0, -1, -1
    number = 0
    while number < len(short):
        step = next(
            (
                (taken, used, n, alike)
                for n in range(at, len(long))
                for taken, used in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3))
                if (
                    alike := _alike(short[number : number + taken], long[n : n + used], taken, used)
                )
            ),
            None,
        )
        if step is None:
            if short[number] in _SKIPPED:
                number += 1
                continue
            return None
        taken, used, n, alike = step
        if alike == "sound":
            exact = False
        first = n if first < 0 else first
        at = last = n + used
        met += 1
        number += taken
    names = [n for n, word in enumerate(long) if word not in _SKIPPED]
    family = short[-1] not in _GIVEN
    if exact and family and first == 0 and met > 1 and last == number:
        return "same"  # "Abdulla Yameen" of Abdulla Yameen Abdul Gayoom
    ends = bool(names) and (names[-1] < last or (family and len(names) > 2 and names[-2] < last))
    if not ends or first > (names[1] if len(names) > 2 else names[0]):
        return None
    return "same" if exact else "sound"


def _alike(
    some: tuple[str, ...], others: tuple[str, ...], taken: int, used: int
) -> Likeness | None:
    if len(some) < taken or len(others) < used:
        return None
    one, other = "".join(some), "".join(others)
    if one == other:
        return "same"
    if taken == used == 1:
        if one in _SKIPPED or other in _SKIPPED:
            return None
        if same_name(one, other):
            return "same"
    return "sound" if sounds_alike(one, other) else None


@lru_cache(maxsize=4096)
def sounds_alike(one: str, other: str) -> bool:
    """Spellings of one foreign name: the consonants agree, and so do the vowels, roughly.

    >>> sounds_alike("mehmood", "mahmood"), sounds_alike("hassan", "hussein")
    (True, False)
    >>> sounds_alike("berdymukhamedov", "berdimuhamedow"), sounds_alike("mahmoud", "mohammed")
    (True, False)
    """
    one, other = _letters(one), _letters(other)
    if one == other:
        return len(one) > 2
    here, there = _VOWELS.split(one), _VOWELS.split(other)
    if here != there or sum(map(len, here)) < 2:
        return _one_vowel_more(one, other)
    vowels = zip(_VOWELS.findall(one), _VOWELS.findall(other), strict=True)
    return all(_vowels_alike(some, others) for some, others in vowels)


def _one_vowel_more(one: str, other: str) -> bool:
    """Reads Malki and Maliki alike; not Mahmoud and Mohammed."""
    short, long = sorted((one, other), key=len)
    if len(long) != len(short) + 1 or consonants(short) != consonants(long):
        return False
    return len(consonants(short)) > 2 and not {"mhmd", "hmd"} & {consonants(short)}


def consonants(word: str) -> str:
    """What all spellings of a name that sound alike have in common.

    >>> consonants("qureshi"), consonants("kureishi")
    ('krsh', 'krsh')
    """
    return _VOWELS.sub("", _letters(word))


def _letters(word: str) -> str:
    for written, read in _LETTERS:
        word = word.replace(written, read)
    return re.sub(r"([^aeiouy])\1+", r"\1", word)


def _vowels_alike(some: str, others: str) -> bool:
    return (
        some == others
        or any(some[0] in group and others[0] in group for group in _CLASSES)
        or any(some[-1] in group and others[-1] in group for group in _CLASSES)
    )
