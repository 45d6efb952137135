"""The rows of a reading of real articles: their form, their offsets, their counts."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "bench" / "reading"
HEAD = ["article", "start", "end", "verdict", "words", "speaker", "chain", "date", "act", "cause"]
FIELDS = HEAD[4:9]
LINES = [
    line
    for line in (FOLDER / "rows.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
ROWS = [dict(zip(HEAD, line.split("\t"), strict=True)) for line in LINES[1:]]
SUMMARY = (FOLDER / "rows.md").read_text("utf-8")
CAUSES = {
    cause: (int(rows), int(articles))
    for cause, rows, articles in re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \|", SUMMARY, re.M)
}


def causes(row: dict[str, str]) -> list[str]:
    """The causes of a row, none for "-"."""
    return [] if row["cause"] == "-" else row["cause"].split(",")


def test_form() -> None:
    assert LINES[0].split("\t") == HEAD
    assert len(ROWS) >= 100
    for row in ROWS:
        verdicts = {row[field] for field in FIELDS}
        assert re.fullmatch(r"[\w-]+", row["article"]), row
        assert int(row["start"]) < int(row["end"]), row
        assert set(causes(row)) <= set(CAUSES), row
        if row["verdict"] == "found":
            assert verdicts <= {"right", "wrong", "unclear"}, row
            assert ("wrong" in verdicts) == bool(causes(row)), row
        else:
            assert row["verdict"] in ("extra", "missed"), row
            assert verdicts == {"-"}, row
            assert len(causes(row)) == 1, row
    order = [(row["article"], int(row["start"]), int(row["end"])) for row in ROWS]
    assert len({(*key, row["verdict"]) for key, row in zip(order, ROWS, strict=True)}) == len(ROWS)


def test_the_summary_counts_the_rows() -> None:
    rows = Counter(cause for row in ROWS for cause in causes(row))
    articles = {
        cause: len({row["article"] for row in ROWS if cause in causes(row)}) for cause in rows
    }
    assert {cause: (rows[cause], articles[cause]) for cause in rows} == CAUSES
    for verdict, count in Counter(row["verdict"] for row in ROWS).items():
        assert f"| {verdict} | {count} |" in SUMMARY
    for field in FIELDS:
        tally = Counter(row[field] for row in ROWS if row["verdict"] == "found")
        assert f"| {field} | {tally['right']} | {tally['wrong']} | {tally['unclear']} |" in SUMMARY


def test_offsets_lie_in_the_articles(shared: Path) -> None:
    with (shared / "polnear" / "dev.jsonl").open(encoding="utf-8") as file:
        texts = {article["id"]: article["text"] for article in map(json.loads, file)}
    for seed in (shared / "seeds").glob("*.txt"):
        with seed.open(encoding="utf-8", newline="") as file:
            texts[seed.stem] = file.read()
    for row in ROWS:
        text, start, end = texts[row["article"]], int(row["start"]), int(row["end"])
        assert 0 <= start < end <= len(text), row
        assert text[start:end].strip() == text[start:end], row
        whole = not (text[start - 1 : start].isalnum() and text[start].isalnum())
        assert whole, f"row begins inside a word: {row}"
