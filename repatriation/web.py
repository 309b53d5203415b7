"""The web server: how gunicorn runs, and its worker, which hands over whole requests alone.

gunicorn keeps the processes; waitress, in each of them, reads requests and sends answers in one
loop. A thread of the register is taken by a request that has arrived whole, and is free again when
the answer is written, however slow the line. Source: docs/decisions/0139.
"""

import gc
import os
import time
from collections.abc import Collection
from weakref import WeakKeyDictionary

from gunicorn.workers.base import Worker
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from cases.web.uploads import HEARD_OUT

workers, threads = 2, 4
preload_app = True
control_socket_disable = True
loglevel = "warning"
graceful_timeout = 5

#: Longer than any proxy in front keeps a connection (nginx 60 s, Caddy 2 min), so that it is never
#: ours that closes one on which a request is under way.
IDLE_SECONDS = 180
#: How long the head of a request may take, and the body before its rate is looked at.
HEAD_SECONDS, BODY_SECONDS = 20, 30
#: A slower body is cut off: what a bad line in a consulate carries is ten times as much.
LEAST_BYTES_A_SECOND = 1024
MANY_CONNECTIONS = 400
#: So many new objects are made, and not given up, before anybody looks for cycles among them: a
#: list makes some thousands, and seven hundred at a time took a tenth of its time.
LOOKED_THROUGH_AFTER = 20_000


def when_ready(_server: object) -> None:
    """Leave what every process shares out of the search for cycles, before the workers begin."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOKED_THROUGH_AFTER, 10, 10)


class WholeRequests(Worker):
    """A worker of gunicorn in which waitress reads, queues and answers."""

    def run(self) -> None:
        os.umask(0o077)  # a large body waits in a file without a name
        channels: dict[int, wasyncore.dispatcher] = {}
        server = create_server(
            self.wsgi,
            map=channels,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            ident=None,
            channel_timeout=IDLE_SECONDS,
            connection_limit=MANY_CONNECTIONS,
            asyncore_use_poll=True,
            max_request_body_size=HEARD_OUT,
            outbuf_high_watermark=HEARD_OUT,
            clear_untrusted_proxy_headers=False,  # settings.BEHIND_PROXY says whom to believe
        )
        since: WeakKeyDictionary[HTTPRequestParser, float] = WeakKeyDictionary()
        while self.alive and os.getppid() == self.ppid:
            wasyncore.loop(timeout=0.5, use_poll=True, map=channels, count=1)
            cut_off_the_slow(_connections(channels), since, time.monotonic())
            self.notify()
        self._finish(channels)
        server.task_dispatcher.shutdown(timeout=1)

    def _finish(self, channels: dict[int, wasyncore.dispatcher]) -> None:
        """Take nothing more, and answer what has arrived."""
        for channel in channels.values():
            channel.accepting = False
        until = time.monotonic() + self.cfg.graceful_timeout
        while any(map(_is_answered, _connections(channels))) and time.monotonic() < until:
            wasyncore.loop(timeout=0.1, use_poll=True, map=channels, count=1)
            self.notify()


def cut_off_the_slow(
    connections: Collection[HTTPChannel],
    since: WeakKeyDictionary[HTTPRequestParser, float],
    now: float,
) -> None:
    """Close connections whose request arrives too slowly; ``since`` keeps when each began."""
    for connection in connections:
        half = connection.request
        if half is not None and _is_late(half, now - since.setdefault(half, now)):
            connection.will_close = True


def _is_late(half: HTTPRequestParser, seconds: float) -> bool:
    if not half.headers_finished:
        return seconds > HEAD_SECONDS
    return half.body_bytes_received < (seconds - BODY_SECONDS) * LEAST_BYTES_A_SECOND


def _is_answered(connection: HTTPChannel) -> bool:
    return bool(connection.requests or connection.total_outbufs_len)


def _connections(channels: dict[int, wasyncore.dispatcher]) -> list[HTTPChannel]:
    return [channel for channel in channels.values() if isinstance(channel, HTTPChannel)]


worker_class = WholeRequests
