"""A small blocking client that keeps the document's rules and holds the server to them."""

from __future__ import annotations

import json
import select
import socket
import sys
import time
from collections import deque
from dataclasses import dataclass

import states
import wire

ACK_MESSAGES = 64  # the document: at the latest after 64 messages
ACK_SECONDS = 1.0  # or 1 s
OWN_ACK_SECONDS = 0.2
ACK_GRACE_SECONDS = 2.0  # what a loaded machine may add before a missing Ack is an error
SPLIT_PAUSE_SECONDS = 0.002
READ_BYTES = 65_536
READ_EVERY_PIECES = 256
LONG_TEXT_BYTES = 64
SECRET = "(secret)"
END_CLEAN, END_RESET = "eof", "reset"


class Violation(Exception):
    """The server did what the document does not allow, or not what the scenario needs."""

    def __init__(self, rule: str, detail: str):
        super().__init__(f"{rule}: {detail}")
        self.rule = rule
        self.detail = detail


class Report:
    """One JSON object a line for each thing that happens."""

    def __init__(self, stream=None, quiet: bool = False):
        self.stream = stream
        self.quiet = quiet
        self.remarks = 0

    def tell(self, event: str, **fields) -> None:
        """Print one event; `said` and `heard` are left out when quiet."""
        if self.quiet and event in ("said", "heard", "connected", "end"):
            return
        print(json.dumps({"event": event, **fields}), file=self.stream or sys.stdout, flush=True)

    def message(self, event: str, kind: int, id: int, re: int, fields: dict) -> None:
        """A message said or heard, without its secrets. A control message has no id but that of a field."""
        self.tell(event, **{"type": wire.type_name(kind), "id": id, "re": re, **shown(kind, fields)})

    def remark(self, what: str) -> None:
        """Something odd that the document does not clearly forbid."""
        self.remarks += 1
        self.tell("remark", what=what)


@dataclass(frozen=True)
class Delivery:
    """How the bytes of one turn are handed to the socket."""

    mode: str = "whole"
    offset: int = 0
    turn: str | None = None  # split only the turn whose last frame has this name

    @staticmethod
    def parse(text: str) -> "Delivery":
        if text in ("whole", "bytes"):
            return Delivery(text)
        mode, _, offset = text.partition(":")
        if mode == "split" and offset.isdigit() and int(offset) > 0:
            return Delivery("split", int(offset))
        raise ValueError("whole, bytes or split:N with N of at least 1")

    def pieces(self, label: str, data: bytes) -> list[bytes]:
        """The turn in the pieces in which it is to be sent."""
        if self.mode == "bytes":
            return [data[at:at + 1] for at in range(len(data))]
        chosen = self.turn is None or self.turn == label
        if self.mode == "split" and chosen and self.offset < len(data):
            return [data[:self.offset], data[self.offset:]]
        return [data]


def shown(kind: int, fields: dict) -> dict:
    """Fields as JSON values: secrets hidden, enums by name, bytes as hex, long texts by size."""
    out = {}
    for field in wire.FIELDS[kind]:
        if field.name not in fields:
            continue
        value = fields[field.name]
        if field.kind.secret:
            value = SECRET
        elif field.kind.names:
            value = wire.Names(field.kind.names)[value]
        elif isinstance(value, bytes):
            value = value.hex()
        elif isinstance(value, str) and len(value.encode()) > LONG_TEXT_BYTES:
            value = {"bytes": len(value.encode()), "begins": value[:16]}
        out[field.name] = value
    return out


class Peer:
    """One connection: says what the scenario wants, checks all it hears."""

    def __init__(self, sock: socket.socket, delivery: Delivery, report: Report, wait: float = 10.0):
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock, self.delivery, self.report, self.wait = sock, delivery, report, wait
        self.state = states.HELLO_STATE
        self.input = bytearray()
        self.turn: list[tuple[str, bytes]] = []
        self.turn_sizes: dict[str, int] = {}
        self.ended: str | None = None
        self.send_failed = False
        self.said_last = self.heard_bye = self.heard_fault = self.muted = False
        self.said_id = self.heard_id = self.own_ack = self.their_ack = 0
        self.unacked_since = 0.0
        self.unacknowledged: deque[tuple[int, float]] = deque()
        self.open_pings: set[int] = set()
        self.heard_at = time.monotonic()
        self.most_unacked = 0
        self.welcome: wire.Frame | None = None
        report.tell("connected", local=sock.getsockname()[0])

    # --- saying

    def put(self, kind: int, re: int = 0, **fields) -> int:
        """Queue a message for this turn; returns its id (0 for control messages)."""
        return self.put_body(kind, wire.encode(kind, fields), re)

    def put_body(self, kind: int, body: bytes, re: int = 0) -> int:
        """Queue a message with a body made elsewhere, keeping the books."""
        if self.said_last or not states.is_legal(self.state, states.CLIENT, kind):
            raise AssertionError(f"this peer may not say {wire.type_name(kind)} in {self.state}")
        if kind >= wire.FIRST_CONVERSATION_TYPE:
            self.said_id += 1
        id = self.said_id if kind >= wire.FIRST_CONVERSATION_TYPE else 0
        self.turn.append((wire.type_name(kind), wire.frame_bytes(kind, body, id, re)))
        self.state = states.next_state(self.state, states.CLIENT, kind)
        if kind == wire.PING:
            self.open_pings.add(wire.decode(kind, body)["nonce"])
        if kind in (wire.BYE, wire.LOGOUT, wire.FAULT):
            self.said_last = True
        self.report.message("said", kind, id, re, wire.decode(kind, body))
        return id

    def put_raw(self, data: bytes, what: str) -> None:
        """Queue bytes that break the rules; from now on this peer says nothing by itself."""
        self.muted = True
        self.turn.append((what, data))
        self.report.tell("said", type=what, bytes=len(data), raw=data[:48].hex())

    def flush(self) -> None:
        """Send the turn in the pieces that the delivery asks for."""
        if not self.turn:
            return
        label = self.turn[-1][0]
        data = b"".join(part for _, part in self.turn)
        self.turn = []
        self.turn_sizes[label] = len(data)
        for number, piece in enumerate(self.delivery.pieces(label, data)):
            if number and self.delivery.mode == "split":
                time.sleep(SPLIT_PAUSE_SECONDS)
            if self.send_failed or not self._send(piece):
                return
            if number % READ_EVERY_PIECES == 0:
                self._fill()
        if self.said_id > (self.unacknowledged[-1][0] if self.unacknowledged else self.their_ack):
            self.unacknowledged.append((self.said_id, time.monotonic()))

    def say(self, text: str, re: int = 0) -> int:
        """Queue one Say."""
        return self.put(wire.SAY, re, text=text)

    def put_ack(self) -> None:
        """Queue an Ack if there is something to acknowledge."""
        if self.own_ack < self.heard_id and self.state == states.CONVERSE_STATE:
            self.own_ack = self.heard_id
            self.put(wire.ACK, received=self.heard_id)

    def half_close(self) -> None:
        """End our direction of the stream."""
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.send_failed = True

    def close(self) -> None:
        """Let go of the socket."""
        self.sock.close()

    def _send(self, piece: bytes) -> bool:
        """Send one piece, reading meanwhile; a dead connection is remembered, not raised."""
        view = memoryview(piece)
        until = time.monotonic() + self.wait
        while view:
            try:
                view = view[self.sock.send(view):]
                until = time.monotonic() + self.wait
            except BlockingIOError:
                reads = [] if self.ended else [self.sock]
                readable, writable, _ = select.select(reads, [self.sock], [], self.wait)
                if readable:
                    self._fill()
                if not writable and time.monotonic() > until:
                    raise Violation("stuck", f"no write progress for {self.wait:g} s") from None
            except OSError as error:
                self.send_failed = True
                self.report.tell("sendFailed", error=type(error).__name__)
                return False
        return True

    # --- hearing

    def hear(self, *expected: int, wait: float | None = None) -> wire.Frame:
        """The next frame of the expected types; heartbeats and Acks in between are dealt with."""
        wait = self.wait if wait is None else wait
        until = time.monotonic() + wait
        names = " or ".join(wire.type_name(kind) for kind in expected)
        while True:
            frame = self.next_frame(until)
            if frame is None and self.ended:
                raise Violation("ended", f"stream ended ({self.ended}) while waiting for {names}")
            if frame is None:
                raise Violation("silence", f"no {names} within {wait:g} s in {self.state}")
            if frame.type in expected:
                return frame
            if frame.type not in states.COURTESIES:
                raise Violation("unwanted", f"{frame.name} {shown(frame.type, frame.fields)} "
                                            f"while waiting for {names}")

    def hear_end(self) -> str:
        """The clean end of the stream, with nothing before it."""
        until = time.monotonic() + self.wait
        frame = self.next_frame(until)
        if frame is not None:
            raise Violation("after-end", f"{frame.name} where the stream should have ended")
        if self.ended is None:
            raise Violation("no-end", f"stream still open after {self.wait:g} s")
        if self.input:
            raise Violation("after-end", f"{len(self.input)} bytes of an unfinished frame at the end")
        self.report.tell("end", how=self.ended)
        if self.ended != END_CLEAN:
            raise Violation("reset", "the connection was reset where a half-close was due")
        return self.ended

    def next_frame(self, until: float) -> wire.Frame | None:
        """The next good frame, or None when the time is up or the stream has ended."""
        while True:
            frame = self._cut()
            if frame is not None:
                return frame
            if self.ended:
                return None
            now = time.monotonic()
            if self._tend(now):
                continue  # sending may have read something
            pause = until - now
            if self._may_ack():
                pause = min(pause, self.unacked_since + OWN_ACK_SECONDS - now)
            readable, _, _ = select.select([self.sock], [], [], max(0.0, min(pause, 0.5)))
            if readable:
                self._fill()
                continue
            self._check_their_ack_time(time.monotonic())
            if time.monotonic() >= until:
                return None

    def await_acked(self) -> None:
        """Wait until the server has acknowledged all we said (at the latest 1 s, plus a grace)."""
        until = time.monotonic() + ACK_SECONDS + ACK_GRACE_SECONDS
        while self.their_ack < self.said_id:
            frame = self.next_frame(until)
            if frame is None:
                raise Violation("ack-late", f"acknowledged {self.their_ack} of {self.said_id}")

    def has_news(self, seconds: float) -> bool:
        """Whether bytes or the end of the stream come within this time."""
        if not self.input and not self.ended and select.select([self.sock], [], [], seconds)[0]:
            self._fill()
        return bool(self.input or self.ended)

    def _may_ack(self) -> bool:
        """Whether something waits for our Ack, and we may still say one."""
        over = self.muted or self.said_last or self.heard_bye or self.heard_fault
        return self.own_ack < self.heard_id and not over

    def _tend(self, now: float) -> bool:
        """Say the Ack that is due; whether one was."""
        if not self._may_ack():
            return False
        many = self.heard_id - self.own_ack >= ACK_MESSAGES
        if many or now - self.unacked_since >= OWN_ACK_SECONDS:
            self.put_ack()
            self.flush()
            return True
        return False

    def _fill(self) -> None:
        """Take what the socket has."""
        while self.ended is None:
            try:
                data = self.sock.recv(READ_BYTES)
            except BlockingIOError:
                return
            except OSError:
                self.ended = END_RESET
                return
            if not data:
                self.ended = END_CLEAN
                return
            self.input += data
            if len(data) < READ_BYTES:
                return

    def _cut(self) -> wire.Frame | None:
        """Cut the next frame off the input, judging it in the document's order."""
        if len(self.input) < wire.HEADER_BYTES:
            return None
        header = wire.Header.unpack(bytes(self.input[:wire.HEADER_BYTES]))
        self._judge_header(header)
        end = wire.HEADER_BYTES + header.length
        if len(self.input) < end:
            return None
        body = bytes(self.input[wire.HEADER_BYTES:end])
        del self.input[:end]
        frame = wire.Frame(header.type, header.id, header.re, self._judge_body(header, body))
        self.heard_at = time.monotonic()
        self.report.message("heard", frame.type, frame.id, frame.re, frame.fields)
        self._accept(frame)
        return frame

    def _judge_header(self, header: wire.Header) -> None:
        """Flags, type in this state, length, id and re."""
        name = wire.type_name(header.type)
        if self.heard_fault or self.heard_bye:
            raise Violation("after-end", f"{name} after the server's last word")
        if header.flags != 0:
            raise Violation("flags", f"{name} with flags {header.flags}")
        if header.type not in wire.FIELDS or not states.is_legal(self.state, states.SERVER, header.type):
            raise Violation("state", f"{name} from the server in {self.state}")
        limit = states.CONVERSE_BODY if self.said_last else states.max_body(self.state)
        if header.length > limit:
            raise Violation("too-large", f"{name} of {header.length} bytes in {self.state}")
        if header.type < wire.FIRST_CONVERSATION_TYPE:
            if header.id or header.re:
                raise Violation("control-id", f"{name} with id {header.id}, re {header.re}")
            return
        if header.id != self.heard_id + 1:
            raise Violation("gap", f"{name} with id {header.id} after {self.heard_id}")
        if header.re > self.said_id:
            raise Violation("re", f"{name} answers {header.re}, we said {self.said_id}")

    def _judge_body(self, header: wire.Header, body: bytes) -> dict:
        """The fields of a body that is right and canonical."""
        try:
            fields = wire.decode(header.type, body)
        except wire.BadBody as error:
            raise Violation("body", str(error)) from None
        if wire.encode(header.type, fields) != body:
            raise Violation("canonical", f"{wire.type_name(header.type)}: {body[:64].hex()}")
        return fields

    def _accept(self, frame: wire.Frame) -> None:
        """Keep the books for a good frame and do what it asks by itself."""
        if frame.type >= wire.FIRST_CONVERSATION_TYPE:
            self._accept_conversation(frame)
        elif frame.type == wire.ACK:
            self._accept_ack(frame["received"])
        elif frame.type == wire.PING and not (self.said_last or self.muted):
            self.put(wire.PONG, nonce=frame["nonce"])
            self.flush()
        elif frame.type == wire.PONG:
            if frame["nonce"] not in self.open_pings:
                raise Violation("pong", f"Pong {frame['nonce']} answers no Ping")
            self.open_pings.remove(frame["nonce"])
        elif frame.type == wire.BYE:
            self.heard_bye = True
            self._check_last_ack(frame)
        elif frame.type == wire.FAULT:
            self.heard_fault = True
        self._check_opening(frame)
        self.state = states.next_state(self.state, states.SERVER, frame.type)

    def _accept_conversation(self, frame: wire.Frame) -> None:
        """Count a conversation message; by its `re` it acknowledges ours up to that one."""
        if self.own_ack == self.heard_id:
            self.unacked_since = time.monotonic()
        self.heard_id = frame.id
        unacked = frame.re - self.their_ack
        self.most_unacked = max(self.most_unacked, unacked)
        if unacked > ACK_MESSAGES:
            raise Violation("ack-late", f"answer to {frame.re}, but only {self.their_ack} acknowledged")
        if unacked > 0:
            self._accept_ack(frame.re)

    def _accept_ack(self, received: int) -> None:
        """An Ack lies between the one before and what we said."""
        if not self.their_ack <= received <= self.said_id:
            raise Violation("ack", f"Ack {received} after {self.their_ack}, we said {self.said_id}")
        self.their_ack = received
        while self.unacknowledged and self.unacknowledged[0][0] <= received:
            self.unacknowledged.popleft()

    def _check_their_ack_time(self, now: float) -> None:
        """Ours must be acknowledged 1 s after arrival, with a grace for slow machines."""
        if self.said_last or self.heard_bye or self.muted or not self.unacknowledged:
            return
        id, said_at = self.unacknowledged[0]
        if now - said_at > ACK_SECONDS + ACK_GRACE_SECONDS:
            raise Violation("ack-late", f"{id} not acknowledged after {now - said_at:.2f} s")

    def _check_last_ack(self, bye: wire.Frame) -> None:
        """Who hears the first Bye says its last Ack before its own Bye."""
        answers_ours = self.said_last and bye["reason"] in (wire.DONE, wire.LOGGED_OUT)
        if answers_ours and self.their_ack < self.said_id:
            raise Violation("last-ack", f"Bye with {self.their_ack} of {self.said_id} acknowledged")

    def _check_opening(self, frame: wire.Frame) -> None:
        """What the document says about the values of the opening messages."""
        if frame.type == wire.WELCOME:
            self.welcome = frame
            if frame["protocol"] != wire.PROTOCOL:
                raise Violation("protocol", f"Welcome of a server that speaks {frame['protocol']}")
            if frame["version"] != wire.VERSION:
                raise Violation("version", f"Welcome with version {frame['version']}")
            if frame["maxBody"] != states.CONVERSE_BODY:
                self.report.remark(f"Welcome.maxBody is {frame['maxBody']}")
            if not frame["session"]:
                self.report.remark("Welcome.session is empty")
        if frame.type == wire.GREETING:
            if frame["known"] != (self.state == states.GREET_STATE):
                raise Violation("known", f"Greeting known {frame['known']} in {self.state}")
            if frame["known"] != (frame["lastSeenMs"] > 0):
                self.report.remark(f"Greeting known {frame['known']}, lastSeenMs {frame['lastSeenMs']}")
        if frame.type == wire.GRANTED and (frame["continued"] or frame["received"]):
            raise Violation("continued", "Granted continues what nobody asked to continue")
        if frame.type == wire.GRANTED and frame["expiresAtMs"] <= time.time() * 1000:
            self.report.remark(f"Granted.expiresAtMs {frame['expiresAtMs']} is not in the future")

    # --- leaving

    def leave(self, last: int = wire.BYE, **fields) -> wire.Frame:
        """The Bye handshake (or Logout), begun by us: Ack, Bye; hear Bye; half-close; hear the end."""
        self.put_ack()
        self.put(last, **(fields or ({"reason": wire.DONE} if last == wire.BYE else {})))
        self.flush()
        bye = self.hear(wire.BYE, wire.SAY)
        while bye.type == wire.SAY:
            bye = self.hear(wire.BYE, wire.SAY)
        self.half_close()
        self.hear_end()
        self.close()
        return bye

    def answer_bye(self) -> None:
        """The server said Bye first: last Ack, Bye, half-close; hear the end."""
        self.put_ack()
        self.put(wire.BYE, reason=wire.DONE)
        self.flush()
        self.half_close()
        self.hear_end()
        self.close()


def connect(host: str, port: int, delivery: Delivery, report: Report, wait: float = 10.0,
            source: str | None = None) -> Peer:
    """A peer on a new connection, from the given source address if there is one."""
    bind = (source, 0) if source else None
    try:
        sock = socket.create_connection((host, port), timeout=wait, source_address=bind)
    except OSError as error:
        raise Violation("connect", f"{host}:{port}: {error}") from None
    return Peer(sock, delivery, report, wait)
