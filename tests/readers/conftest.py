"""Writing an input and reading it, and a WARC file of given records."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.readers import Metadata, read
from graph_service.readers.base import Item
from graph_service.settings import load_settings

ReadAll = Callable[..., list[Item]]


@pytest.fixture
def read_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReadAll:
    """`read_all("name", content)`: writes the file and reads it; `-` is standard input."""

    def call(name: str, content: bytes | str, defaults: Metadata | None = None) -> list[Item]:
        data = content.encode() if isinstance(content, str) else content
        settings = load_settings(max_article_mib=1)
        if name == "-":
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
            return list(read(["-"], defaults or Metadata(), settings))
        path = tmp_path / name
        path.write_bytes(data)
        return list(read([path], defaults or Metadata(), settings))

    return call


@pytest.fixture
def record() -> Callable[..., bytes]:
    """`record(url, body, content_type)`: one WARC response record."""

    def make(
        url: str,
        body: bytes,
        kind: str = "text/html; charset=utf-8",
        *,
        status: str = "200 OK",
        headers: str = "",
        type_: str = "response",
        compress: bool = False,
    ) -> bytes:
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: {type_}\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2022-06-20T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(http):012}>\r\n"
            f"Content-Type: application/http; msgtype={type_}\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        whole = head.encode() + http + b"\r\n\r\n"
        return gzip.compress(whole, mtime=0) if compress else whole

    return make
