"""The scenarios: what a client does with a server, step by step, as the document tells it."""

from __future__ import annotations

import contextlib
import random
import secrets
import time
from dataclasses import dataclass, field

import client
import states
import wire
from client import Delivery, Peer, Report, Violation

AGENT = "colloquy-peer (python)"
GREETING_TEXT = "Hello, здравствуй, 你好 \U0001F44B"
MAX_ATTEMPTS = 3
FREE_FAILURES = 5  # the fifth in a row of one name from one address is answered TOO_MANY_ATTEMPTS
OTHER_SOURCE = "127.0.0.77"
VERIFY_SECONDS = 30.0  # the deadline of auth.verify
WINDOW = 64
SILENT_HEARTBEATS = 3
HOLD_STEP_SECONDS = 0.5
FRESH_ADDRESS_TRIES = 5
LATER = 99  # a code or a reason that a later version may have
MAX_ID = 2**32 - 1
UNKNOWN_TEXT = bytes.fromhex("8201")
NONCE = bytes.fromhex("3220") + bytes(range(32))
MODE_AUTH, MODE_IDENTIFY, MODE_ECHO = "auth", "identify", "echo"

SAMPLES = (
    "", "a", "plain ASCII", "Привет, мир", "漢字かな交じり文", "שלום ومرحبا", "नमस्ते",
    "\U0001F469\u200D\U0001F680 \U0001F1EA\U0001F1FA \U0001F44B\U0001F3FD", "nul:\x00:in the middle", "\x00",
    "line\r\nbreaks\n\ttabs\x1b[31m", "e\u0301 is not NFC", "\ufeffBOM", "\U0010FFFF\uFFFF", " spaces ",
    "\u202Eoverride", "x" * 127, "x" * 128, "ж" * 500,
)
MIDDLE_SAMPLES = ("m" * 16_380, "m" * 16_383, "m" * 16_384, "語" * 6_000)
LARGE_SAMPLES = ("L" * 65_536, "\U0001F600" * 16_384, "\x00" * 65_536, "я" * 32_768)
MIDDLE_EVERY, LARGE_EVERY = 50, 250


@dataclass
class Account:
    """Who this peer is, and how it proves it: the token if there is one, else the password."""

    name: str
    password: str | None = None
    token: str | None = None
    register: bool = False


@dataclass
class Setting:
    """What every scenario gets: where, how, who, and where to report."""

    host: str
    port: int
    delivery: Delivery
    report: Report
    account: Account
    count: int = 1000
    wait: float = 10.0
    hold_for: float = 120.0
    source: str | None = None

    def connect(self, delivery: Delivery | None = None, source: str | None = None) -> Peer:
        """A new connection with this setting's delivery, or another."""
        where = source or self.source
        return client.connect(self.host, self.port, delivery or self.delivery, self.report, self.wait, where)


@dataclass
class Opening:
    """How a connection came to where it is."""

    mode: str = MODE_AUTH
    known: bool | None = None
    session: str = ""
    greeting: str | None = None
    details: dict = field(default_factory=dict)


def random_name() -> str:
    """A made-up name that nobody has."""
    return f"peer {secrets.token_hex(6)}"


def random_loopback() -> str:
    """One of the many addresses of the loopback network."""
    return ".".join(["127"] + [str(random.randint(1, 254)) for _ in range(3)])


def need(condition: bool, rule: str, detail: str) -> None:
    """Fail loudly unless the condition holds."""
    if not condition:
        raise Violation(rule, detail)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to the document."""
    return wire.name_key(one) == wire.name_key(other)


# --- opening


def say_hello(peer: Peer) -> None:
    """Hello, talk in version 1 only."""
    peer.put(wire.HELLO, protocol=wire.PROTOCOL, minVersion=wire.VERSION, maxVersion=wire.VERSION, agent=AGENT)
    peer.flush()


def greet(peer: Peer, name: str) -> Opening:
    """From after Hello up to Challenge (mode auth) or Ready (modes identify and echo)."""
    welcome = peer.hear(wire.WELCOME)
    opening = Opening(session=welcome["session"])
    frame = peer.hear(wire.ASK_NAME, wire.GREETING, wire.READY)
    if frame.type == wire.READY:
        opening.mode = MODE_ECHO
        return opening
    if frame.type == wire.ASK_NAME:
        if frame["address"] != peer.sock.getsockname()[0]:
            peer.report.remark(f"AskName.address is {frame['address']!r}")
        peer.put(wire.MY_NAME, name=name)
        peer.flush()
        frame = peer.hear(wire.GREETING)
        need(same_name(frame["name"], name), "greeting", "greets another name than MyName")
    opening.known, opening.greeting = frame["known"], frame["name"]
    frame = peer.hear(wire.CHALLENGE, wire.READY)
    opening.mode = MODE_AUTH if frame.type == wire.CHALLENGE else MODE_IDENTIFY
    return opening


def ask_grant(peer: Peer, account: Account) -> wire.Frame:
    """One attempt to prove who we are; Granted or Denied."""
    if account.token:
        peer.put(wire.RESUME, token=account.token)
    else:
        kind = wire.REGISTER if account.register else wire.LOGIN
        peer.put(kind, name=account.name, password=account.password)
    peer.flush()
    return peer.hear(wire.GRANTED, wire.DENIED, wait=max(peer.wait, VERIFY_SECONDS))


def prove(peer: Peer, account: Account) -> wire.Frame:
    """Be granted; keeps the new token in the account."""
    by_token = account.token is not None
    frame = ask_grant(peer, account)
    if frame.type == wire.DENIED:
        raise Violation("denied", f"{wire.DENIAL_REASONS[frame['reason']]} {frame['detail']!r}")
    if not by_token:
        need(same_name(frame["name"], account.name), "granted-name", f"Granted to {frame['name']!r}")
    account.name, account.token, account.register = frame["name"], frame["token"], False
    return frame


def open_conversation(peer: Peer, account: Account) -> Opening:
    """From a fresh connection into converse, whatever the server's mode."""
    say_hello(peer)
    opening = greet(peer, account.name)
    if opening.mode == MODE_AUTH:
        granted = prove(peer, account)
        opening.details["expiresAtMs"] = granted["expiresAtMs"]
    return opening


@contextlib.contextmanager
def conversation(setting: Setting, mode: str | None = None, **options):
    """A connection in converse, in the given mode if one is asked for."""
    with contextlib.closing(setting.connect(**options)) as peer:
        opening = open_conversation(peer, setting.account)
        need(mode in (None, opening.mode), "mode", f"server is in mode {opening.mode}, not {mode}")
        yield peer, opening


def say_and_hear(peer: Peer, text: str) -> None:
    """One Say and its echo, which answers it."""
    id = peer.say(text)
    peer.flush()
    check_echo(peer.hear(wire.SAY), id, text)


def check_echo(frame: wire.Frame, id: int, text: str) -> None:
    """An echo has our text and our id in `re`."""
    need(frame.re == id, "echo-re", f"echo answers {frame.re}, not {id}")
    need(frame["text"] == text, "echo-text", f"echo of {id} has another text, {len(frame['text'])} long")


def ping_and_hear(peer: Peer, nonce: int) -> None:
    """Ping and its Pong with the same nonce."""
    peer.put(wire.PING, nonce=nonce)
    peer.flush()
    need(peer.hear(wire.PONG)["nonce"] == nonce, "pong", "another nonce")


def small_talk(peer: Peer) -> None:
    """One Say, its echo, its Ack, one Ping, and the Bye handshake."""
    say_and_hear(peer, GREETING_TEXT)
    ping_and_hear(peer, 0xC0FFEE)
    peer.await_acked()
    bye = peer.leave()
    if bye["reason"] != wire.DONE:
        peer.report.remark(f"Bye(DONE) was answered with Bye({wire.BYE_REASONS[bye['reason']]})")


def outcome(setting: Setting, opening: Opening) -> dict:
    """What the last line tells of a conversation."""
    return {
        "name": setting.account.name, "token": setting.account.token, "session": opening.session,
        "mode": opening.mode, "known": opening.known, "greeting": opening.greeting, **opening.details,
    }


# --- scenarios about accounts


def register(setting: Setting) -> dict:
    """Register a new account, talk, leave."""
    setting.account.register, setting.account.token = True, None
    with conversation(setting, MODE_AUTH) as (peer, opening):
        small_talk(peer)
    return outcome(setting, opening)


def login(setting: Setting) -> dict:
    """Log in with the password, talk, leave."""
    setting.account.register, setting.account.token = False, None
    with conversation(setting, MODE_AUTH) as (peer, opening):
        small_talk(peer)
    return outcome(setting, opening)


def resume(setting: Setting) -> dict:
    """Come back with a token, talk, leave; the new token is in the last line."""
    need(setting.account.token is not None, "usage", "resume needs --token")
    before = setting.account.token
    with conversation(setting, MODE_AUTH) as (peer, opening):
        small_talk(peer)
    return {**outcome(setting, opening), "rotated": setting.account.token != before}


def wrong_password(setting: Setting) -> dict:
    """Three wrong passwords: Denied with attemptsLeft 2, 1, 0, then Fault UNAUTHORIZED and the end."""
    wrong = Account(setting.account.name, "wrong " + (setting.account.password or "password"))
    with contextlib.closing(setting.connect()) as peer:
        say_hello(peer)
        opening = greet(peer, wrong.name)
        need(opening.mode == MODE_AUTH, "mode", f"server is in mode {opening.mode}")
        for left in range(MAX_ATTEMPTS - 1, -1, -1):
            denied = ask_grant(peer, wrong)
            need(denied.type == wire.DENIED, "granted", "a wrong password was granted")
            check_denied(denied, wire.BAD_CREDENTIALS, left)
        fault = peer.hear(wire.FAULT)
        need(fault["code"] == wire.UNAUTHORIZED, "fault", f"Fault {wire.FAULT_CODES[fault['code']]}")
        peer.hear_end()
    return {"attempts": MAX_ATTEMPTS, "fault": "UNAUTHORIZED", "offending": fault["offending"]}


def throttle(setting: Setting) -> dict:
    """Five wrong passwords in a row: the fifth is itself TOO_MANY_ATTEMPTS; another address is not affected."""
    wrong = Account(setting.account.name, "wrong " + setting.account.password)
    reasons = [wire.BAD_CREDENTIALS] * (FREE_FAILURES - 1) + [wire.TOO_MANY_ATTEMPTS]
    denied = fail_often(setting, wrong, reasons)
    need(denied["retryAfterMs"] > 0, "retry-after", "TOO_MANY_ATTEMPTS without a time to wait")
    elsewhere = fail_often(setting, wrong, [wire.BAD_CREDENTIALS], OTHER_SOURCE)
    need(elsewhere["retryAfterMs"] == 0, "retry-after", "another address has to wait")
    return {"failures": len(reasons), "retryAfterMs": denied["retryAfterMs"]}


def fail_often(setting: Setting, wrong: Account, reasons: list[int], source: str | None = None) -> wire.Frame:
    """Wrong passwords over as many connections as it takes; the last Denied."""
    for at in range(0, len(reasons), MAX_ATTEMPTS):
        with contextlib.closing(setting.connect(source=source)) as peer:
            say_hello(peer)
            greet(peer, wrong.name)
            for spent, reason in enumerate(reasons[at:at + MAX_ATTEMPTS], start=1):
                denied = ask_grant(peer, wrong)
                need(denied.type == wire.DENIED, "granted", "a wrong password was granted")
                check_denied(denied, reason, MAX_ATTEMPTS - spent)
            if denied["attemptsLeft"]:
                peer.leave()
            else:
                peer.hear(wire.FAULT)
                peer.hear_end()
    return denied


def check_denied(frame: wire.Frame, reason: int, left: int) -> None:
    """A Denied with this reason and this many attempts left."""
    heard = wire.DENIAL_REASONS[frame["reason"]]
    need(frame["reason"] == reason, "denied-reason", f"{heard}, not {wire.DENIAL_REASONS[reason]}")
    need(frame["attemptsLeft"] == left, "attempts-left", f"{frame['attemptsLeft']}, not {left}")


def logout(setting: Setting) -> dict:
    """Logout, Bye(LOGGED_OUT); then the revoked tokens are refused on a new connection."""
    presented = setting.account.token
    with conversation(setting, MODE_AUTH) as (peer, _):
        say_and_hear(peer, GREETING_TEXT)
        bye = peer.leave(wire.LOGOUT, everywhere=False)
        need(bye["reason"] == wire.LOGGED_OUT, "bye-reason", wire.BYE_REASONS[bye["reason"]])
    dead = [token for token in dict.fromkeys((setting.account.token, presented)) if token]
    with contextlib.closing(setting.connect()) as peer:
        say_hello(peer)
        greet(peer, setting.account.name)
        for spent, token in enumerate(dead, start=1):
            denied = ask_grant(peer, Account(setting.account.name, token=token))
            need(denied.type == wire.DENIED, "granted", "a revoked token was granted")
            check_denied(denied, wire.TOKEN_EXPIRED, MAX_ATTEMPTS - spent)
        peer.leave()
    return {"name": setting.account.name, "refusedTokens": len(dead)}


# --- scenarios about modes


def identify(setting: Setting) -> dict:
    """Mode identify, twice from one address: the second time it is known by the name of MyName."""
    with conversation(setting, MODE_IDENTIFY) as (peer, first):
        small_talk(peer)
    with conversation(setting, MODE_IDENTIFY) as (peer, second):
        small_talk(peer)
    need(second.known is True, "known", "the address is not known on the second connection")
    same = same_name(second.greeting or "", first.greeting or "")
    need(same, "greeting", "the second Greeting has another name")
    return {"known": [first.known, second.known], "name": second.greeting}


def echo(setting: Setting) -> dict:
    """Mode echo: Welcome, Ready, talk, leave."""
    with conversation(setting, MODE_ECHO) as (peer, opening):
        small_talk(peer)
    return {"mode": opening.mode, "session": opening.session}


def filled(body: bytes, size: int) -> bytes:
    """A body with an unknown field of text before it that makes it as large as said."""
    rest = size - len(body) - len(UNKNOWN_TEXT) - 3  # three bytes for the length of the text
    length = wire.write_varint(rest)
    need(len(length) == 3, "peer", "a filled body of another size")
    return UNKNOWN_TEXT + length + b"x" * rest + body


def tolerance(setting: Setting) -> dict:
    """What must be accepted: any field order, unknown fields up to the limit, a default written out, an empty body,
    a courtesy about a message that nobody waits for, a reason of a later version."""
    unknown = bytes.fromhex("7805 820103616263 89010102030405060708 950101020304")
    with contextlib.closing(setting.connect()) as peer:
        peer.put_body(wire.HELLO, bytes.fromhex("2a0474616c6b 10010801") + unknown + NONCE)
        peer.flush()
        opening = greet(peer, setting.account.name)
        if opening.mode == MODE_AUTH:
            prove(peer, setting.account)
        first = peer.put_body(wire.SAY, b"")
        second = peer.put_body(wire.SAY, bytes.fromhex("0a00"))
        third = peer.put_body(wire.SAY, unknown + bytes.fromhex("0a0161"))
        fourth = peer.put_body(wire.SAY, filled(bytes.fromhex("0a0162"), states.CONVERSE_BODY))
        peer.put(wire.CANCEL, id=1)
        peer.put(wire.MORE, id=MAX_ID, messages=MAX_ID)
        peer.put(wire.ABORTED, id=7, reason=wire.LOST)
        peer.put(wire.ABORTED, id=7, reason=LATER)
        peer.put_body(wire.ACK, b"")
        peer.put_body(wire.ACK, bytes.fromhex("0800"))
        peer.flush()
        for id, text in ((first, ""), (second, ""), (third, "a"), (fourth, "b")):
            check_echo(peer.hear(wire.SAY), id, text)
        peer.leave(reason=LATER)
    return outcome(setting, opening)


# --- exchange


def sample_texts(count: int, sparing: bool = False) -> list[str]:
    """Texts of many sizes and scripts; with `sparing`, each large one at most once."""
    texts = [SAMPLES[number % len(SAMPLES)] for number in range(count)]
    for every, kinds in ((MIDDLE_EVERY, MIDDLE_SAMPLES), (LARGE_EVERY, LARGE_SAMPLES)):
        for nth, at in enumerate(range(every // 2, count, every)):
            if not sparing or nth < 2:
                texts[at] = kinds[nth % len(kinds)]
    if 0 < count <= LARGE_EVERY // 2:
        texts[count // 2] = LARGE_SAMPLES[0]
    return texts


def pipelined(peer: Peer, texts: list[str]) -> None:
    """Keep up to WINDOW messages unanswered, half a window to a turn."""
    waiting: list[tuple[int, str]] = []
    todo = list(reversed(texts))
    while todo or waiting:
        if todo and len(waiting) <= WINDOW // 2:
            while todo and len(waiting) < WINDOW:
                text = todo.pop()
                waiting.append((peer.say(text), text))
            peer.flush()
        id, text = waiting.pop(0)
        check_echo(peer.hear(wire.SAY), id, text)


def exchange(setting: Setting) -> dict:
    """`count` messages each way pipelined, then as many in lock-step, on one connection."""
    sparing = setting.delivery.mode == "bytes"
    with conversation(setting) as (peer, opening):
        start = time.monotonic()
        pipelined(peer, sample_texts(setting.count, sparing))
        middle = time.monotonic()
        tell_passed(setting, "pipelined", middle - start)
        for text in sample_texts(setting.count, sparing):
            say_and_hear(peer, text)
        tell_passed(setting, "lock-step", time.monotonic() - middle)
        peer.await_acked()
        peer.leave()
    return {**outcome(setting, opening), "messages": peer.said_id, "mostUnacked": peer.most_unacked}


def tell_passed(setting: Setting, what: str, seconds: float) -> None:
    """One pass of the exchange is over."""
    setting.report.tell("passed", what=what, messages=setting.count, seconds=round(seconds, 3))


# --- hold


def hold(setting: Setting) -> dict:
    """Say one, tell `ready`, then wait until the server goes away, and report how it went."""
    with conversation(setting) as (peer, opening):
        say_and_hear(peer, GREETING_TEXT)
        peer.await_acked()
        setting.report.tell("ready", **outcome(setting, opening))
        until = time.monotonic() + setting.hold_for
        while True:
            frame = peer.next_frame(min(until, time.monotonic() + HOLD_STEP_SECONDS))
            if frame is not None and frame.type in (wire.BYE, wire.FAULT):
                return {**outcome(setting, opening), **part(peer, frame)}
            if frame is None and peer.ended:
                return {**outcome(setting, opening), "how": "broken", "end": peer.ended}
            keep_alive(peer)
            need(time.monotonic() < until, "still-there", f"still there after {setting.hold_for:g} s")


def part(peer: Peer, frame: wire.Frame) -> dict:
    """Do what a Bye or a Fault of the server asks; how it went."""
    if frame.type == wire.BYE:
        peer.answer_bye()
        return {"how": "bye", "reason": wire.BYE_REASONS[frame["reason"]]}
    peer.hear_end()
    return {"how": "fault", "reason": wire.FAULT_CODES[frame["code"]]}


def keep_alive(peer: Peer) -> None:
    """Ping after a silent heartbeat; three of them are too many."""
    heartbeat = peer.welcome["heartbeatMs"] / 1000 if peer.welcome else 30.0
    silent = time.monotonic() - peer.heard_at
    need(silent < SILENT_HEARTBEATS * heartbeat, "idle", f"heard nothing for {silent:.1f} s")
    if silent >= heartbeat and not peer.open_pings:
        peer.put(wire.PING, nonce=random.getrandbits(32))
        peer.flush()


# --- splits


def short_conversation(setting: Setting, delivery: Delivery, source: str | None = None) -> tuple[str, dict]:
    """Open, two Says and a Ping in one turn, Bye. The mode, and each turn's size by its last message."""
    with conversation(setting, delivery=delivery, source=source) as (peer, opening):
        first = peer.say(GREETING_TEXT)
        peer.put(wire.PING, nonce=7)
        second = peer.say("")
        peer.flush()
        for id, text in ((first, GREETING_TEXT), (second, "")):
            check_echo(peer.hear(wire.SAY), id, text)
        if peer.open_pings:
            peer.hear(wire.PONG)
        peer.leave()
    by_itself = ("Ack", "Pong")
    return opening.mode, {label: size for label, size in peer.turn_sizes.items() if label not in by_itself}


def my_name_size(setting: Setting) -> int:
    """The size of the MyName turn from an address that the server does not know; 0 if there is none."""
    if not setting.host.startswith("127."):
        return 0
    for _ in range(FRESH_ADDRESS_TRIES):
        try:
            _, turns = short_conversation(setting, Delivery(), random_loopback())
        except Violation as violation:
            if violation.rule != "connect":
                raise
            return 0
        if "MyName" in turns:
            return turns["MyName"]
    return 0


def splits(setting: Setting) -> dict:
    """A whole short conversation for each offset at which each of its turns can be cut in two."""
    short_conversation(setting, Delivery())  # afterwards there is a token, and the address is known
    mode, turns = short_conversation(setting, Delivery())
    if mode != MODE_ECHO:
        turns["MyName"] = my_name_size(setting)
        if not turns["MyName"]:
            setting.report.remark("the MyName turn could not be split: no fresh address")
    done = {label: split_turn(setting, label, size) for label, size in turns.items()}
    return {"turns": done, "conversations": sum(done.values()), "token": setting.account.token}


def split_turn(setting: Setting, label: str, size: int) -> int:
    """Cut one turn at each offset; how many conversations really had that turn."""
    done = 0
    for offset in range(1, size):
        source = random_loopback() if label == "MyName" else None
        _, turns = short_conversation(setting, Delivery("split", offset, label), source)
        done += label in turns
    setting.report.tell("split", turn=label, bytes=size, conversations=done)
    return done
