"""Inputs good and bad: the text stays what it was, the message says what, where, what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from graph_service import plugins
from graph_service.model import Article
from graph_service.readers import Metadata, Note, Rejected, read
from graph_service.readers.base import Item, Source
from graph_service.settings import load_settings

Read = Callable[..., list[Item]]
TOMORROW = date.today() + timedelta(days=1)


def one(items: list[Item]) -> Article:
    """The article; what is noted beside it is `test_differing`'s."""
    (item,) = (item for item in items if not isinstance(item, Note))
    assert isinstance(item, Article), item
    return item


def refused(items: list[Item]) -> str:
    assert len(items) == 1
    assert isinstance(items[0], Rejected), items[0]
    return str(items[0])


@pytest.mark.parametrize(
    "text",
    [
        "One.",
        "  two \r\n\r\nlines\t\n",
        "🕊 ﬁne é é\u200b",
        "a\x0bb\x0cc\x85d\u2028e",
        "---\nno mapping\n---\nx",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "-"])
def test_text_is_untouched(read_all: Read, name: str, text: str) -> None:
    article = one(read_all(name, text))
    assert article.text == text
    assert article.raw == text.encode()


def test_byte_order_mark_goes(read_all: Read) -> None:
    assert one(read_all("a.txt", b"\xef\xbb\xbfWords.")).text == "Words."
    assert one(read_all("a.jsonl", b'\xef\xbb\xbf{"text": "Words."}\n')).text == "Words."


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_front_matter(read_all: Read, newline: str) -> None:
    lines = [
        "---",
        "title: 'A: b'",
        "date: 2022-06-15",
        "publisher: Xinhua",
        "section: [1, 2]",
        "---",
    ]
    article = one(read_all("a.md", newline.join([*lines, "", "Words --- here."])))
    assert article.text == newline + "Words --- here."
    assert article.title == "A: b"
    assert article.published == date(2022, 6, 15)
    assert article.publisher == "Xinhua"
    assert article.extra == (("section", '["1", "2"]'),)
    assert article.id == "a.md"


def test_metadata_precedence(read_all: Read, tmp_path: Path) -> None:
    (tmp_path / "a.txt.meta.yaml").write_text("title: beside\npublisher: beside\n")
    defaults = Metadata(title="option", publisher="option", language="en")
    article = one(read_all("a.txt", "---\ntitle: own\n---\nWords.", defaults))
    assert (article.title, article.publisher, article.language) == ("own", "beside", "en")


@pytest.mark.parametrize("name", ["a.jsonl", "-"])
def test_json_lines(read_all: Read, name: str) -> None:
    line = {"id": 7, "url": "http://x/1", "text": "Wörds.\n", "date": "2022-06-15", "tags": ["a"]}
    items = read_all(name, json.dumps(line) + "\n\n" + json.dumps({"text": "Two."}))
    assert isinstance(items[0], Article)
    assert items[0].text == "Wörds.\n"
    assert (items[0].id, items[0].url, items[0].published) == ("7", "http://x/1", date(2022, 6, 15))
    assert items[0].extra == (("tags", '["a"]'),)
    assert isinstance(items[1], Article)
    assert items[1].raw == b'{"text": "Two."}'


@pytest.mark.parametrize("name", ["a.jsonl", "-"])
def test_a_broken_line_names_itself_and_the_others_go_in(read_all: Read, name: str) -> None:
    lines = ['{"text": "1"}', '{"text": "2"}', '{"text": "3", }', '{"text": "4"}']
    items = read_all(name, "\n".join(lines))
    assert [type(item) for item in items] == [Article, Article, Rejected, Article]
    assert "line 3, column 15)" in str(items[2])


def test_standard_input_with_a_broken_first_line_is_still_json(read_all: Read) -> None:
    items = read_all("-", '{"text": "1"\n{"text": "2"}\n')
    assert [type(item) for item in items] == [Rejected, Article]


def test_json_files(read_all: Read) -> None:
    assert one(read_all("a.json", '{\n"text": "Words."\n}')).text == "Words."
    items = read_all("a.json", '[{"text": "1"},\n {"txt": "2"},\n {"text": "3"}]')
    assert [type(item) for item in items] == [Article, Rejected, Article]
    assert "item 2" in str(items[1])
    assert isinstance(items[2], Article)
    assert items[2].raw == b'{"text": "3"}'
    items = read_all("a.json", '[{"text": "1"},\n {"text" 2}]')
    assert isinstance(items[0], Article)
    assert "line 2, column 10" in str(items[1])
    assert len(read_all("a.json", '{"text": "1"}\n{"text": "2"}\n')) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.json", b"[]", "empty"),
        ("a.txt", b"---\ntitle: A\n---\n", "no text"),
        ("a.txt", b"good\xff", "byte 4"),
        ("a.txt", b"go\0od", "byte 2"),
        ("a.txt", b"go\0od\xff", "byte 2"),
        ("a.txt", "Wörter".encode("utf-16"), "UTF-16"),
        ("a.jsonl", b'{"text": "\xff"}', "line 1, byte 10"),
        ("a.jsonl", b'{"text": "\\ud83d"}', "U+D83D"),
        ("a.jsonl", b'{"text": "a\\u0000"}', "U+0000"),
        ("a.jsonl", b'{"text": 5}', "no string"),
        ("a.jsonl", b'{"text": " "}', "empty"),
        ("a.jsonl", b'{"date": "2022-01-01"}', "no text"),
        ("a.jsonl", b"[1]", "no object"),
        ("a.jsonl", b'{"text": "a", "url": ["http://x"]}', "url is a list"),
        ("a.jsonl", b'{"text": "a", "date": 20220615}', "date is a number"),
        ("a.jsonl", b'{"text": "a", "date": "2022-02-30"}', "2022-02-30 is no day"),
        ("a.txt", b"---\ndate: 2022-02-30\n---\nWords.", "2022-02-30 is no day"),
        ("a.txt", b"---\ntitle: a: b\n---\nWords.", "line 2, column 9"),
        ("a.jsonl", b'{"text": "a", "date": "June 2022"}', "YYYY-MM-DD"),
        ("a.jsonl", b'{"text": "a", "date": "2999-01-01"}', "future"),
        ("a.jsonl", b"[" * 100_000, "nested too deeply"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.docx", b"PK", ".docx"),
        ("a", b"words", "suffix"),
        ("-", b"", "empty"),
        ("-", b"a\0", "byte 1"),
    ],
)
def test_bad_input_is_refused_in_words(
    read_all: Read, name: str, content: bytes, words: str
) -> None:
    message = refused(read_all(name, content))
    assert words in message
    assert name in message


def test_tomorrow_is_not_the_future(read_all: Read) -> None:
    line = json.dumps({"text": "a", "date": TOMORROW.isoformat()})
    assert one(read_all("a.jsonl", line)).published == TOMORROW


@pytest.mark.parametrize("name", ["a.txt", "a.json", "-"])
def test_too_large_names_the_limit(read_all: Read, name: str) -> None:
    assert "1 MiB" in refused(read_all(name, b"a" * (1024 * 1024 + 1)))


def test_a_large_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 * 1024)
    (item,) = read([path], Metadata(), load_settings())
    assert "51200 MiB" in str(item)
    assert "10 MiB" in str(item)


def test_a_line_too_long_does_not_take_the_next_with_it(read_all: Read) -> None:
    long = json.dumps({"text": "a" * 3_000_000})
    items = read_all("a.jsonl", f'{long}\n{{"text": "2"}}\n{long}\n{{"text": "4"}}')
    assert [type(item) for item in items] == [Rejected, Article, Rejected, Article]
    assert "line 3" in str(items[2])
    assert isinstance(items[3], Article)
    assert items[3].text == "4"


def test_a_folder_in_order_and_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "z.md").write_text("3")
    (tmp_path / "b" / ".hidden.txt").write_text("no")
    (tmp_path / "b" / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "a.txt").write_text("1")
    (tmp_path / "a.txt.meta.yaml").write_text("title: t")
    (tmp_path / "ab.jsonl").write_text('{"text": "2"}')
    items = list(read([tmp_path, tmp_path / "none.txt"], Metadata(), load_settings()))
    assert [item.text for item in items if isinstance(item, Article)] == ["1", "2", "3"]
    assert "no such file" in str(items[-1])
    (tmp_path / "empty").mkdir()
    (item,) = read([tmp_path / "empty"], Metadata(), load_settings())
    assert "no file that a reader knows" in str(item)


def test_a_file_that_may_not_be_read(read_all: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    monkeypatch.setattr(Path, "write_bytes", lambda *_: None)
    monkeypatch.setattr(Path, "exists", lambda _: True)
    monkeypatch.setattr(Path, "is_file", lambda path: path.suffix == ".txt")
    monkeypatch.setattr(Path, "stat", lambda _: type("S", (), {"st_size": 3, "st_mode": 0o100644}))
    assert "Permission denied" in refused(read_all("a.txt", b"abc"))


def shout(source: Source) -> Iterator[Item]:
    """A reader from outside."""
    yield Article(text=source.read().decode().upper())


def test_a_reader_from_outside_is_found_by_its_suffix(
    read_all: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(plugins.BUILT_IN["readers"], "shout", f"{__name__}:shout")
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    plugins.names.cache_clear()
    try:
        assert one(read_all("a.shout", "words")).text == "WORDS"
    finally:
        plugins.names.cache_clear()
