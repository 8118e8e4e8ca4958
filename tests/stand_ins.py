"""Small real servers on loopback that speak as Telegram, push services, SMS gateways and others do, and keep what they heard."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Heard:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


Answer = tuple[int, dict[str, str], bytes]


@dataclass
class StandIn:
    """A server that answers as `answer` says (by default 200 with {}), and what it heard."""

    address: str = ""
    answer: Callable[[Heard], Answer] = lambda heard: (200, {}, b"{}")
    heard: list[Heard] = field(default_factory=list)


def told(status: int, body: dict | None = None, **headers: str) -> Answer:
    """An answer with JSON; `Retry_After="3"` becomes the header Retry-After."""
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, json.dumps(body or {}).encode()


@contextmanager
def running() -> Iterator[StandIn]:
    """Run one until the end of the block."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            heard = Heard(
                self.path, {name.lower(): value for name, value in self.headers.items()}, self.rfile.read(size)
            )
            stand_in.heard.append(heard)
            status, headers, body = stand_in.answer(heard)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
