"""The commands as a user types them: what goes in, what comes out, and the exit codes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Run

STORY = "The envoy Ada Brook said that the talks would go on.\n"


def test_extract_reads_standard_input_and_prints_one_line_an_article(run: Run) -> None:
    done = run("extract", "-", "--date", "2020-05-04", stdin=STORY)
    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["extractor"].startswith("rules/")
    (statement,) = json.loads(line)["statements"]
    (start, end), *_ = statement["spans"]["content"]
    assert STORY[start:end] == statement["words"] == "that the talks would go on"
    assert statement["cue"] == "said"
    assert statement["speaker"]["as_written"].endswith("Ada Brook")


def test_extract_writes_a_file(run: Run, tmp_path: Path) -> None:
    assert run("extract", "-", "-o", "out.jsonl", stdin=STORY).returncode == 0
    assert json.loads((tmp_path / "out.jsonl").read_text())["statements"]


def test_a_text_without_statements_is_done(run: Run) -> None:
    done = run("extract", "-", stdin="It rained in the mountains.\n")
    assert done.returncode == 0
    assert json.loads(done.stdout)["statements"] == []


def test_ingest_twice_says_unchanged(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    counts = []
    for _ in range(2):
        done = run("ingest", "story.txt", "--date", "2020-05-04", "--home", "home")
        assert done.returncode == 0
        counts.append(json.loads(done.stdout))
    assert (counts[0]["new"], counts[1]["new"], counts[1]["unchanged"]) == (1, 0, 1)


def test_ask_shows_words_chain_and_date(run: Run, filled: Path) -> None:
    done = run("ask", "what did Ada Brook say", "--home", str(filled))
    assert done.returncode == 0
    assert "border" in done.stdout
    assert "The Daily Example > Ada Brook" in done.stdout
    assert "4 May 2020" in done.stdout


def test_ask_as_json_has_the_promised_keys(run: Run, filled: Path) -> None:
    done = run("ask", "what did Ada Brook say", "--json", "--home", str(filled))
    answer = json.loads(done.stdout)
    promised = {"interpretation", "sparql", "statements", "possible", "reports_of_others",
                "independent_publishers", "not_understood", "near_misses"}  # fmt: skip
    assert promised <= answer.keys()


def test_query_in_every_format(run: Run, filled: Path) -> None:
    starts = {"json": "{", "csv": "name", "tsv": "?name", "xml": "<?xml", "table": ""}
    select = 'SELECT ("Veldania" AS ?name) {}'
    for name, start in starts.items():
        done = run("query", "-", "--format", name, "--home", str(filled), stdin=select)
        assert done.returncode == 0, name
        assert done.stdout.lstrip().startswith(start)
        assert "Veldania" in done.stdout
    graph = run(
        "query", "-", "--format", "turtle", "--home", str(filled),
        stdin="CONSTRUCT { <a:a> <a:b> 1 } {}",
    )  # fmt: skip
    assert "<a:b>" in graph.stdout


def test_a_query_may_be_written_where_it_is_asked(run: Run, filled: Path) -> None:
    text = (
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a <https://w3id.org/communique/ns#Statement> } }"
    )
    done = run("query", text, "--format", "csv", "--home", str(filled))
    assert done.stdout.split() == ["n", "1"], done.stderr
    wrong = run("query", "SELECT * { ?s", "--home", str(filled))
    assert wrong.returncode == 2
    assert "line 1" in wrong.stderr
    given = run("query", text, "--param", "actor=CN", "--home", str(filled))
    assert "--param goes with a named query" in given.stderr


def test_a_named_query_takes_parameters(run: Run, filled: Path) -> None:
    done = run("query", "statements-by-actor", "--param", "actor=actor-x-ada-brook",
               "--format", "csv", "--home", str(filled))  # fmt: skip
    assert done.returncode == 0
    assert "border" in done.stdout


def test_validate_the_store_and_a_file(run: Run, filled: Path, tmp_path: Path) -> None:
    assert run("validate", "--home", str(filled)).returncode == 0
    (tmp_path / "bad.ttl").write_text("<a:a> a <https://w3id.org/communique/ns#Statement> .")
    done = run("validate", "bad.ttl")
    assert done.returncode == 1
    assert "cq:act" in done.stdout


def test_config_hides_the_token(run: Run) -> None:
    done = run("config")
    shown = json.loads(done.stdout)
    assert shown["port"]["environment"] == "COMMUNIQUE_PORT"


def test_an_empty_quarantine(run: Run, filled: Path) -> None:
    done = run("quarantine", "list", "--home", str(filled))
    assert (done.returncode, done.stdout) == (0, "")
    assert run("quarantine", "show", "statement-0", "--home", str(filled)).returncode == 2


def test_serve_stops_on_interrupt(filled: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "graph_service", "serve", "--port", "0", "--home", str(filled)],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert "http://127.0.0.1:" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=60) in (0, 130)
        finally:
            process.kill()  # else a server that did not stop would be waited for without end
        assert "Traceback" not in process.stderr.read()
