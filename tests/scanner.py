"""A virus scanner of the tests, on a socket of this machine."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


def _received(scanner: socket.socket) -> bytes:
    """Return the file that was sent as clamd takes it."""
    stream, content = scanner.makefile("rb"), b""
    assert stream.read(10) == b"zINSTREAM\0"
    while size := struct.unpack(">I", stream.read(4))[0]:
        content += stream.read(size)
    return content


def honest(scanner: socket.socket) -> None:
    found = VIRUS in _received(scanner)
    scanner.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


def answering(*pieces: bytes):
    def answer(scanner: socket.socket) -> None:
        _received(scanner)
        for piece in pieces:
            scanner.sendall(piece)

    return answer


def hangs_up(scanner: socket.socket) -> None:
    scanner.recv(4)


def silent(scanner: socket.socket) -> None:
    while scanner.recv(65536):  # until the other side gives up
        pass


@contextmanager
def clamd(answer=honest, *, path=None) -> Iterator[str]:
    """Serve as a scanner that answers so; yield its address."""
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        while True:
            try:
                scanner, _address = server.accept()
            except OSError:
                return
            with scanner:
                try:
                    answer(scanner)
                except OSError:
                    continue

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield str(path) if path else f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
