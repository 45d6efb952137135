"""Bad input on the command line: a clear message, the right exit code, never a stack trace."""

from __future__ import annotations

import json
import socket
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run

STORY = "The foreign minister of Veldania said on Monday that the border would stay open.\n"


def test_an_empty_file_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = run("extract", "empty.txt")
    assert done.returncode == 3
    assert "empty.txt" in done.stderr
    assert "empty" in done.stderr.lower()


def test_a_binary_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x00\x00\xff\xfe\x00")
    done = run("extract", "photo.txt")
    assert done.returncode == 3
    assert "photo.txt" in done.stderr


def test_fifty_megabytes_name_the_limit(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    done = run("extract", "big.txt")
    assert done.returncode == 3
    assert "10 MiB" in done.stderr


def test_a_broken_line_names_itself_and_the_others_go_in(run: Run, tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"a{n}", "text": STORY, "date": "2020-05-04"}) for n in range(4)]
    lines[2] = lines[2][:-5]
    (tmp_path / "wire.jsonl").write_text("\n".join(lines))
    done = run("ingest", "wire.jsonl", "--home", "home")
    assert done.returncode == 1
    assert "line 3" in done.stderr
    counts = json.loads(done.stdout)
    assert (counts["rejected"], counts["read"]) == (1, 3)


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2022-02-30", "2022-02-30"),
        ("yesterday", "yesterday"),
        ((date.today() + timedelta(days=40)).isoformat(), "future"),
    ],
)
def test_an_impossible_or_future_date_is_a_usage_error(
    run: Run, tmp_path: Path, day: str, word: str
) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    done = run("extract", "story.txt", "--date", day)
    assert done.returncode == 2
    assert word in done.stderr


def test_a_missing_file_is_unreadable(run: Run) -> None:
    done = run("ingest", "nowhere.txt", "--home", "home")
    assert done.returncode == 3
    assert "nowhere.txt" in done.stderr


def test_a_home_that_cannot_be_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    (tmp_path / "home").write_text("a file stands where the folder should be")
    done = run("ingest", "story.txt", "--home", "home")
    assert done.returncode == 4
    assert "home" in done.stderr


def test_no_store_says_how_to_make_one(run: Run) -> None:
    for arguments in (["ask", "what did China say"], ["query", "latest"], ["serve"]):
        done = run(*arguments, "--home", "nothing-here")
        assert done.returncode == 4, arguments
        assert "communique ingest" in done.stderr


def test_an_unknown_topic_is_refused_and_not_answered_with_nothing(run: Run, filled: Path) -> None:
    given = ("query", "counts-by-month", "--home", str(filled), "--param")
    done = run(*given, "topic=sovereignity")
    assert done.returncode == 2
    assert "There is no topic 'sovereignity'" in done.stderr
    assert "Did you mean sovereignty?" in done.stderr
    assert run(*given, "topic=sovereignty").returncode == 0  # nobody spoke of it: no rows


def test_a_misspelt_variable_is_told_of(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_WORKER", "3")
    monkeypatch.setenv("COMMUNIQUE_TRACE", "1")
    done = run("query", "latest", "--home", str(filled))
    assert done.returncode == 0
    assert "no setting COMMUNIQUE_WORKER" in done.stderr
    assert "did you mean COMMUNIQUE_WORKERS?" in done.stderr
    assert "TRACE" not in done.stderr


def test_invalid_sparql_names_line_and_column(run: Run, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("SELECT ?s\nWHERE { ?s ?p }\n")
    done = run("query", "bad.rq", "--home", str(filled))
    assert done.returncode == 2
    assert "line 2, column" in done.stderr


def test_unknown_names_are_usage_errors_with_what_comes_near(run: Run, filled: Path) -> None:
    query = run("query", "statements-by-actr", "--home", str(filled))
    assert query.returncode == 2
    assert "statements-by-actor" in query.stderr
    actor = run("query", "statements-by-actor", "--param", "actor=Zorblax", "--home", str(filled))
    assert actor.returncode == 2
    assert "Zorblax" in actor.stderr
    option = run("ingest", "--no-such-option")
    assert option.returncode == 2
    assert "--no-such-option" in option.stderr


def test_a_question_that_is_none(run: Run, filled: Path) -> None:
    done = run("ask", "???", "--json", "--home", str(filled))
    assert done.returncode == 2
    answer = json.loads(done.stdout)
    assert answer["error"]
    assert "statements" not in answer


def test_a_question_without_an_answer_is_a_finding(run: Run, filled: Path) -> None:
    done = run("ask", "what did Norway say about whaling", "--home", str(filled))
    assert done.returncode == 1


def test_a_port_in_use(run: Run, filled: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--home", str(filled), "--port", str(port))
    assert done.returncode == 6
    assert f"Port {port}" in done.stderr


def test_every_missing_file_says_what_to_do(run: Run, filled: Path) -> None:
    for arguments in (
        ["query", "nowhere.rq", "--home", str(filled)],
        ["validate", "nowhere.ttl"],
        ["load", "nowhere.nq", "--home", "new"],
        ["actors", "import", "nowhere.csv", "--home", str(filled)],
        ["ask", "what did China say", "--registry", "nowhere.ttl", "--home", str(filled)],
        ["push", "http://localhost:1", "--auth", "nowhere.txt", "--home", str(filled)],
    ):
        done = run(*arguments)
        assert done.returncode in (2, 3), done.stderr
        assert "nowhere" in done.stderr
        assert "Check its name" in done.stderr or "Write " in done.stderr, done.stderr


def test_a_file_that_is_no_query_by_its_name(run: Run, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "question.txt").write_text("ASK {}")
    done = run("query", "question.txt", "--home", str(filled))
    assert done.returncode == 2
    assert "communique query - < question.txt" in done.stderr


def test_days_that_no_article_can_lie_between(run: Run, filled: Path) -> None:
    done = run("export", "--after", "2023-01-01", "--before", "2022-01-01", "--home", str(filled))
    assert done.returncode == 2
    assert "after 2023-01-01 and before 2022-01-01" in done.stderr
    assert done.stdout == ""


def test_an_unknown_dialect_is_told_before_the_server_is_asked(run: Run, filled: Path) -> None:
    done = run("push", "http://localhost:1", "--dialect", "telepathy", "--home", str(filled))
    assert done.returncode == 2
    assert "auto, gsp, update" in done.stderr


def test_a_usage_error_is_two_sentences(run: Run) -> None:
    done = run("query", "latest", "--timeout", "soon")
    assert done.returncode == 2
    assert ". See `communique query --help`." in done.stderr


def test_a_misspelt_setting_is_not_passed_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text("prot = 8001\n")
    done = run("config")
    assert done.returncode == 2
    assert "communique.toml" in done.stderr
    assert "Did you mean port?" in done.stderr


def test_a_setting_that_does_not_fit_says_what_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text('query_seconds = "long"\n')
    done = run("config")
    assert done.returncode == 2
    assert "COMMUNIQUE_QUERY_SECONDS" in done.stderr
    assert "--query-seconds" not in done.stderr, "there is no such option"
