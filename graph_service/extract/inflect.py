"""Inflected forms of English verbs, by rule and a table of irregular ones.

Owns spelling only. Tags: "base", "s", "ed" (past tense), "en" (participle; "ed"
and "en" are both given where they are spelt alike), "ing".
"""

from __future__ import annotations

from graph_service.extract.wordlists import words

_IRREGULAR = {
    "say": "said said", "tell": "told told", "write": "wrote written", "speak": "spoke spoken",
    "think": "thought thought", "know": "knew known", "see": "saw seen", "find": "found found",
    "read": "read read", "put": "put put", "give": "gave given", "make": "made made",
    "hear": "heard heard", "feel": "felt felt", "mean": "meant meant", "seek": "sought sought",
    "swear": "swore sworn", "show": "showed shown", "understand": "understood understood",
    "let": "let let", "take": "took taken", "go": "went gone", "begin": "began begun",
    "foresee": "foresaw foreseen", "shoot": "shot shot", "throw": "threw thrown",
    "undertake": "undertook undertaken",
    "draw": "drew drawn", "lay": "laid laid", "set": "set set", "cast": "cast cast",
    "have": "had had", "hold": "held held", "keep": "kept kept", "send": "sent sent",
    "bring": "brought brought", "stand": "stood stood", "spell": "spelled spelled",
    "forget": "forgot forgotten", "choose": "chose chosen", "run": "ran run",
    "retell": "retold retold", "rewrite": "rewrote rewritten", "forbid": "forbade forbidden",
    "learn": "learned learned", "dream": "dreamed dreamed", "bet": "bet bet", "hit": "hit hit",
    "get": "got gotten", "come": "came come", "become": "became become", "lead": "led led",
    "win": "won won", "teach": "taught taught", "deal": "dealt dealt", "rebut": "rebutted rebutted",
    "withdraw": "withdrew withdrawn", "tweet": "tweeted tweeted", "shout": "shouted shouted",
    "pay": "paid paid", "leave": "left left", "spend": "spent spent", "fight": "fought fought",
    "buy": "bought bought", "sell": "sold sold", "lose": "lost lost", "meet": "met met",
    "sing": "sang sung", "do": "did done", "break": "broke broken", "rise": "rose risen",
}  # fmt: skip
_DOUBLED = words(
    "admit plan refer nod slam pan rap quip blog chat rebut beg commit omit submit concur infer"
    " confer regret prefer tip snap pin rip drop stop permit compel rebel jab zap ban snub spar opt"
    " put let set bet hit get run win cut"
)


def forms(lemma: str) -> list[tuple[str, str]]:
    """(form, tag) of a verb; a phrase ("point out") inflects its first word.

    >>> forms("deny")
    [('deny', 'base'), ('denies', 's'), ('denied', 'ed'), ('denied', 'en'), ('denying', 'ing')]
    >>> [f for f, _ in forms("admit")]
    ['admit', 'admits', 'admitted', 'admitted', 'admitting']
    """
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        third = lemma[:-1] + "ies"
    else:
        third = lemma + "s"
    if lemma.endswith("ie"):
        stem, ing = lemma[:-1], lemma[:-2] + "ying"
    elif lemma.endswith("e") and not lemma.endswith("ee"):
        stem, ing = lemma[:-1], lemma[:-1] + "ing"
    elif lemma.endswith("e"):
        stem, ing = lemma[:-1], lemma + "ing"
    elif lemma in _DOUBLED:
        stem, ing = lemma + lemma[-1], lemma + lemma[-1] + "ing"
    else:
        stem, ing = lemma, lemma + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        past = part = lemma[:-1] + "ied"
    else:
        past = part = stem + "ed"
    if lemma.endswith("ie"):
        past = part = lemma + "d"
    if lemma in _IRREGULAR:
        past, part = _IRREGULAR[lemma].split()
    plain = [(lemma, "base"), (third, "s"), (past, "ed"), (part, "en"), (ing, "ing")]
    if lemma not in _DOUBLED and lemma.endswith(("al", "el")):
        plain += [(lemma + "led", "ed"), (lemma + "led", "en"), (lemma + "ling", "ing")]
    return plain
