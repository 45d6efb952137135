"""One row a statement, each cell what the statement says, and a codebook for every column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.errors import UsageError
from graph_service.export.columns import COLUMNS
from graph_service.rdf.namespaces import CQ, TYPE
from tests.export.homes import Export, make_home
from tests.queries.data import ARVENIA, GAZETTE, IRIS, NAMES, PRESIDENT, extractions, quads


def rows(path: Path) -> dict[str, dict[str, str]]:
    """Name of the statement in the test data -> its row."""
    text = path.read_bytes().decode("utf-8")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    return {NAMES.get(row["statement"], row["statement"]): row for row in found}


def test_every_statement_has_its_row_in_the_order_of_the_text(dump: Export) -> None:
    path, report = dump("table.csv", format="csv")
    found = rows(path)
    statements = {s.id: s for e in extractions() for s in e.statements}
    assert report.count == len(found) == len(statements)
    for row in found.values():
        statement = statements[row["statement"]]
        assert row["words"] == statement.words
        assert row["speaker"] == statement.speaker.actor.id
        assert row["speaker_name"] == statement.speaker.actor.name
        assert row["speaker_kind"] == statement.speaker.actor.kind
        country = statement.speaker.country
        assert row["speaker_country"] == (country.id if country else ""), "no code in this registry"
        assert row["date_edtf"] == statement.date.edtf
        assert int(row["depth"]) == statement.depth
        assert row["reporters"] == " | ".join(r.reporter.id for r in statement.according_to)
        assert row["reporter_names"] == " | ".join(r.reporter.name for r in statement.according_to)
        assert row["topics"] == " | ".join(sorted(statement.topics))
        assert row["attitude"] == str(statement.attitude).lower()
        assert float(row["confidence"]) == pytest.approx(statement.overall)
    harbour = [name for name in found if found[name]["title"] == "Grain and borders"]
    assert harbour == [
        "varn-urges",
        "reel-denies",
        "lund-admits",
        "brenlund-hopes",
        "arvenia-fears",
    ]


def test_the_rest_of_a_row(dump: Export) -> None:
    path, _ = dump("table.csv", format="csv")
    found = rows(path)
    urges = found["varn-urges"]
    assert urges["act"] == "urge"
    assert urges["post"] == PRESIDENT.id, "the test's registry does not describe the post"
    assert urges["post_basis"] == "dated"
    assert (urges["publisher"], urges["publisher_name"]) == (GAZETTE.id, GAZETTE.name)
    assert (urges["published"], urges["url"]) == ("2031-03-10", "https://gazette.example/1")
    assert urges["date_earliest"] == urges["date_latest"] == "2031-03-09"
    assert found["reel-denies"]["on_behalf_of_name"] == "Arvenian Foreign Ministry"
    assert found["reel-denies"]["date_earliest"] == ""
    assert found["varn-promises"]["account_kind"] == "readout"
    assert found["varn-promises"]["report_kinds"] == "readout"
    assert found["official-rejects"]["publisher"] == "actor-unknown-publisher"
    assert found["official-rejects"]["published"] == ""
    assert found["öst-complains"]["words"] == 'GRAIN prices "mad"'


def test_codes_and_posts_come_from_the_registry_of_the_snapshot(
    dump: Export, tmp_path: Path
) -> None:
    registry = IRIS.graph("registry")
    more = [
        Quad(IRIS.actor(ARVENIA.id), CQ["isoAlpha2"], Literal("XA"), registry),
        Quad(IRIS.tenure(PRESIDENT.id), CQ["postLabel"], Literal(PRESIDENT.post), registry),
    ]
    path, _ = dump("table.csv", home=make_home(tmp_path / "home", [*quads(), *more]), format="csv")
    row = rows(path)["varn-urges"]
    assert (row["speaker_country"], row["post"]) == ("XA", "President of Arvenia")


def test_the_codebook_lists_every_column(dump: Export) -> None:
    path, report = dump("table.csv", format="csv", codebook=True)
    text = report.files[1].read_bytes().decode()
    book = list(csv.DictReader(io.StringIO(text, newline="")))
    with path.open(encoding="utf-8", newline="") as file:
        head = next(csv.reader(file))
    assert [row["column"] for row in book] == head == [column.name for column in COLUMNS]
    assert all(row["type"] and row["source"] and row["meaning"] for row in book)
    assert report.files[1].name == "table.csv.codebook.csv"


def test_a_column_is_filled_somewhere_or_the_data_cannot_show_it(dump: Export) -> None:
    """A misspelt property would leave its column empty for ever."""
    path, _ = dump("table.csv", format="csv")
    filled = {name for row in rows(path).values() for name, cell in row.items() if cell}
    not_in_data = {
        "cue", "likely_speaker", "candidates", "target", "target_names", "addressee",
        "addressee_names", "joint", "event", "confidence_according_to", "confidence_act",
        "confidence_topics",
    }  # fmt: skip
    assert {column.name for column in COLUMNS} - filled == not_in_data


def test_formulas_are_exact_unless_a_spreadsheet_is_meant(dump: Export, tmp_path: Path) -> None:
    graph, node = NamedNode("urn:own"), NamedNode("urn:s")
    words = '=HYPERLINK("x"),\n1'
    home = make_home(
        tmp_path / "home",
        [Quad(node, TYPE, CQ["Statement"], graph), Quad(node, CQ["words"], Literal(words), graph)],
    )
    path, _ = dump("table.csv", home=home, format="csv")
    assert rows(path)["urn:s"]["words"] == words
    path, _ = dump("sheet.csv", home=home, format="csv", spreadsheet=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    text = path.read_bytes().decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text, newline="")))["words"] == f"'{words}"


def test_a_table_has_no_profile_and_a_dump_no_codebook(dump: Export) -> None:
    with pytest.raises(UsageError, match="profiles"):
        dump("table.csv", format="csv", profile="simple")
    with pytest.raises(UsageError, match="codebook"):
        dump("dump.nq", codebook=True)
