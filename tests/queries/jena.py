"""Apache Jena ARQ as a second opinion: many queries in one JVM.

Owns finding Java and Jena (Debian: libapache-jena-java) and starting them.
Debian's jena-core needs a repair: its Xerces classes were moved to `xerces.*`,
their message bundles were not; a small jar with the bundles goes first.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

_JARS: Final = Path("/usr/share/java")
_NAMES: Final = (
    *(f"jena-{part}" for part in ("arq", "core", "base", "iri", "cmds", "shacl", "shex", "tdb")),
    *("slf4j-api", "slf4j-simple", "commons-cli", "commons-codec", "commons-compress"),
    *("commons-csv", "commons-io", "commons-lang3", "dexx.collection", "gson", "guava"),
    *("httpclient", "httpclient-cache", "httpcore", "jackson-core", "jackson-databind"),
    *("jackson-annotations", "jsonld-java", "jakarta.json-api", "thrift", "protobuf"),
    *("titanium-json-ld", "jena-rdfconnection"),
    *(f"jena-{part}" for part in ("tdb2", "dboe-base", "dboe-index", "dboe-storage")),
    *(f"jena-{part}" for part in ("dboe-trans-data", "dboe-transaction")),
)
_MOVED: Final = "org/apache/jena/ext/xerces/"


class Run(NamedTuple):
    """One SELECT: N-Quads file, query file, file for its SPARQL results JSON."""

    data: Path
    query: Path
    out: Path


def missing() -> str | None:
    """What this machine lacks, in words; None where ARQ can run."""
    if shutil.which("java") is None:
        return "java is missing (Debian: openjdk-17-jdk-headless)"
    if not (_JARS / "jena-arq.jar").is_file():
        return "Apache Jena is missing (Debian: libapache-jena-java)"
    return None


def run_all(runs: Sequence[Run], folder: Path) -> None:
    """All of them in one JVM; a query that fails leaves `<out>.error`."""
    manifest = folder / "manifest.tsv"
    manifest.write_text("".join(f"{r.data}\t{r.query}\t{r.out}\n" for r in runs), "utf-8")
    rows = str(Path(__file__).with_name("Rows.java"))
    command = ["java", *options(folder), "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
               rows, str(manifest)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"Jena ended with {done.returncode}: {done.stderr[-2000:]}")


def options(folder: Path) -> list[str]:
    """Java's options that find Jena; `folder` takes the repaired part."""
    jars = [_repair(folder), *(jar for name in _NAMES if (jar := _JARS / f"{name}.jar").is_file())]
    path = ":".join(map(str, jars))
    return ["-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp", path]


def _repair(folder: Path) -> Path:
    """A jar with the Xerces message bundles where Debian's classes look for them."""
    jar = folder / "repair.jar"
    with zipfile.ZipFile(_JARS / "jena-core.jar") as core, zipfile.ZipFile(jar, "w") as mended:
        for name in core.namelist():
            if name.startswith(_MOVED) and name.endswith(".properties"):
                mended.writestr("xerces/" + name.removeprefix(_MOVED), core.read(name))
    return jar
