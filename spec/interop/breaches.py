"""Hostile things to do to a server, and the Fault that the document promises for each."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass

import scenarios
import states
import wire
from client import Peer, Report, Violation
from scenarios import Setting
from wire import frame_bytes

AT_HELLO, AT_CONVERSE = "hello", "converse"
NO_FAULT = 0
ANY_OFFENDING = -1
UNKNOWN_TYPE = 999
KEPT_TYPE = 26  # 26 to 31 are kept for a later base
HUGE = 2**32 - 1
FLOOD_BYTES = 131_072
SLOW_WAIT_SECONDS = 14.0
DRIBBLE_SECONDS = 0.6
GOOD_HELLO = wire.encode(wire.HELLO, {"protocol": wire.PROTOCOL, "minVersion": 1, "maxVersion": 1})
TALK = "2a0474616c6b"  # Hello.protocol


def hello(body: str, protocol: str = TALK) -> bytes:
    """A Hello with a body in hex, after the field that names the protocol."""
    return frame_bytes(wire.HELLO, bytes.fromhex(protocol + body))


def say(id: int, text: str = "hi", **header) -> bytes:
    """A Say with an id of one's choice."""
    raw = text.encode()
    body = b"\x0a" + wire.write_varint(len(raw)) + raw
    return frame_bytes(wire.SAY, body, id=id, **header)


@dataclass(frozen=True)
class Breach:
    """Bytes that break a rule, where to say them, and what must be heard then."""

    raw: bytes
    code: int
    offending: int = ANY_OFFENDING
    at: str = AT_HELLO
    after_echo: bool = False  # first one good Say and its echo
    half_close: bool = False  # end our direction after the bytes
    slow: bool = False  # waits for a deadline; not part of `all`


def _hello_breaches() -> dict[str, Breach]:
    """Those that need no conversation."""
    bad, type_ = wire.MALFORMED, wire.HELLO
    return {
        "flags": Breach(frame_bytes(type_, GOOD_HELLO, flags=1), bad, type_),
        "unknown-type": Breach(frame_bytes(UNKNOWN_TYPE), wire.UNEXPECTED_MESSAGE, UNKNOWN_TYPE),
        "type-zero": Breach(frame_bytes(0), wire.UNEXPECTED_MESSAGE, 0),
        "too-large": Breach(frame_bytes(type_, length=1025), wire.TOO_LARGE, type_),
        "too-large-flood": Breach(frame_bytes(type_, bytes(FLOOD_BYTES)), wire.TOO_LARGE, type_),
        "control-id": Breach(frame_bytes(type_, GOOD_HELLO, id=1), bad, type_),
        "control-re": Breach(frame_bytes(type_, GOOD_HELLO, re=1), bad, type_),
        "truncated-body": Breach(hello("080110"), bad, type_),
        "truncated-string": Breach(hello("080110012205616263"), bad, type_),
        "repeated-field": Breach(hello("080108011001"), bad, type_),
        "overlong-varint": Breach(hello("0881001001"), bad, type_),
        "varint-too-wide": Breach(hello("08ffffffffff0f1001"), bad, type_),
        "missing-field": Breach(hello(""), bad, type_),
        "version-zero": Breach(hello("08001001"), bad, type_),
        "group": Breach(hello("080110012b2c"), bad, type_),
        "unknown-group": Breach(hello("080110017b7c"), bad, type_),
        "bad-utf8": Breach(hello("080110012202c328"), bad, type_),
        "short-contract": Breach(hello("080110011a0701020304050607"), bad, type_),
        "long-agent": Breach(hello("080110012241" + "61" * 65), bad, type_),
        "no-protocol": Breach(hello("08011001", protocol=""), bad, type_),
        "empty-protocol": Breach(hello("08011001", protocol="2a00"), bad, type_),
        "long-protocol": Breach(hello("08011001", protocol="2a41" + "61" * 65), bad, type_),
        "shouted-protocol": Breach(hello("08011001", protocol="2a0454414c4b"), bad, type_),
        "short-nonce": Breach(hello("08011001321f" + "00" * 31), bad, type_),
        "tag-zero": Breach(hello("080110010001"), bad, type_),
        "left-over": Breach(hello("0801100180"), bad, type_),
        "illegal-type": Breach(frame_bytes(wire.PING, b"\x08\x01"), wire.UNEXPECTED_MESSAGE, wire.PING),
        "say-early": Breach(say(1), wire.UNEXPECTED_MESSAGE, wire.SAY),
        "wrong-direction": Breach(frame_bytes(wire.WELCOME), wire.UNEXPECTED_MESSAGE, wire.WELCOME),
        "http": Breach(b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", bad, int.from_bytes(b"/ ", "big")),
        "version": Breach(hello("08021003"), wire.VERSION_FAULT),
        "other-protocol": Breach(hello("08011001", protocol="2a026b76"), wire.VERSION_FAULT),
        "order-flags-type": Breach(frame_bytes(UNKNOWN_TYPE, flags=1), bad, UNKNOWN_TYPE),
        "order-type-length": Breach(
            frame_bytes(UNKNOWN_TYPE, length=HUGE), wire.UNEXPECTED_MESSAGE, UNKNOWN_TYPE),
        "order-length-id": Breach(frame_bytes(type_, length=HUGE, id=1), wire.TOO_LARGE, type_),
        "half-frame": Breach(frame_bytes(type_, GOOD_HELLO)[:18], NO_FAULT, half_close=True),
        "silence": Breach(b"", wire.TIMEOUT, slow=True),
        "dribble": Breach(hello("08011001221e" + "61" * 30), wire.TIMEOUT, slow=True),
    }


def _converse_breaches() -> dict[str, Breach]:
    """Those that need a conversation."""
    def at_converse(raw: bytes, code: int, offending: int, **more) -> Breach:
        return Breach(raw, code, offending, AT_CONVERSE, **more)

    bad, type_ = wire.MALFORMED, wire.SAY
    ack = frame_bytes(wire.ACK, b"\x08\x01")
    return {
        "id-gap": at_converse(say(2), wire.GAP, type_),
        "id-zero": at_converse(say(0), wire.GAP, type_),
        "id-repeat": at_converse(say(1), wire.GAP, type_, after_echo=True),
        "re-beyond": at_converse(say(1, re=1000), bad, type_),
        "say-too-large": at_converse(frame_bytes(type_, length=states.CONVERSE_BODY + 1, id=1), wire.TOO_LARGE, type_),
        "text-too-long": at_converse(say(1, "x" * 65_537), bad, type_),
        "say-bad-utf8": at_converse(frame_bytes(type_, b"\x0a\x02\xc3\x28", id=1), bad, type_),
        "say-repeated": at_converse(frame_bytes(type_, b"\x0a\x01a\x0a\x01b", id=1), bad, type_),
        "ack-beyond": at_converse(frame_bytes(wire.ACK, b"\x08\xe8\x07"), wire.GAP, wire.ACK),
        "ack-below": at_converse(ack + frame_bytes(wire.ACK), wire.GAP, wire.ACK, after_echo=True),
        "ping-with-id": at_converse(frame_bytes(wire.PING, b"\x08\x01", id=1), bad, wire.PING),
        "bye-reason": at_converse(frame_bytes(wire.BYE, b"\x08\x80\x80\x80\x80\x08"), bad, wire.BYE),
        "bye-reason-zero": at_converse(frame_bytes(wire.BYE, b"\x08\x00"), bad, wire.BYE),
        "bye-no-reason": at_converse(frame_bytes(wire.BYE), bad, wire.BYE),
        "cancel-nothing": at_converse(frame_bytes(wire.CANCEL), bad, wire.CANCEL),
        "more-of-nothing": at_converse(frame_bytes(wire.MORE, b"\x08\x01"), bad, wire.MORE),
        "aborted-without-reason": at_converse(frame_bytes(wire.ABORTED, b"\x08\x01"), bad, wire.ABORTED),
        "revoke-nothing": at_converse(frame_bytes(wire.REVOKE_SESSION), bad, wire.REVOKE_SESSION),
        "number-kept": at_converse(frame_bytes(KEPT_TYPE), wire.UNEXPECTED_MESSAGE, KEPT_TYPE),
        "late-name": at_converse(
            frame_bytes(wire.MY_NAME, b"\x0a\x01a"), wire.UNEXPECTED_MESSAGE, wire.MY_NAME),
        "late-hello": at_converse(frame_bytes(wire.HELLO, GOOD_HELLO), wire.UNEXPECTED_MESSAGE, wire.HELLO),
        "order-large-gap": at_converse(frame_bytes(type_, length=HUGE, id=9), wire.TOO_LARGE, type_),
        "order-gap-re": at_converse(say(9, re=1000), wire.GAP, type_),
        "half-say": at_converse(say(2)[:18], NO_FAULT, ANY_OFFENDING, after_echo=True, half_close=True),
    }


def all_breaches() -> dict[str, Breach]:
    """Every breach by its kind."""
    return {**_hello_breaches(), **_converse_breaches()}


def commit(peer: Peer, kind: str, breach: Breach) -> None:
    """Say the bytes that break the rule."""
    if kind == "dribble":
        dribble(peer, breach.raw)
        return
    if breach.raw:
        peer.put_raw(breach.raw, f"breach {kind}")
        peer.flush()
    if breach.half_close:
        peer.half_close()


def dribble(peer: Peer, raw: bytes) -> None:
    """A byte now and then, until the server says something or all is sent."""
    for at in range(len(raw)):
        peer.put_raw(raw[at:at + 1], "breach dribble")
        peer.flush()
        if peer.has_news(DRIBBLE_SECONDS):
            return


def listen(peer: Peer, breach: Breach) -> dict:
    """The Fault that follows (or none), and the end of the stream."""
    wait = max(peer.wait, SLOW_WAIT_SECONDS) if breach.slow else peer.wait
    until = time.monotonic() + wait
    while True:
        frame = peer.next_frame(until)
        if frame is None and peer.ended:
            scenarios.need(not peer.input, "after-end", "an unfinished frame before the end of the stream")
            return {"fault": None, "end": peer.ended}
        if frame is None:
            raise Violation("silence", f"neither Fault nor end within {wait:g} s")
        if frame.type == wire.FAULT:
            code, offending = wire.FAULT_CODES[frame["code"]], frame["offending"]
            return {"fault": code, "offending": offending, "end": peer.hear_end()}
        if frame.type == wire.BYE:
            raise Violation("bye", f"Bye({wire.BYE_REASONS[frame['reason']]}) where a Fault was due")


def run_breach(setting: Setting, kind: str) -> dict:
    """One breach on one connection; what was heard."""
    breach = all_breaches()[kind]
    with contextlib.closing(setting.connect()) as peer:
        if breach.at == AT_CONVERSE:
            scenarios.open_conversation(peer, setting.account)
        if breach.after_echo:
            scenarios.say_and_hear(peer, "good so far")
        commit(peer, kind, breach)
        heard = listen(peer, breach)
    check_heard(breach, heard, setting.report, kind)
    return heard


def check_heard(breach: Breach, heard: dict, report: Report, kind: str) -> None:
    """Compare what was heard with what the document promises."""
    expected = wire.FAULT_CODES.get(breach.code)
    if heard["fault"] != expected:
        raise Violation("fault", f"{kind}: heard {heard['fault']}, not {expected}")
    if expected is None:
        scenarios.need(heard["end"] == "eof", "reset", f"{kind}: the stream was reset")
    elif breach.offending == ANY_OFFENDING:
        report.remark(f"{kind}: Fault {expected} has offending {heard['offending']}; the document names none")
    elif heard["offending"] != breach.offending:
        raise Violation("offending", f"{kind}: {heard['offending']}, not {breach.offending}")


def breach(setting: Setting, kind: str) -> dict:
    """One breach, or all that need no long wait."""
    if kind != "all":
        heard = run_breach(setting, kind)
        setting.report.tell("breach", kind=kind, ok=True, **heard)
        return {"kind": kind, "token": setting.account.token, **heard}
    failed = []
    kinds = [name for name, one in all_breaches().items() if not one.slow]
    for name in kinds:
        try:
            setting.report.tell("breach", kind=name, ok=True, **run_breach(setting, name))
        except Violation as violation:
            failed.append(name)
            setting.report.tell("breach", kind=name, ok=False, rule=violation.rule, detail=violation.detail)
    scenarios.need(not failed, "breaches", f"{len(failed)} of {len(kinds)} went wrong: {failed}")
    return {"kinds": len(kinds), "token": setting.account.token}
