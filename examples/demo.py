"""The demonstration behind `make demo`: articles in, a question answered, the site.

Everything it does is a `communique` command that it prints first, so that the
same can be typed by hand. With --once it stops the site after it has fetched
and checked its pages, and exits 0 only if all of them were as they should be.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, unquote

EXAMPLES = Path(__file__).resolve().parent
HOME = EXAMPLES.parent / "build" / "demo"
REGISTRY = EXAMPLES / "invented" / "registry.ttl"
COMMAND = Path(sys.executable).with_name("communique")
QUESTION = "What did China say about sovereignty after 24 February 2022?"
SECONDS_TO_STOP = 20

# path, what the client accepts, what the answer must contain
PAGES = [
    ("/healthz", "*/*", ""),
    ("/readyz", "*/*", ""),
    ("/", "text/html", "<form"),
    (f"/?question={quote(QUESTION)}", "text/html", "overeignty"),
    (f"/api/v1/ask?question={quote(QUESTION)}", "application/json", '"words"'),
    ("/api/v1/actors/actor-Q148/statements", "application/json", "actor-Q148"),
    ("/api/v1/queries", "application/json", "statements"),
    (
        f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }')}",
        "text/csv",
        "n",
    ),
    ("/openapi.json", "application/json", "/api/v1/ask"),
]


def start(*arguments: str | Path, home: Path, stderr: int | None = None) -> subprocess.Popen[str]:
    """Start one command on the demonstration's home, and show it as one would type it."""
    words = [os.path.relpath(a) if isinstance(a, Path) else a for a in arguments]
    print(f"\n$ communique {shlex.join(words)}", flush=True)
    environment = {**os.environ, "COMMUNIQUE_HOME": str(home)}
    return subprocess.Popen([COMMAND, *words], env=environment, text=True, stderr=stderr)


def run(*arguments: str | Path, home: Path) -> None:
    """Run one command to its end; anything but exit code 0 ends the demonstration with it."""
    code = start(*arguments, home=home).wait()
    if code:
        sys.exit(code)


def fetch(host: str, port: int, path: str, accept: str) -> tuple[int, str]:
    """Status and body of one GET."""
    connection = HTTPConnection(host, port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8")
    finally:
        connection.close()


def check_pages(home: Path) -> int:
    """Serve on a free port, fetch every page, stop; the number of pages that were wrong."""
    server = start(
        "serve", "--port", "0", "--registry", REGISTRY, home=home, stderr=subprocess.PIPE
    )
    wrong = 0
    try:
        host, port = _address(server)
        for path, accept, wanted in PAGES:
            status, body = fetch(host, port, path, accept)
            good = status == 200 and wanted in body
            wrong += not good
            verdict = "ok   " if good else "WRONG"
            print(f"{verdict} {status} {len(body):>7} characters  {unquote(path)}")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(SECONDS_TO_STOP)
    return wrong


def _address(server: subprocess.Popen[str]) -> tuple[str, int]:
    """The address that the server announces on its standard error."""
    heard = ""
    for line in server.stderr or ():
        heard += line
        if found := re.search(r"http://([^:/\s]+):(\d+)/", line):
            return found[1], int(found[2])
    sys.exit(f"The site did not start:\n{heard}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop after a check of the pages")
    parser.add_argument("--home", type=Path, help="a folder of your own instead of build/demo")
    options = parser.parse_args()
    home = options.home or HOME
    if options.home is None:
        shutil.rmtree(HOME, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)

    run("ingest", EXAMPLES / "dispatches", home=home)
    run("ingest", EXAMPLES / "invented", "--registry", REGISTRY, home=home)
    run("ask", QUESTION, home=home)
    if options.once:
        wrong = check_pages(home)
        sys.exit(f"{wrong} pages were not as they should be." if wrong else 0)
    print("\nThe site is at http://127.0.0.1:8000/ until you press Ctrl-C.")
    run("serve", "--port", "8000", "--registry", REGISTRY, home=home)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nStopped. `make demo` starts afresh.")
