"""`actors import`: what is taken in, what is refused and where, and that it counts afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph_service.actors.own import registry_files, registry_for
from graph_service.actors.registry import load_registry
from graph_service.actors.tables import COLUMNS
from graph_service.cli.main import main
from graph_service.errors import InputError, ShapesViolated, UnknownName
from graph_service.settings import Settings, load_settings
from graph_service.upkeep.registry import import_actors, list_imports, remove_actors
from tests.actors.conftest import HEAD

HEADER = "kind,name,id,country,type,post,role,serves,from,until,source\n"
MINISTER = "person,Una Corrigan,,,,Foreign Minister of Velmark,foreign_minister,XV"
TABLE = (
    HEADER.replace("country", "code,country")
    + "state,Velmark,,XV,,,,,,,,invented\n"
    + "organisation,Foreign Ministry of Velmark,,,XV,foreign_ministry,,,,,,invented\n"
    + MINISTER.replace(",,,,", ",,,,,", 1)
    + ",2020-03,2022,invented\n"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def remarks(settings: Settings, path: Path) -> list[str]:
    with pytest.raises(ShapesViolated) as caught:
        import_actors(settings, path)
    assert caught.value.do
    assert registry_files(settings) == ()
    assert not (settings.home / "store.json").exists()
    return [str(remark) for remark in caught.value.findings]


def refused(settings: Settings, tmp_path: Path, *rows: str, header: str = HEADER) -> list[str]:
    path = tmp_path / "bad.csv"
    path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    return remarks(settings, path)


def refused_turtle(settings: Settings, tmp_path: Path, turtle: str) -> list[str]:
    path = tmp_path / "bad.ttl"
    path.write_text(HEAD + turtle, encoding="utf-8")
    return remarks(settings, path)


def test_a_table_is_kept_and_known_afterwards(settings: Settings, table: Path) -> None:
    before = registry_for(settings)
    done = import_actors(settings, table)
    assert (done.name, done.actors, done.tenures, done.changed) == ("own", 3, 1, True)
    assert done.warnings == ()
    registry = registry_for(settings)
    assert before.state("XV") is None
    assert len(registry) == len(before) + 3
    (term,) = registry.tenures_of("actor-x-una-corrigan")
    assert (term.post, term.country, str(term.start), str(term.end)) == (
        "Foreign Minister of Velmark",
        "XV",
        "2020-03-01",
        "2022-12-31",
    )
    assert term.source == "invented"
    assert registry.find("Velmark's Foreign Ministry").id == "actor-x-foreign-ministry-of-velmark"
    assert list(list_imports(settings)) == [type(done)("own", 3, 1)]


def test_again_changes_nothing_and_other_content_replaces(settings: Settings, table: Path) -> None:
    import_actors(settings, table)
    kept = (settings.home / "registry/own.ttl").read_bytes()
    assert not import_actors(settings, table).changed
    assert (settings.home / "registry/own.ttl").read_bytes() == kept
    table.write_text(TABLE.replace("Una Corrigan", "Una Vale"), encoding="utf-8")
    assert import_actors(settings, table).changed
    assert registry_for(settings).actor("actor-x-una-corrigan") is None
    assert registry_for(settings).actor("actor-x-una-vale")


def test_the_registry_graph_holds_it_and_lets_it_go(settings: Settings, table: Path) -> None:
    def described() -> bool:
        store = Store.read_only(str(settings.home / "store"))
        node = f"<{settings.base_iri}id/actor-x-una-corrigan>"
        graph = f"<{settings.base_iri}graph/registry>"
        return bool(store.query(f"ASK {{ GRAPH {graph} {{ {node} ?p ?o }} }}"))

    import_actors(settings, table)
    assert described()
    remove_actors(settings, "own")
    assert not described()
    assert registry_files(settings) == ()
    with pytest.raises(UnknownName, match="own"):
        remove_actors(settings, "own")


def test_json_and_turtle_say_the_same(settings: Settings, table: Path, tmp_path: Path) -> None:
    import_actors(settings, table)
    kept = set((settings.home / "registry/own.ttl").read_text("utf-8").splitlines())
    rows = [
        {"kind": "state", "name": "Velmark", "code": "XV", "source": "invented"},
        {
            "kind": "organisation", "name": "Foreign Ministry of Velmark", "country": "XV",
            "type": "foreign_ministry", "source": "invented",
        },
        {
            "kind": "person", "name": "Una Corrigan", "post": "Foreign Minister of Velmark",
            "role": "foreign_minister", "serves": "XV", "from": "2020-03-01",
            "until": "2022-12-31", "source": "invented", "names": ["Una C.", "U. Corrigan"],
        },
    ]  # fmt: skip
    path = tmp_path / "own.json"
    path.write_text(json.dumps([*rows[:2], {**rows[2], "names": []}]), encoding="utf-8")
    assert not import_actors(settings, path).changed
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert import_actors(settings, path).changed
    assert registry_for(settings).find("U. Corrigan").id == "actor-x-una-corrigan"
    turtle = settings.home / "registry/own.ttl"
    assert not import_actors(settings, turtle).changed
    assert kept


def test_a_known_actor_gains_a_term(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    row = "person,Wang Yi,Q701801,,,Envoy of China for Velmark,minister,CN,2001-01-01,2001-12-31,x"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    before = registry_for(settings).tenures_of("actor-Q701801")
    assert import_actors(settings, path).warnings == ()
    held = registry_for(settings).tenures_of("actor-Q701801")
    assert len(held) == len(before) + 1
    assert "Envoy of China for Velmark" in {tenure.post for tenure in held}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("person,A B,,ZZ,,,,,,,x", r"line 2: no state has the code 'ZZ'.*\[country\]"),
        ("ghost,A B,,,,,,,,,x", r"line 2: 'ghost' is none of person.*\[kind\]"),
        ("person,,,,,,,,,,x", r"line 2: is empty: the name.*\[name\]"),
        ("person,A B,,,,,,,,,", r"line 2: is empty: where the row's facts are from \[source\]"),
        ("person,A B,x,,,,,,,,x", r"line 2: 'x' is neither Q148 nor.*\[id\]"),
        ("person,王毅,,,,,,,,,x", r"line 2: is needed, since '王毅'.*\[id\]"),
        ("person,A B,,,,Minister,,,,,x", r"line 2: is empty: of a term.*\[role\]"),
        ("person,A B,,,,Minister,minister,,2022-13,,x", r"'2022-13' is no date.*\[from\]"),
        ("person,A B,,,,Minister,minister,,2022-02-30,,x", r"'2022-02-30' is no date.*\[from\]"),
        ("person,A B,,,,Minister,minister,,2022,2021,x", r"is before the term begins.*\[until\]"),
        ("person,A B,,,ministry,,,,,,x", r"is an organisation's, and this is a person \[type\]"),
        ("person,A B,,,,,,,,,x,y", r"line 2: 12 cells under 11 columns; quote commas"),
        ("person,China,Q148,,,,,,,,x", r"The registry knows it as China, a state\. \[actor-Q148\]"),
    ],
)
def test_a_bad_row_is_named(settings: Settings, tmp_path: Path, row: str, says: str) -> None:
    import re

    found = refused(settings, tmp_path, row)
    assert any(re.search(says, remark) for remark in found), found


def test_every_bad_row_is_told_at_once(settings: Settings, tmp_path: Path) -> None:
    rows = ["ghost,A,,,,,,,,,x", "", '"person","A\nB",,QQ,,,,,,,x', "person,C D,,QQ,,,,,,,x"]
    found = refused(settings, tmp_path, *rows)
    assert [remark.partition(":")[0] for remark in found] == ["line 2", "line 4", "line 6"]


def test_an_unknown_column_is_named_with_a_near_one(settings: Settings, tmp_path: Path) -> None:
    found = refused(settings, tmp_path, "person,A B,,x", header="kind,name,contry,source\n")
    assert found == ["line 1: is no column of this table; did you mean country? [contry]"]


@pytest.mark.parametrize(
    ("turtle", "says"),
    [
        (
            "id:actor-x-roe a cq:Person .",
            "line 6: An actor has at least one skos:prefLabel: its name. [actor-x-roe]",
        ),
        (
            'id:actor-x-roe a cq:Person, cq:State ; skos:prefLabel "Roe"@en .',
            "line 6: An actor is exactly one of cq:Person",
        ),
        (
            'id:actor-x-roe a cq:Person ; skos:prefLabel "Roe" ; cq:country id:actor-x-no .',
            "line 6: An actor's cq:country is at most one, and a cq:State.",
        ),
        (
            'id:actor-x-roe a cq:Person ; skos:prefLabel "Roe"@en .\n'
            'id:tenure-roe a cq:Tenure ; cq:holder id:actor-x-roe ; cq:postLabel "P" ;\n'
            '  cq:role "minister" ; cq:from "2021-01-01"^^xsd:date ; cq:until "2020"^^xsd:date .',
            "line 7: cq:until of a tenure is at most one xsd:date.",
        ),
        ('id:roe a cq:Person ; skos:prefLabel "Roe"@en .', "line 6: Its IRI does not end in /id/"),
        ('[] a cq:Person ; skos:prefLabel "Roe"@en .', "has an IRI"),
        (
            'id:tenure-roe a cq:Tenure ; cq:holder id:actor-x-gone ; cq:postLabel "P" ;'
            ' cq:role "minister" .',
            "tenure-roe names actor-x-gone, which no registry file describes",
        ),
    ],
)
def test_bad_turtle_is_refused_with_its_line(
    settings: Settings, tmp_path: Path, turtle: str, says: str
) -> None:
    found = refused_turtle(settings, tmp_path, turtle)
    assert any(says in remark for remark in found), found


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("own.ttl", "id:a a", "Not a Turtle file.*line 1"),
        ("own.csv", "", "The table is empty"),
        ("own.csv", "kind,name,source\n", "no actor"),
        ("own.csv", 'kind,name\nperson,"A', "Not a CSV table.*line 2"),
        ("own.json", "[{]", "Not JSON.*line 1, column 3"),
        ("own.json", '{"kind": "person"}', "Not a list of objects"),
        ("own.csv", b"kind,name\nperson,J\xe4n\n", "not UTF-8.*byte 18"),
        ("own.xlsx", "x", "does not tell"),
    ],
)
def test_a_file_that_cannot_be_read(
    settings: Settings, tmp_path: Path, name: str, content: str | bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises((InputError, UnknownName), match=f"(?s){says}"):
        import_actors(settings, path)


def test_overlapping_terms_double_names_and_shared_labels_are_warned_of(
    settings: Settings, tmp_path: Path
) -> None:
    """Overlaps happen (acting ministers) and names are shared: told, and taken in."""
    path = tmp_path / "own.csv"
    rows = [
        f"{MINISTER},2020-01-01,2021-12-31,x",
        f"{MINISTER.replace('Una Corrigan', 'Tobin Ash')},2021-06-01,,x",
        f"{MINISTER.replace('Una Corrigan', 'Ida Lorn')},2019-01-01,2020-01-01,x",  # hands over
        "person,Wang Yi,,,,,,,,,x",
        "organisation,Kremlin,,,,,,,,,x",
    ]
    state = "state,Velmark,actor-x-velmark,,,,,,,,x"
    path.write_text(
        HEADER.replace("source", "source,code").replace("\n", "\n")
        + "\n".join([*(row + "," for row in rows), state + ",XV"]) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    found = [str(warning) for warning in import_actors(settings, path).warnings]
    assert len(found) == 3, found
    assert sum("overlaps with the term of" in one and "2021-12-31" in one for one in found) == 1
    assert any("Wang Yi is also the name of actor-Q701801" in one for one in found)
    assert any("'Kremlin' may also mean actor-" in one and one[:6] == "line 6" for one in found)


def test_check_keeps_nothing(settings: Settings, table: Path) -> None:
    import_actors(settings, table, keep=False)
    assert not settings.home.exists()


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """A server holds no old registry; the shipped one is read once."""
    path = tmp_path / "own.ttl"
    path.write_text(HEAD + 'id:actor-x-a a cq:Person ; skos:prefLabel "A B" .', encoding="utf-8")
    first = load_registry((path,))
    assert load_registry((path,)) is first
    path.with_suffix(".new").write_text(HEAD, encoding="utf-8")
    path.with_suffix(".new").replace(path)
    assert load_registry((path,)).actor("actor-x-a") is None


def test_the_command_tells_and_its_exit_code(
    settings: Settings, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(settings.home)]
    assert main(["actors", "import", str(table), *home]) == 0
    assert json.loads(capsys.readouterr().out)["tenures"] == 1
    assert main(["actors", "list", *home]) == 0
    assert json.loads(capsys.readouterr().out) == {"name": "own", "actors": 3, "tenures": 1}
    bad = tmp_path / "bad.csv"
    bad.write_text(HEADER + "ghost,A,,,,,,,,,x\n", encoding="utf-8")
    assert main(["actors", "import", str(bad), *home]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("bad.csv: line 2: 'ghost' is none of")
    assert "nothing was changed" in told.err
    assert main(["actors", "remove", "own", *home]) == 0
    assert main(["actors", "remove", "own", *home]) == 2


def test_every_column_is_documented(repository: Path) -> None:
    page = (repository / "docs/reference/actors.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in page for column in COLUMNS)


def test_an_ingest_reads_with_it_and_a_backup_carries_it(
    settings: Settings, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(settings.home)]
    article = tmp_path / "a.txt"
    article.write_text(
        "Foreign Minister Una Corrigan said on Monday that Velmark would reopen its embassy.\n",
        encoding="utf-8",
    )
    assert main(["actors", "import", str(table), *home]) == 0
    assert main(["ingest", str(article), "--date", "2021-05-05", *home]) == 0
    capsys.readouterr()
    assert main(["query", "latest", *home]) == 0
    assert "actor-x-una-corrigan" in capsys.readouterr().out
    assert main(["validate", *home]) == 0
    assert main(["doctor", *home]) == 0
    assert main(["backup", str(tmp_path / "copy"), *home]) == 0
    assert main(["restore", str(tmp_path / "copy"), "--home", str(tmp_path / "other")]) == 0
    again = load_settings(home=tmp_path / "other")
    assert registry_for(again).actor("actor-x-una-corrigan")
