"""Read the measured dispatches (`tests/articles/measured/`) and find their words in their texts.

Owns the file form and its faults; what counts as a statement is in that folder's GUIDE.md, the
scoring in `score.py`.

    python -m bench.reading.dispatches                      # counts, and each file's first fault
    python -m bench.reading.dispatches --jsonl development  # bare articles, as `extract` reads them
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "tests" / "articles" / "measured"
HALVES = ("development", "final")
"""The first fifty dispatches, odd and even numbers."""
PARTS = (*HALVES, "fresh", "further", "wider", "later", "newer", "latest")
"""From `fresh` on written later, by others: what holds outside the first half?"""
UNREAD = "latest"
"""No rule is made on it; how sure to be of an unseen text is told from it."""
READ = tuple(part for part in PARTS if part not in {"final", UNREAD})
"""What may be read and fitted on."""
GENRES = ("wire", "readout", "communique", "transcript", "council", "social", "headline-heavy")
KINDS = ("agency", "outlet", "readout", "document", "person", "body", "unnamed")
BASES = ("named", "title", "pronoun", "metonym", "joint", "unnamed")
DATE_BASES = ("stated", "weekday", "relative", "event", "dateline", "publication", "open")
QUOTES = ("direct", "indirect", "mixed")
KEYS = {
    *("speaker", "country", "basis", "words", "date", "act", "topics", "quote"),
    *("by", "attitude", "joint", "target", "addressee"),
}
CUT = " [...] "


class FileFaultError(Exception):
    """Something in a file that the guide does not allow; the message begins with file:line."""


@dataclass(frozen=True, slots=True)
class Link:
    """One outer level: its kind and the acceptable reporters (`("unnamed",)` for an unnamed)."""

    kind: str
    reporters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated statement; `speakers` and `acts` are acceptable alternatives, best first.

    `spans` are half-open character offsets into the dispatch's text; `earliest` and `latest` are
    ISO days or None where that side is open.
    """

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    speakers: tuple[str, ...]
    country: str | None
    basis: str
    chain: tuple[Link, ...]
    date: str
    date_basis: str
    earliest: str | None
    latest: str | None
    acts: tuple[str, ...]
    topics: tuple[str, ...]
    quote: str
    attitude: bool
    joint: str | None
    target: tuple[str, ...]
    addressee: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One file: its name (`01-tanks`), part, front matter, text and statements."""

    name: str
    part: str
    meta: Mapping[str, Any]
    text: str
    statements: tuple[Gold, ...]

    @property
    def genre(self) -> str:
        """The genre of the front matter."""
        return str(self.meta["genre"])


def split_file(path: Path) -> tuple[dict[str, Any], str, str, int]:
    """Front matter, text, the YAML after it, and the line on which that YAML begins."""
    raw = path.read_text("utf-8")
    match = re.match(r"---\n(.*?)\n---\n(.*?)\n---\n(.*)\Z", raw, re.DOTALL)
    if match is None:
        raise FileFaultError(
            f"{path}:1: not front matter, text and statements between lines of ---"
        )
    return (
        yaml.safe_load(match[1]),
        match[2],
        match[3],
        raw.count("\n", 0, match.start(3)) + 1,
    )


def bounds(edtf: str, where: str) -> tuple[str | None, str | None]:
    """First and last day of an EDTF date of the kinds the guide names.

    >>> bounds("2016-02", ""), bounds("/2016-05-04", ""), bounds("XXXX-XX-XX", "")
    (('2016-02-01', '2016-02-29'), (None, '2016-05-04'), (None, None))
    """
    if edtf == "XXXX-XX-XX":
        return None, None
    if "/" in edtf:
        first, last = edtf.split("/")
        return (
            bounds(first, where)[0] if first else None,
            bounds(last, where)[1] if last else None,
        )
    try:
        numbers = [int(part) for part in edtf.split("-")]
        if len(numbers) == 3:
            return (date(*numbers).isoformat(),) * 2
        if len(numbers) == 2:
            year, month = numbers
            after = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1).isoformat(), (after - timedelta(1)).isoformat()
        return f"{numbers[0]:04d}-01-01", f"{numbers[0]:04d}-12-31"
    except (ValueError, TypeError) as error:
        raise FileFaultError(f"{where}: no date: {edtf!r}") from error


def find_stretch(text: str, stretch: str, start: int) -> list[tuple[int, int]]:
    """Every place at or after `start` where a stretch (`first [...] last` or all of it) stands.

    >>> find_stretch('He said that all is well. All is well.', "that [...] well", 0)
    [(8, 24)]
    """
    first, _, last = stretch.partition(CUT)
    found = []
    for match in re.finditer(_loose(first), text[start:]):
        end = start + match.end()
        if last:
            tail = re.search(_loose(last), text[end:])
            if tail is None:
                continue
            end += tail.end()
        found.append((start + match.start(), end))
    return found


def _loose(words: str) -> str:
    """A pattern that lets white space be any white space, at word edges only."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return before + pattern + after


def resolve(text: str, words: str | list[str], where: str) -> tuple[tuple[int, int], ...]:
    """The spans of a statement's words; a stretch that stands twice needs `@n` at its end."""
    spans: list[tuple[int, int]] = []
    for position, stretch in enumerate([words] if isinstance(words, str) else words):
        nth = re.search(r" @(\d)$", stretch)
        bare = stretch[: nth.start()] if nth else stretch
        places = find_stretch(text, bare, spans[-1][1] if spans else 0)
        if not places:
            raise FileFaultError(f"{where}: not in the text: {bare!r}")
        if len(places) > 1 and nth is None and position == 0:
            raise FileFaultError(
                f"{where}: stands {len(places)} times, say which with @n: {bare!r}"
            )
        number = int(nth[1]) if nth else 1
        if number > len(places):
            raise FileFaultError(f"{where}: stands only {len(places)} times: {bare!r}")
        spans.append(places[number - 1])
    return tuple(spans)


def statements(text: str, listing: str, published: str, path: Path, line: int) -> Iterator[Gold]:
    """The statements of the YAML `listing` (whose first line is `line` of `path`), checked."""
    try:
        entries = (yaml.safe_load(listing) or {}).get("statements")
        node = yaml.compose(listing)
    except (yaml.YAMLError, AttributeError) as error:
        raise FileFaultError(f"{path}:{line}: no YAML with statements: {error}") from error
    if not isinstance(entries, list) or node is None:
        raise FileFaultError(f"{path}:{line}: no list of statements")
    lines = [item.start_mark.line for key, value in node.value for item in value.value]
    for entry, offset in zip(entries, lines, strict=True):
        where = f"{path}:{line + offset}"
        try:
            yield _statement(text, entry, published, where)
        except KeyError as error:
            raise FileFaultError(f"{where}: no {error}") from error


def _statement(text: str, entry: dict[str, Any], published: str, where: str) -> Gold:
    if unknown := set(entry) - KEYS:
        raise FileFaultError(f"{where}: unknown keys {sorted(unknown)}")
    edtf, _, date_basis = str(entry["date"]).partition(" ")
    _listed(date_basis, DATE_BASES, where)
    earliest, latest = bounds(edtf, where)
    if (earliest and latest and earliest > latest) or (latest or "") > (published or "9"):
        raise FileFaultError(f"{where}: a date out of order or after publication: {edtf}")
    spans = resolve(text, entry["words"], where)
    chain = tuple(
        Link(_listed(link["kind"], KINDS, where), _several(link["reporter"]))
        for link in entry.get("by", ())
    )
    country = entry.get("country")
    if country is not None and not re.fullmatch("[A-Z]{2}", str(country)):
        raise FileFaultError(f"{where}: no alpha-2 country: {country!r}")
    return Gold(
        words=tuple(text[start:end] for start, end in spans),
        spans=spans,
        speakers=_several(entry["speaker"]),
        country=country,
        basis=_listed(entry["basis"], BASES, where),
        chain=chain,
        date=edtf,
        date_basis=date_basis,
        earliest=earliest,
        latest=latest,
        acts=_several(entry["act"]),
        topics=_several(entry.get("topics", [])),
        quote=_listed(entry.get("quote", "indirect"), QUOTES, where),
        attitude=bool(entry.get("attitude", False)),
        joint=entry.get("joint"),
        target=_several(entry.get("target", [])),
        addressee=_several(entry.get("addressee", [])),
    )


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _listed(value: str, allowed: tuple[str, ...], where: str) -> str:
    if value not in allowed:
        raise FileFaultError(f"{where}: {value!r} is none of {', '.join(allowed)}")
    return value


def read_dispatch(path: Path, second: Path | None = None) -> Dispatch:
    """One file; with `second`, the statements of that YAML file instead of its own."""
    meta, text, listing, line = split_file(path)
    if meta.get("genre") not in GENRES:
        raise FileFaultError(
            f"{path}:2: genre {meta.get('genre')!r} is none of {', '.join(GENRES)}"
        )
    published = str(meta.get("date") or "")
    if second is not None:
        listing, line = second.read_text("utf-8"), 1
    found = tuple(statements(text, listing, published, second or path, line))
    return Dispatch(path.stem, path.parent.name, meta, text, found)


def read_set(*parts: str, folder: Path = FOLDER) -> list[Dispatch]:
    """Every dispatch of the parts (all by default), by number."""
    paths = [path for part in parts or PARTS for path in (folder / part).glob("*.md")]
    return [read_dispatch(path) for path in sorted(paths, key=lambda path: path.name)]


def as_article(dispatch: Dispatch) -> dict[str, str]:
    """The bare dispatch as an article of the input contract; its name is the id."""
    keys = ("date", "publisher", "language")
    meta = {key: str(dispatch.meta[key]) for key in keys if key in dispatch.meta}
    return {"id": dispatch.name, **meta, "text": dispatch.text}


def main(arguments: list[str]) -> int:
    """Print the counts of the set and every file's first fault, or the bare articles."""
    if arguments[:1] == ["--jsonl"]:
        for dispatch in read_set(*arguments[1:]):
            print(json.dumps(as_article(dispatch), ensure_ascii=False))
        return 0
    faults, read = 0, []
    for part in PARTS:
        for path in sorted((FOLDER / part).glob("*.md")):
            try:
                read.append(read_dispatch(path))
            except FileFaultError as fault:
                faults += 1
                print(fault)
    for part in PARTS:
        mine = [dispatch for dispatch in read if dispatch.part == part]
        golds = [gold for dispatch in mine for gold in dispatch.statements]
        print(f"{part}: {len(mine)} dispatches, {len(golds)} statements")
        print("  genres", dict(Counter(dispatch.genre for dispatch in mine)))
        print("  basis", dict(Counter(gold.basis for gold in golds)))
        print("  date", dict(Counter(gold.date_basis for gold in golds)))
        print("  depth", dict(Counter(len(gold.chain) for gold in golds)))
        print("  attitudes", sum(gold.attitude for gold in golds))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
