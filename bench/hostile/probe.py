"""A light query again and again until standard input ends; then its latencies as JSON.

    python -m bench.hostile.probe http://127.0.0.1:8000

A process of its own, so that no other client's work stands in its times.
"""

from __future__ import annotations

import http.client
import json
import select
import sys
import time
from urllib.parse import quote, urlsplit

LIGHT = "SELECT ?s { ?s a <https://w3id.org/communique/ns#State> } LIMIT 3"
PAUSE = 0.02
"""Seconds between two queries."""


def main() -> None:
    place = urlsplit(sys.argv[1])
    connection = http.client.HTTPConnection(place.netloc, timeout=60)
    path = "/sparql?query=" + quote(LIGHT)
    latencies: list[float] = []
    failures: list[str] = []
    connection.connect()
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        begin = time.perf_counter()
        try:
            connection.request("GET", path, headers={"Accept": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            failures.append(repr(error))
            connection.close()
            continue
        latencies.append(time.perf_counter() - begin)
        if answer.status != 200 or len(json.loads(body)["results"]["bindings"]) != 3:
            failures.append(f"{answer.status} {body[:80]!r}")
    print(json.dumps({"latencies": latencies, "failures": failures}))


if __name__ == "__main__":
    main()
