"""Fuzzes extraction by hand: news texts cut and mangled, read whole; laws of spans, and time.

    python bench/attribution/fuzz.py --minutes 10 --seed 1 [--extractor tagger] [--keep FOLDER]

Texts are of PolNeAR's training split and of our own dispatches (without those held back). What
breaks a law is kept in FOLDER as `SEED-NUMBER.txt` and told at the end; the same seed makes the
same texts. Minutes are of CPU. Owns the mangling; the laws are also held by
tests/extract/test_spans.py and test_tagger.py, on texts of their own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from bench.reading.dispatches import read_set
from graph_service.actors.own import registry_for
from graph_service.actors.registry import Registry
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.pipeline import extract, stages
from graph_service.model import Article, Extraction, Span, words_at
from graph_service.settings import Settings

HERE = Path(__file__).resolve()
LONGEST = 6_000
"""Characters of a text before it is mangled."""
HUNG = 120
"""CPU seconds after which a text is given up as endless."""
AGAIN, LINEAR = 8, 10
"""Every how many texts one is read twice, and one four times as long."""
GROWTH, FREE = 3.0, 0.5
"""How much more than four times as long four times the text may take; seconds that are free."""
DAY = date(2022, 6, 15)

Way = Callable[[str, random.Random], str]


def each(text: str, rng: random.Random, share: float, make: Callable[[str], str]) -> str:
    """A share of the characters made otherwise."""
    return "".join(make(c) if rng.random() < share else c for c in text)


def _ocr(text: str, rng: random.Random) -> str:
    pairs = [("rn", "m"), ("l", "1"), ("O", "0"), ("e", "c"), ("h", "li"), (",", "."), ("“", "''")]
    for old, new in rng.sample(pairs, 3):
        text = re.sub(re.escape(old), lambda m: new if rng.random() < 0.3 else m[0], text)  # noqa: B023
    return text


def _mojibake(text: str, _: random.Random) -> str:
    return text.encode("utf-8", "surrogatepass").decode("cp1252", "replace")


def _shuffled(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    at = rng.randrange(len(words))
    part = words[at : at + 40]
    rng.shuffle(part)
    return " ".join([*words[:at], *part, *words[at + 40 :]])


def _repeated(text: str, rng: random.Random) -> str:
    at, length = rng.randrange(len(text)), rng.randrange(1, 60)
    return text[:at] + text[at : at + length] * rng.randrange(2, 60) + text[at:]


def _labels(text: str, rng: random.Random) -> str:
    marks = ("Q: ", "MINISTER ROELE: ", "@norland_mfa ", "A. Roe (Norland) – ", "12h · ", "> ")
    return "\n".join(rng.choice(marks) + x if rng.random() < 0.4 else x for x in text.split("\n"))


RIGHT_TO_LEFT = "שלום عليكم \u200f\u202e"
MARKS = "\"“”‘’'«»„‹›`´"
ODD = "🕊️👩‍👩‍👧\u0301\u200b\u00ad\ufeff\x00\u2028ﬁ١٢İßǅ\ud800…—\t\x0b\u3000"
WAYS: tuple[Way, ...] = (
    _ocr, _mojibake, _shuffled, _repeated, _labels,
    lambda t, _: re.sub(f"[{MARKS}]", "", t),
    lambda t, r: re.sub(f"[{MARKS}]", lambda m: m[0] if r.random() < 0.5 else "", t),
    lambda t, r: re.sub(f"[{MARKS}]", lambda _: r.choice(MARKS), t),
    lambda t, _: re.sub("[\"“”]", "'", t),
    lambda t, _: t.upper(),
    lambda t, _: t.lower(),
    lambda t, _: t.title(),
    lambda t, _: re.sub(r"\s+", " ", t),
    lambda t, _: re.sub(r"[ \t]+", "\n", t),
    lambda t, _: re.sub(r"[.!?]", "", t),
    lambda t, _: re.sub(r"[.!?]", " and", t),
    lambda t, _: re.sub(r"(?<=[.!?]) ", "\n\n", t),
    lambda t, r: each(t, r, 0.01, lambda _: chr(r.randrange(r.choice((0x250, 0x110000))))),
    lambda t, r: each(t, r, 0.02, lambda c: c + r.choice(ODD)),
    lambda t, r: each(t, r, 0.05, lambda _: ""),
    lambda t, r: each(t, r, 0.02, lambda c: c + r.choice(RIGHT_TO_LEFT)),
    lambda t, r: each(t, r, 0.02, lambda _: r.choice(",;:()[]—-/&@#")),
    lambda t, r: re.sub(r"\b[A-Z]\w+", lambda m: r.choice((m[0], "Norland", "U.S.", "12")), t),
    lambda t, r: re.sub(r"\d+", lambda _: str(r.randrange(10**9)), t),
)  # fmt: skip


def texts() -> list[str]:
    shared = Path(os.environ.get("COMMUNIQUE_SHARED", HERE.parents[3] / "shared"))
    with gzip.open(shared / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [json.loads(line)["text"] for line in lines]
    own = [one.text for one in read_set("development", "fresh", "further", "wider")]
    return found + 2 * own


def mangled(all_texts: list[str], seed: int) -> Iterator[tuple[str, random.Random]]:
    """Texts without end, each with a source of chance of its own."""
    number = 0
    while True:
        rng = random.Random(f"{seed}-{number}")
        text = rng.choice(all_texts)
        at = rng.randrange(len(text))
        text = text[at : at + rng.randrange(1, LONGEST)] or text
        if rng.random() < 0.15:  # two texts run into one
            other = rng.choice(all_texts)
            text += other[rng.randrange(len(other)) :][: LONGEST // 2]
        for way in rng.sample(WAYS, rng.randrange(1, 4)):
            text = way(text, rng) or text
        yield text, rng
        number += 1


def attributions(article: Article, registry: Registry, extractor: str) -> tuple[Attribution, ...]:
    draft = Draft()
    for stage in stages(extractor)[:4]:
        draft = stage(article, draft, registry)
    return draft.attributions


def lawful(text: str, found: tuple[Attribution, ...]) -> None:
    """What must hold of attributions on any text."""
    firsts = [min(s.start for s in a.source + a.cue + a.content) for a in found]
    assert firsts == sorted(firsts), "order"
    for a in found:
        assert a.content, "no content"
        for part in (a.source, a.cue, a.content):
            exact(text, part)
            assert all(one.end <= two.start for one, two in pairwise(part)), f"overlap {part}"
        assert not any(s.overlaps(cue) for s in a.content for cue in a.cue), f"cue in content {a}"
        for other in found:
            if other is not a and a.cue and any(s.contains(a.cue[0]) for s in other.content):
                inside = [any(s.contains(c) for s in other.content) for c in a.content]
                assert all(inside), f"nesting {a} {other}"


def exact(text: str, spans: tuple[Span, ...]) -> None:
    for start, end in spans:
        assert 0 <= start < end <= len(text), f"bounds {start} {end}"
        assert text[start:end] == text[start:end].strip(), f"edges {text[start:end]!r}"


def supported(text: str, extraction: Extraction) -> None:
    """What must hold of statements: evidence inside the text, words as it has them."""
    for statement in extraction.statements:
        assert statement.words, "no words"
        for evidence in statement.evidence:
            exact(text, evidence.spans)
        content = statement.spans("content")
        assert statement.words == words_at(text, content), f"words {statement.words!r}"


def cpu(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


class HungError(Exception):
    """A text took more CPU than any may."""


def _hung(*_: object) -> None:
    raise HungError(f"not read in {HUNG} CPU seconds")


def read(text: str, number: int, registry: Registry, extractor: str) -> int:
    """Reads one text and checks the laws; the number of its attributions."""
    article = Article(text, published=DAY)
    found = attributions(article, registry, extractor)
    lawful(text, found)
    extraction = extract(article, registry, extractor)
    supported(text, extraction)
    if number % AGAIN == 0:
        assert extract(article, registry, extractor) == extraction, "another reading"
    if number % LINEAR == 0:
        long = Article("\n".join([text] * 4), published=DAY)
        once = cpu(lambda: extract(article, registry, extractor))
        four = cpu(lambda: extract(long, registry, extractor))
        assert four <= 4 * GROWTH * once + FREE, f"time {once:.2f} s, four times: {four:.2f} s"
    return len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--extractor", default="tagger")
    parser.add_argument("--keep", type=Path, default=Path("fuzzed"))
    choice = parser.parse_args()
    registry = registry_for(Settings())
    signal.signal(signal.SIGPROF, _hung)
    seen: Counter[str] = Counter()
    to_mangle = texts()
    began = time.process_time()
    for number, (text, _) in enumerate(mangled(to_mangle, choice.seed)):
        if time.process_time() - began > 60 * choice.minutes:
            break
        signal.setitimer(signal.ITIMER_PROF, HUNG)
        try:
            seen["attributions"] += read(text, number, registry, choice.extractor)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            seen[type(error).__name__] += 1
            choice.keep.mkdir(parents=True, exist_ok=True)
            kept = choice.keep / f"{choice.extractor}-{choice.seed}-{number}.txt"
            kept.write_text(text, encoding="utf-8", errors="surrogatepass")
            print(
                kept.name,
                type(error).__name__,
                str(error)[:300].encode("ascii", "replace"),
                flush=True,
            )
        signal.setitimer(signal.ITIMER_PROF, 0)
        seen["texts"] += 1
        seen["characters"] += len(text)
        if number % 100 == 0:
            print(f"{time.process_time() - began:.0f} s", dict(seen), flush=True)
    print(
        choice.extractor, choice.seed, f"{(time.process_time() - began) / 60:.1f} min", dict(seen)
    )


if __name__ == "__main__":
    main()
