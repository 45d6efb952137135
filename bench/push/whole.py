"""The proof at size: the generator's statements into `oxigraph serve` and into Jena's TDB2.

    python -m bench.push.whole [--statements 2000] [--folder DIR] [STEP ...] [--results FILE]

Steps, each of which builds on those before it, and all of them where none is named:

- `home`: the generator's statements, made into a home by `communique load`, then compacted by
  `oxigraph optimize`: at 100,000 statements each reading is thrice as quick afterwards
- `export`: `communique export` as N-Quads, with the manifest of all fingerprints
- `oxigraph`: that dump into a store by `oxigraph load`; `oxigraph serve` on it; a push with full
  proof, which must send nothing and find counts, fingerprints and named queries' rows the same
- `tdb2`: that dump into TDB2 by Jena's bulk loader; all graphs read back and fingerprinted, all
  named queries asked of ARQ with the same values, compared with our own
- `killed`: a push into an empty `oxigraph serve`, killed (-9) `--kills` times at random moments and
  run again each time, at last to its end with full proof; then one more, which must send nothing.
  Without any code of ours `sort` and `sha256sum` of the server's own dump and of what the
  generator wrote are compared as well.

What was measured is kept in DIR/notes, a file a step, so that steps can be run one by one and a
report made of all (`--results`, with `report` as the only STEP where nothing is to be run). Without
--folder all is temporary. 100,000 statements are 11 million quads; the steps together then want
some 20 GiB of disk and 5 GiB of memory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pyoxigraph import NamedNode

from bench import report
from graph_service.export.manifest import read as read_manifest
from graph_service.export.source import open_source
from graph_service.push.rows import questions
from graph_service.query.catalogue import load_catalogue
from graph_service.settings import load_settings
from graph_service.store.oxigraph import OxigraphStore
from tests.export import tdb2
from tests.push.oxigraph import program, serving

Notes = dict[str, Any]
REPORT: Final = "report"
REPOSITORY: Final = Path(__file__).resolve().parents[2]
QUERY_SECONDS: Final = 1800
"""For one query in ARQ."""


def run(*command: object, **options: Any) -> str:
    """Standard output; the other stream stays on the screen. Raises where it fails."""
    words = [str(word) for word in command]
    return subprocess.run(
        words, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True, **options
    ).stdout


def communique(*arguments: object) -> str:
    return run(sys.executable, "-m", "graph_service", *arguments)


def generated(folder: Path, choice: argparse.Namespace) -> Path:
    return Path(choice.file or folder / "statements.nq")


def make_home(folder: Path, choice: argparse.Namespace) -> Notes:
    if not generated(folder, choice).exists():
        run(sys.executable, "-m", "bench.generator", "statements", choice.statements,
            "-o", generated(folder, choice))  # fmt: skip
    home = folder / "home"
    said = communique("load", generated(folder, choice), "--home", home).strip()
    run(program(), "optimize", "--location", home / "store")
    writer = OxigraphStore.open(home, load_settings(home=home).base_iri)
    try:
        writer.load_graph(NamedNode("urn:none"), ())  # else there is nothing new to publish
        writer.publish()
    finally:
        writer.close(indexing=False)
    return {"said": said}


def export(folder: Path, choice: argparse.Namespace) -> Notes:
    path = folder / "dump.nq"
    communique("export", "-o", path, "--home", folder / "home", "--manifest")
    marks = read_manifest(path.with_name("dump.nq.manifest.json")).graphs
    return {
        "graphs": len(marks),
        "triples": sum(mark.triples for mark in marks.values()),
        "bytes": path.stat().st_size,
        "same_as_generated": sorted_hash(path) == sorted_hash(generated(folder, choice)),
    }


def sorted_hash(path: Path) -> str:
    """SHA-256 of the file's lines, sorted by bytes, each once."""
    sort = ["sort", "-u", "-S", "1G", "--parallel=1", "-T", str(path.parent), str(path)]
    with subprocess.Popen(sort, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}) as lines:
        found = run("sha256sum", stdin=lines.stdout).split()[0]
    assert lines.returncode == 0
    return found


def push(folder: Path, url: str, *options: str) -> Notes:
    begin = time.perf_counter()
    found: Notes = json.loads(communique("push", url, "--home", folder / "home", *options))
    return {**found, "seconds": time.perf_counter() - begin}


def forget(folder: Path) -> None:
    shutil.rmtree(folder / "home" / "push", ignore_errors=True)


def in_oxigraph(folder: Path, choice: argparse.Namespace) -> Notes:
    place = fresh(folder / "oxigraph")
    run(program(), "load", "--location", place, "--file", folder / "dump.nq")
    run(program(), "optimize", "--location", place)
    forget(folder)
    with serving(place) as url:
        found = push(folder, url)
    assert found["sent"] == 0
    shutil.rmtree(place)
    return proven(found)


def proven(found: Notes) -> Notes:
    """What is kept of a push's report."""
    assert found["proven"], found["differences"]
    assert all(query["same"] for query in found["queries"])
    kept = ("server", "graphs", "triples", "fingerprint", "sent", "unchanged", "seconds")
    queries = {query["name"]: query["rows"] for query in found["queries"]}
    return {**{name: found[name] for name in kept}, "queries": queries}


def in_tdb2(folder: Path, choice: argparse.Namespace) -> Notes:
    place = fresh(folder / "tdb2")
    place.mkdir()
    settings = load_settings(home=folder / "home")
    with open_source(settings) as source:
        asked = list(questions(source, load_catalogue().values()))
        seen = tdb2.look(place, folder / "dump.nq", asked, QUERY_SECONDS, "6g")
        ours = {question.name: tdb2.own_rows(source, question) for question in asked}
    marks = read_manifest(folder / "dump.nq.manifest.json").graphs
    different = [graph for graph, mark in marks.items() if seen.graphs.get(graph) != mark]
    differing_rows = [name for name, rows in ours.items() if seen.rows[name] != rows]
    notes = {
        "graphs": len(seen.graphs),
        "triples": sum(mark.triples for mark in seen.graphs.values()),
        "different": different[:20],
        "differing_rows": differing_rows,
        "queries": {name: rows.count for name, rows in seen.rows.items()},
        "took": seen.took,
    }
    assert seen.graphs == marks, notes
    assert not differing_rows, notes
    shutil.rmtree(place)
    return notes


def killed(folder: Path, choice: argparse.Namespace) -> Notes:
    with open_source(load_settings(home=folder / "home")) as source:
        triples = len(source.store)
    place = fresh(folder / "killed")
    forget(folder)
    dice = random.Random(choice.seed)
    moments: list[str] = []
    with serving(place) as url:
        while len(moments) < choice.kills:
            # So many more triples on the average that a tenth of all is left for the end.
            wanted = dice.random() * 2 * triples / (choice.kills + 1)
            moments += kill_once(folder, url, wanted, dice.random())
        last = push(folder, url, "--proof", choice.proof)
        again = push(folder, url, "--proof", "none")
    assert (again["sent"], again["unchanged"]) == (0, last["graphs"])
    run(program(), "dump", "--location", place, "--file", folder / "back.nq")
    there = sorted_hash(folder / "back.nq")
    assert there == sorted_hash(generated(folder, choice))
    (folder / "back.nq").unlink()
    shutil.rmtree(place)
    return {
        **proven(last),
        "kills": moments,
        "again_sent": again["sent"],
        "sorted": there,
    }


def kill_once(folder: Path, url: str, wanted: float, pause: float) -> list[str]:
    """Ends a push when it has sent so many triples, and a moment; its last words, if it lived."""
    command = [sys.executable, "-m", "graph_service", "push", url, "--home", folder / "home"]
    with subprocess.Popen(
        list(map(str, command)), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        cwd=REPOSITORY,
    ) as child:  # fmt: skip
        assert child.stderr is not None
        last = "before anything was sent"
        for line in child.stderr:
            last = line.strip()
            if "reading back" in line:
                break
            if "sent" in line and int(line.split()[-2].replace(",", "")) >= wanted:
                break
        time.sleep(pause)
        child.kill()
        child.wait()
        return [last] if child.returncode == -signal.SIGKILL else []


def fresh(place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    return place


STEPS: Final[dict[str, Callable[[Path, argparse.Namespace], Notes]]] = {
    "home": make_home,
    "export": export,
    "oxigraph": in_oxigraph,
    "tdb2": in_tdb2,
    "killed": killed,
}


def measured(name: str, folder: Path, choice: argparse.Namespace) -> Notes:
    def cpu() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    wall, before = time.perf_counter(), cpu()
    notes = STEPS[name](folder, choice)
    return {**notes, "wall": time.perf_counter() - wall, "cpu": cpu() - before}


def words(notes: dict[str, Notes]) -> dict[str, str]:
    """Step -> what came of it."""
    found = {"home": "the store and its snapshot"}
    if "export" in notes:
        n = notes["export"]
        found["export"] = (
            f"{n['triples']:,} quads in {n['graphs']:,} graphs, {n['bytes'] / 1e6:,.0f} MB"
            + (", sorted what the generator wrote" if n["same_as_generated"] else "")
        )
    if "oxigraph" in notes:
        n = notes["oxigraph"]
        found["oxigraph"] = f"sent {n['sent']}; {_same(n)}; the push took {n['seconds']:,.0f} s"
    if "tdb2" in notes:
        n = notes["tdb2"]
        asked = sum(t for name, t in n["took"].items() if name not in ("load", "dump"))
        found["tdb2"] = (
            f"{_same(n)}; CPU of the load {n['took']['load']:,.0f} s, of the dump "
            f"{n['took']['dump']:,.0f} s, of the queries {asked:,.0f} s"
        )
    if "killed" in notes:
        n = notes["killed"]
        found["killed"] = (
            f"{len(n['kills'])} kills; the last run found {n['unchanged']:,} graphs there and sent "
            f"{n['sent']:,}; {_same(n)}; one more push sent {n['again_sent']}; the server's dump, "
            "sorted, is what the generator wrote"
        )
    return found


def _same(notes: Notes) -> str:
    same = f"{notes['graphs']:,} graphs and {notes['triples']:,} triples the same"
    if rows := notes["queries"]:
        same += f"; {len(rows)} named queries, {sum(rows.values()):,} rows the same"
    return same


def block(notes: dict[str, Notes], choice: argparse.Namespace) -> str:
    lines = [
        "",
        f"`python -m bench.push.whole --statements {choice.statements}`: {choice.statements:,} "
        f"statements. 2 shared cores, Python {sys.version.split()[0]}.",
        "",
        "| step | wall s | CPU s, all processes | what came of it |",
        "| --- | ---: | ---: | --- |",
    ]
    said = words(notes)
    lines += [
        f"| {name} | {notes[name]['wall']:,.0f} | {notes[name]['cpu']:,.0f} | {said[name]} |"
        for name in STEPS
        if name in notes
    ]
    if "tdb2" in notes:
        lines += ["", "| named query | rows | CPU s in ARQ |", "| --- | ---: | ---: |"]
        took = notes["tdb2"]["took"]
        rows = notes["tdb2"]["queries"]
        lines += [f"| {name} | {rows[name]:,} | {took[name]:.1f} |" for name in sorted(rows)]
    if "killed" in notes:
        lines += ["", "Killed after: " + "; ".join(notes["killed"]["kills"]) + "."]
    return "\n".join([*lines, ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of {', '.join(STEPS)}")
    parser.add_argument("--statements", type=int, default=2000)
    parser.add_argument("--file", type=Path, help="statements that the generator made before")
    parser.add_argument("--folder", type=Path, help="kept; what is there is used again")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--proof", default="full", help="of the push that was killed")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--results", type=Path, help="write the generated part of this file")
    choice, _ = parser.parse_known_args()
    if unknown := set(choice.steps) - {*STEPS, REPORT}:
        parser.error(f"no step is named {', '.join(sorted(unknown))}")
    with TemporaryDirectory(prefix="communique-bench-") as name:
        folder = (choice.folder or Path(name)).resolve()
        folder.mkdir(exist_ok=True)
        kept = folder / "notes"
        kept.mkdir(exist_ok=True)
        for step in choice.steps or STEPS:
            if step != REPORT:
                notes = measured(step, folder, choice)
                print(step, json.dumps(notes), file=sys.stderr)
                (kept / f"{step}.json").write_text(json.dumps(notes, indent=1))
        text = block({path.stem: json.loads(path.read_text()) for path in kept.iterdir()}, choice)
    print(text)
    if choice.results:
        report.write(text, choice.results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
