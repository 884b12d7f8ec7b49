"""The check for known vulnerabilities: what OSV says of a pin fails it, silence does not, a lock that is none does."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.advisories import audit

HASH = "--hash=sha256:" + "0" * 64
KNOWN = {
    "id": "PYSEC-0000-1",
    "summary": "eats the books",
    "affected": [
        {
            "package": {"name": "bad", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}],
        }
    ],
}


class Service(BaseHTTPRequestHandler):
    """Knows something of `bad` below 1.2."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = asked["package"]["name"] == "bad" and asked["version"] < "1.2"
        body = json.dumps({"vulns": [KNOWN]} if known else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the standard library's
        """Nothing."""


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def _lock(folder: Path, *pins: str) -> list[Path]:
    path = folder / "lock.txt"
    path.write_text("".join(f"{pin} {HASH}\n" for pin in pins), encoding="utf-8")
    return [path]


def test_what_is_known_of_a_pin_fails(service: str, tmp_path: Path) -> None:
    code, lines = audit(_lock(tmp_path, "good==1.0", "bad==1.1"), "--osv-url", service)
    assert code == 1
    assert lines == ["bad 1.1: PYSEC-0000-1, mended in 1.2: eats the books", "2 pins, 1 advisories"]


def test_nothing_known_is_well(service: str, tmp_path: Path) -> None:
    assert audit(_lock(tmp_path, "good==1.0", "bad==1.2"), "--osv-url", service) == (0, ["2 pins, 0 advisories"])


def test_a_service_that_nobody_reaches_is_said_and_fails_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code, lines = audit(_lock(tmp_path, "bad==1.1"), "--osv-url", f"http://127.0.0.1:{port}")
    assert code == 0
    assert "nobody could be asked" in lines[0]


def test_a_lock_that_cannot_be_read_fails(tmp_path: Path) -> None:
    code, lines = audit(_lock(tmp_path, "bad>=1.1"))
    assert code == 1
    assert "cannot be read" in lines[0]
