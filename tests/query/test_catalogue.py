"""A broken query file is named with its line and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.errors import BadValue, UnknownName
from graph_service.query.catalogue import load_catalogue, named, read_query

GOOD = """\
#+ summary: What somebody said on a day
#+ params:
#+   on: {type: date, required: true, example: 2022-02-24, description: the day}
#+ view: timeline
SELECT ?s WHERE {
  VALUES ?on { UNDEF }
  GRAPH ?g { ?s <https://w3id.org/communique/ns#published> ?on }
}
"""


def written(tmp_path: Path, text: str, name: str = "mine.rq") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_a_header_is_read_as_text(tmp_path: Path) -> None:
    query = read_query(written(tmp_path, GOOD))
    (param,) = query.params
    assert (query.name, query.view) == ("mine", "timeline")
    assert (param.name, param.type, param.required) == ("on", "date", True)
    assert (param.example, param.description) == ("2022-02-24", "the day")


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (("#+ summary: What somebody said on a day\n", ""), 1, "no summary"),
        (("#+ view", "#+ shape"), 4, "unknown key 'shape'"),
        (("type: date", "type: day"), 3, "no type of"),
        (("required:", "must:"), 3, "unknown key 'must'"),
        (("example: 2022-02-24, ", ""), 3, "no example"),
        (("the day}", "the day"), 4, "not YAML"),
        (("VALUES ?on { UNDEF }", ""), 3, "needs one line"),
        (("VALUES ?on { UNDEF }", "VALUES ?on { 1 }"), 3, "needs one line"),
        (("VALUES ?on { UNDEF }", "VALUES ?on { UNDEF }\n  VALUES ?of { UNDEF }"), 7, "?of is not"),
        (("GRAPH ?g {", "GRAPHS ?g {"), 7, "not SPARQL from column"),
        (("SELECT ?s", "ASK"), 5, "no SELECT"),
        (("?on }\n}\n", "?on }\n}\nLIMIT 5\n"), 9, "paging adds LIMIT"),
        (("?on }\n}\n", "?on }\n}\nVALUES ?s { 1 }\n"), 9, "paging adds LIMIT"),
    ],
)
def test_a_broken_file_names_line_and_fault(
    tmp_path: Path, change: tuple[str, str], line: int, why: str
) -> None:
    with pytest.raises(BadValue) as refused:
        read_query(written(tmp_path, GOOD.replace(*change)))
    assert f"mine.rq, line {line}" in str(refused.value)
    assert why in str(refused.value)


@pytest.mark.parametrize("text", ["", "SELECT * {}", "#+ - a\n#+ - b\nSELECT * {}"])
def test_a_file_without_a_header_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadValue, match="header"):
        read_query(written(tmp_path, text))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_bytes("#+ summary: é".encode("latin-1"))
    with pytest.raises(BadValue, match="not UTF-8"):
        read_query(path)


def test_a_bad_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="its name"):
        read_query(written(tmp_path, GOOD, "My Query.rq"))


def test_an_unknown_query_names_the_near_ones() -> None:
    with pytest.raises(UnknownName, match="Did you mean statements-by-actor"):
        named(load_catalogue(), "statement-by-actor")


def test_every_shipped_query_describes_itself() -> None:
    catalogue = load_catalogue()
    assert len(catalogue) >= 8
    for query in catalogue.values():
        assert all(param.description for param in query.params), query.name
        assert query.view in ("statements", "timeline", "table", "chart"), query.name
