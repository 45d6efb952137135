"""The words of a statement that carry meaning, in a form in which they meet again.

Owns the list of words that carry none and the stems. Both are rough on purpose: what
they let meet is only looked at, other conditions decide.
"""

from __future__ import annotations

from functools import lru_cache

from graph_service.link.similar import tokens

_NO_MEANING = (
    "a an the this that these those and or but nor so of in on at by for from to into onto with "
    "without over under after before during about against between as than then there here it its "
    "he she they them their his her him we our us i my you your who whom whose which what when "
    "where why how all any some no not never none nothing ever every each both such same other "
    "be is are was were been being am do does did done have has had having will would shall should "
    "may might can could must also only just more most very much many own new still yet again if "
    "because while however say said says tell told claim claims claimed allegation allegations "
    "accusation accusations charge charges report reports reported deny denied denies denial "
    "reject rejected rejects false true untrue baseless groundless unfounded fake lie lies "
    "statement statements country government side sides official officials president minister "
    "ministry foreign"
)
_STOP = frozenset(_NO_MEANING.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "n")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A rough one, good enough to meet "shelled" with "shelling".

    >>> stem("shelled"), stem("shelling"), stem("ships"), stem("Russian")
    ('shell', 'shell', 'ship', 'russia')
    """
    word = word.casefold()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if len(word) == 5 and word.endswith("s") else word


def is_common(token: str) -> bool:
    """Does it carry no meaning of its own? Two letters are too few, two digits are not.

    >>> is_common("the"), is_common("28"), is_common("strait")
    (True, False, False)
    """
    return token in _STOP or (len(token) < 3 and not token.isdigit())


def meaning(words: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(t) for t in tokens(words) if not is_common(t))
