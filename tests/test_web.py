"""The web server: a slow line holds up nobody else, and is cut off when it is too slow."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser

from repatriation import web
from repatriation.serve import CONFIGURED

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60
APPLICATION = """
def application(environ, start_response):
    length = len(environ["wsgi.input"].read())
    answer = b"x" * 20_000_000 if environ["PATH_INFO"] == "/large" else str(length).encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]
"""
#: More of each than there are threads in all processes together.
MANY = 3 * web.workers * web.threads
UPLOAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 700000\r\n\r\nhalf of it"
CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf"
HEAD = b"GET / HTTP/1.1\r\nHost"
UNREAD = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("application")
    (folder / "plain.py").write_text(APPLICATION)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{folder}:{ROOT}"}
    words = [sys.executable, "-m", "gunicorn", "plain", *CONFIGURED, f"--bind=127.0.0.1:{number}"]
    process = subprocess.Popen(words, cwd=folder, env=surroundings)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            ask(number)
            break
        except OSError:
            assert process.poll() is None
            time.sleep(0.05)
    yield number
    process.terminate()
    assert process.wait() == 0


def ask(port: int, body: bytes = b"") -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("POST", "/", body)
        return connection.getresponse().read()
    finally:
        connection.close()


@pytest.mark.parametrize("begun", [UPLOAD, CHUNKED, HEAD, UNREAD])
def test_slow_lines_hold_up_nobody_else(port: int, begun: bytes) -> None:
    with ExitStack() as slow:
        for _ in range(MANY):
            line = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(begun)

        assert [ask(port, b"y" * size) for size in (0, 1, 3_000_000)] == [b"0", b"1", b"3000000"]


def test_what_arrives_in_pieces_is_handed_over_whole(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        for piece in (
            b"POST / HT",
            b"TP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Le",
            b"ngth: 4\r\n\r\nab",
            b"cd",
        ):
            line.sendall(piece)
            ask(port)  # another request in between
        answer = b"".join(iter(lambda: line.recv(4096), b""))

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"\r\n\r\n4")


@pytest.mark.parametrize(
    ("received", "seconds", "is_cut_off"),
    [
        pytest.param(b"GET / HTTP/1.1\r\nHo", 19, False, id="head under way"),
        pytest.param(b"GET / HTTP/1.1\r\nHo", 21, True, id="head without an end"),
        pytest.param(UPLOAD, 29, False, id="body begun"),
        pytest.param(UPLOAD, 31, True, id="body that stands still"),
        pytest.param(CHUNKED, 31, True, id="chunks that stand still"),
        pytest.param(UPLOAD + b"x" * 600_000, 600, False, id="body of a bad line"),
        pytest.param(UPLOAD + b"x" * 600_000, 620, True, id="body that has stopped"),
    ],
)
def test_too_slow_a_line_is_cut_off(received: bytes, seconds: int, is_cut_off: bool) -> None:
    class Connection:
        request = HTTPRequestParser(Adjustments(inbuf_overflow=10_000_000))
        will_close = False

    while received:
        received = received[Connection.request.received(received) :]
    since: WeakKeyDictionary[HTTPRequestParser, float] = WeakKeyDictionary()

    web.cut_off_the_slow([Connection], since, 1000)
    web.cut_off_the_slow([Connection], since, 1000 + seconds)

    assert Connection.will_close is is_cut_off


def test_line_between_two_requests_is_kept(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    answers = []
    for _ in range(3):
        connection.request("GET", "/")
        answers.append(connection.getresponse().read())
        ask(port)
    connection.close()

    assert answers == [b"0"] * 3
