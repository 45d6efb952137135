"""The engine in process: `python -m bench.endpoint.floor SNAPSHOT`, a query's path a line.

Answers each line `PATH TIMES` with the CPU seconds a query and the size of its JSON.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store


def main() -> None:
    store = Store.read_only(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        path, times = line.split()
        text = Path(path).read_text(encoding="utf-8")
        body = b""
        begin, wall = time.process_time(), time.perf_counter()
        for _ in range(int(times)):
            result = store.query(text, use_default_graph_as_union=True)
            assert isinstance(result, QuerySolutions)
            body = result.serialize(format=QueryResultsFormat.JSON) or b""
        took = (time.process_time() - begin) / int(times)
        print(took, (time.perf_counter() - wall) / int(times), len(body), flush=True)


if __name__ == "__main__":
    main()
