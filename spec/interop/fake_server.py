"""A tiny in-process server for the unit tests: just enough of the document to try the peer on."""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
import time

import states
import wire
from states import CLIENT

ATTEMPTS = 3
HELLO_SECONDS = 5.0
DRAIN_SECONDS = 2.0


class Refused(Exception):
    """A frame that deserves a Fault."""

    def __init__(self, code: int, offending: int):
        super().__init__(code)
        self.code, self.offending = code, offending


class FakeServer:
    """Listens on a free port; `quirk` names one thing to do wrong."""

    def __init__(self, mode: str = "auth", quirk: str = ""):
        self.mode, self.quirk = mode, quirk
        self.passwords: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.live: list[Talk] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, remote = self.listener.accept()
                threading.Thread(target=Talk(self, sock, remote[0]).run, daemon=True).start()

    def new_token(self, name: str) -> str:
        """A token for an account."""
        token = secrets.token_urlsafe(32)
        self.tokens[token] = name
        return token

    def close(self) -> None:
        """Stop listening."""
        self.listener.close()


class Talk:
    """One connection of the fake server."""

    def __init__(self, server: FakeServer, sock: socket.socket, remote: str):
        self.server, self.sock, self.remote = server, sock, remote
        self.state, self.input, self.name = states.HELLO_STATE, bytearray(), ""
        self.said_id = self.heard_id = self.acked = self.their_ack = 0
        self.left, self.open, self.said_bye = ATTEMPTS, True, False
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(HELLO_SECONDS)
        server.live.append(self)

    def run(self) -> None:
        """Hear frames until the end; every refusal is a Fault."""
        with contextlib.suppress(OSError), self.sock:
            try:
                while self.open and (data := self.sock.recv(65_536)):
                    self.input += data
                    while self.open and (frame := self.cut()):
                        self.answer(frame)
                    self.ack()
            except Refused as refused:
                self.fault(refused.code, refused.offending)
            self.end()

    def end(self) -> None:
        """Half-close and discard what still comes."""
        self.sock.shutdown(socket.SHUT_WR)
        until = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < until and self.sock.recv(65_536):
            pass

    def tell(self, kind: int, re: int = 0, **fields) -> None:
        """Say a message, in the way that the quirk asks for."""
        quirk, body = self.server.quirk, wire.encode(kind, fields)
        if quirk == f"silent-{kind}" or (quirk == "lazy" and kind in (wire.SAY, wire.ACK)):
            return
        self.said_id += kind == wire.SAY
        number = self.said_id if kind == wire.SAY else 0
        self.state = states.next_state(self.state, states.SERVER, kind)
        flags = 1 if quirk == f"flags-{kind}" else 0
        number += quirk == f"id-{kind}"
        re += quirk == f"re-{kind}"
        body = b"\x08\x00" + body if quirk == f"canonical-{kind}" else body
        body = b"" if quirk == f"empty-{kind}" else body
        self.sock.sendall(wire.frame_bytes(kind, body, number, re, flags))
        if quirk == f"twice-{kind}":
            self.sock.sendall(wire.frame_bytes(kind, body, number, re, flags))

    def fault(self, code: int, offending: int = 0) -> None:
        """The last word."""
        self.open = False
        self.tell(wire.FAULT, code=code, offending=offending)

    def ack(self) -> None:
        """Acknowledge what came."""
        if self.open and self.acked < self.heard_id:
            self.acked = self.heard_id
            self.tell(wire.ACK, received=self.heard_id)

    def cut(self) -> wire.Frame | None:
        """The next frame, judged in the document's order."""
        if len(self.input) < wire.HEADER_BYTES:
            return None
        header = wire.Header.unpack(bytes(self.input[:wire.HEADER_BYTES]))
        kind = header.type
        if header.flags:
            raise Refused(wire.MALFORMED, kind)
        if kind not in wire.FIELDS or not states.is_legal(self.state, CLIENT, kind):
            raise Refused(wire.UNEXPECTED_MESSAGE, kind)
        if header.length > states.max_body(self.state):
            raise Refused(wire.TOO_LARGE, kind)
        if kind < wire.SAY and (header.id or header.re):
            raise Refused(wire.MALFORMED, kind)
        if kind == wire.SAY and header.id != self.heard_id + 1:
            raise Refused(wire.GAP, kind)
        if header.re > self.said_id:
            raise Refused(wire.MALFORMED, kind)
        end = wire.HEADER_BYTES + header.length
        if len(self.input) < end:
            return None
        body = bytes(self.input[wire.HEADER_BYTES:end])
        del self.input[:end]
        try:
            return wire.Frame(kind, header.id, header.re, wire.decode(kind, body))
        except wire.BadBody:
            raise Refused(wire.MALFORMED, kind) from None

    def answer(self, frame: wire.Frame) -> None:
        """What the document wants in return."""
        self.state = states.next_state(self.state, CLIENT, frame.type)
        answers = {
            wire.HELLO: self.on_hello, wire.MY_NAME: self.on_name, wire.SAY: self.on_say,
            wire.ACK: self.on_ack, wire.BYE: self.on_bye, wire.LOGOUT: self.on_logout,
            wire.REGISTER: self.on_register, wire.LOGIN: self.on_login, wire.RESUME: self.on_resume,
            wire.PING: lambda ping: self.tell(wire.PONG, nonce=ping["nonce"]),
        }
        answers.get(frame.type, lambda _: None)(frame)

    def on_hello(self, frame: wire.Frame) -> None:
        if frame["protocol"] != wire.PROTOCOL or frame["minVersion"] > wire.VERSION:
            self.fault(wire.VERSION_FAULT, wire.HELLO)
            return
        protocol = "kv" if self.server.quirk == "protocol" else wire.PROTOCOL
        self.tell(wire.WELCOME, protocol=protocol, version=1, contract=bytes(8), server="fake",
                  session=secrets.token_hex(4), maxBody=states.CONVERSE_BODY, heartbeatMs=30_000)
        known = self.server.addresses.get(self.remote)
        if self.server.mode == "echo":
            self.tell(wire.READY)
        elif known is None:
            self.tell(wire.ASK_NAME, address=self.remote)
        else:
            self.greeted(known, True)

    def on_name(self, frame: wire.Frame) -> None:
        if self.server.mode == "identify":
            self.server.addresses[self.remote] = frame["name"]
        self.greeted(frame["name"], False)

    def greeted(self, name: str, known: bool) -> None:
        """Greeting, and what follows it in this mode."""
        self.tell(wire.GREETING, name=name, known=known, lastSeenMs=1_700_000_000_000 if known else 0)
        if self.server.mode == "identify":
            self.tell(wire.READY)
        else:
            self.tell(wire.CHALLENGE, name=name, registrationOpen=True)

    def grant(self, name: str) -> None:
        """Granted with a new token."""
        self.name, self.server.addresses[self.remote] = name, name
        expires = int(time.time() * 1000) + 86_400_000
        self.tell(wire.GRANTED, name=name, token=self.server.new_token(name), expiresAtMs=expires)

    def deny(self, reason: int) -> None:
        """Denied, and Fault UNAUTHORIZED after the last attempt."""
        self.left -= 1
        self.tell(wire.DENIED, reason=reason, attemptsLeft=self.left)
        if self.left == 0:
            self.fault(wire.UNAUTHORIZED)

    def on_register(self, frame: wire.Frame) -> None:
        if frame["name"] in self.server.passwords:
            self.deny(wire.NAME_TAKEN)
            return
        self.server.passwords[frame["name"]] = frame["password"]
        self.grant(frame["name"])

    def on_login(self, frame: wire.Frame) -> None:
        if self.server.passwords.get(frame["name"]) == frame["password"]:
            self.grant(frame["name"])
        else:
            self.deny(wire.BAD_CREDENTIALS)

    def on_resume(self, frame: wire.Frame) -> None:
        name = self.server.tokens.get(frame["token"])
        if name is None:
            self.deny(wire.TOKEN_EXPIRED)
        else:
            self.grant(name)

    def on_say(self, frame: wire.Frame) -> None:
        self.heard_id = frame.id
        self.tell(wire.SAY, re=frame.id, text=frame["text"])
        if self.heard_id - self.acked >= 64:
            self.ack()

    def on_ack(self, frame: wire.Frame) -> None:
        if not self.their_ack <= frame["received"] <= self.said_id:
            raise Refused(wire.GAP, wire.ACK)
        self.their_ack = frame["received"]

    def on_bye(self, frame: wire.Frame) -> None:
        if not self.said_bye:
            self.ack()
            self.tell(wire.BYE, reason=wire.DONE)
        self.open = False

    def on_logout(self, frame: wire.Frame) -> None:
        dead = [token for token, name in self.server.tokens.items() if name == self.name]
        for token in dead:
            del self.server.tokens[token]
        self.ack()
        self.tell(wire.BYE, reason=wire.LOGGED_OUT)
        self.open = False

    def drain(self) -> None:
        """What SIGTERM does to this connection."""
        self.said_bye = True
        self.tell(wire.BYE, reason=wire.SHUTTING_DOWN)

    def kill(self) -> None:
        """What SIGKILL does to this connection."""
        self.sock.shutdown(socket.SHUT_RDWR)
