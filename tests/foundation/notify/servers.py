"""A real mail server and a real HTTP server on free local ports."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


class Postbox:
    """Keeps what it is given; refuses recipients that are named in `closed`."""

    def __init__(self) -> None:
        self.mails: list = []
        self.closed: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.closed:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((list(envelope.rcpt_tos), mail))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[tuple[Postbox, str]]:
    """Yields the postbox and its address, ``smtp://127.0.0.1:port``."""
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@contextmanager
def web_server(status: int = 200) -> Iterator[tuple[list[dict], str]]:
    """Yields the JSON bodies it was posted and its address."""
    bodies: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            bodies.append(json.loads(self.rfile.read(length)))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *words) -> None:
            """Silent: the test looks at the bodies."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bodies, f"http://127.0.0.1:{server.server_port}/hook/"
    finally:
        server.shutdown()
        server.server_close()
