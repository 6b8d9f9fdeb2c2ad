"""Tests of the peer's codec against bytes written by hand, and of its rules against a fake server."""

from __future__ import annotations

import io
import json
import threading
import time
import unittest

import breaches
import colloquy_peer
import states
import wire
from client import Delivery, Report, shown
from fake_server import FakeServer

TOKEN = "A" * 43
TALK = "2a0474616c6b"
GOLDEN = (
    (wire.HELLO, {"minVersion": 1, "maxVersion": 1, "protocol": "talk"}, "08011001" + TALK),
    (wire.HELLO, {"minVersion": 1, "maxVersion": 300, "contract": bytes(8), "agent": "", "protocol": "k-2",
                  "nonce": bytes(range(32))},
     "080110ac021a08000000000000000022002a036b2d323220" + bytes(range(32)).hex()),
    (wire.WELCOME, {"version": 1, "contract": b"\x01" * 8, "server": "s", "session": "", "maxBody": 73733,
                    "heartbeatMs": 30000, "protocol": "talk"},
     "080112080101010101010101" + "1a0173" + "2885c004" + "30b0ea01" + "3a0474616c6b"),
    (wire.WELCOME, {"version": 1, "contract": b"\x01" * 8, "server": "", "session": "x", "maxBody": 0,
                    "heartbeatMs": 1000, "protocol": "kv", "identity": b"\x02" * 32, "proof": b"\x03" * 64},
     "080112080101010101010101" + "220178" + "30e807" + "3a026b76" + "4220" + "02" * 32 + "4a40" + "03" * 64),
    (wire.ASK_NAME, {"address": "127.0.0.1"}, "0a093132372e302e302e31"),
    (wire.MY_NAME, {"name": "Я"}, "0a02d0af"),
    (wire.GREETING, {"name": "a", "known": True, "lastSeenMs": 2**53 - 1}, "0a0161100118ffffffffffffff0f"),
    (wire.CHALLENGE, {"name": "", "registrationOpen": False}, ""),
    (wire.REGISTER, {"name": "a", "password": "b"}, "0a0161120162"),
    (wire.LOGIN, {"name": "a", "password": "b"}, "0a0161120162"),
    (wire.RESUME, {"token": TOKEN, "received": 0, "session": ""}, "0a2b" + "41" * 43 + "1a00"),
    (wire.GRANTED, {"name": "a", "token": TOKEN, "expiresAtMs": 1, "continued": True, "received": 128},
     "0a0161122b" + "41" * 43 + "180120012880" + "01"),
    (wire.DENIED, {"reason": 1, "detail": "", "attemptsLeft": 2, "retryAfterMs": 0}, "08011802"),
    (wire.READY, {}, ""),
    (wire.PING, {"nonce": 2**32 - 1}, "08ffffffff0f"),
    (wire.PONG, {"nonce": 0}, ""),
    (wire.ACK, {"received": 127}, "087f"),
    (wire.LOGOUT, {"everywhere": True}, "0801"),
    (wire.BYE, {"reason": 4, "detail": "x"}, "0804120178"),
    (wire.FAULT, {"code": 9, "detail": "", "retryAfterMs": 0, "offending": 64}, "08092040"),
    (wire.FAULT, {"code": 10, "detail": "", "retryAfterMs": 0, "offending": 0}, "080a"),
    (wire.CANCEL, {"id": 1}, "0801"),
    (wire.MORE, {"id": 128, "messages": 2**32 - 1}, "08800110ffffffff0f"),
    (wire.ABORTED, {"id": 2, "reason": 3}, "08021003"),
    (wire.ABORTED, {"id": 2, "reason": 2**31 - 1}, "080210ffffffff07"),
    (wire.LIST_SESSIONS, {}, ""),
    (wire.SESSION_INFO, {"id": "s", "beganAtMs": 1, "usedAtMs": 2, "address": "", "current": True}, "0a0173100118022801"),
    (wire.REVOKE_SESSION, {"id": "s"}, "0a0173"),
    (wire.SESSIONS_ANSWERED, {"result": 2}, "0802"),
    (wire.SAY, {"text": "\x00"}, "0a0100"),
)
REFUSED = (
    (wire.HELLO, TALK + "0801"), (wire.HELLO, TALK + "08001001"), (wire.HELLO, TALK + "0880001001"),
    (wire.HELLO, TALK + "080108011001"), (wire.HELLO, TALK + "080110012b2c"),
    (wire.HELLO, TALK + "080110011a0100"), (wire.HELLO, TALK + "080110"), (wire.HELLO, TALK + "0801100180"),
    (wire.HELLO, TALK + "0a011001"), (wire.HELLO, TALK + "080110017b7c"),
    (wire.HELLO, "08011001"), (wire.HELLO, "080110012a00"), (wire.HELLO, "080110012a0454616c6b"),
    (wire.HELLO, "080110012a41" + "61" * 65), (wire.HELLO, TALK + "08011001321f" + "00" * 31),
    (wire.CANCEL, ""), (wire.MORE, "0801"), (wire.MORE, "1001"), (wire.ABORTED, "0801"), (wire.ABORTED, "1001"),
    (wire.ASK_NAME, "0a41" + "61" * 65), (wire.MY_NAME, ""),
    (wire.MY_NAME, "0a0120"), (wire.MY_NAME, "0a010a"), (wire.MY_NAME, "0a0365cc81"),
    (wire.MY_NAME, "0a03e2808b"), (wire.MY_NAME, "0a0461efb88f"), (wire.MY_NAME, "0a0461cd8f62"),
    (wire.MY_NAME, "0a03e385a4"), (wire.MY_NAME, "0a03e2a080"), (wire.MY_NAME, "0a02cdb8"), (wire.GREETING, "0a01611002"),
    (wire.GREETING, "0a01611880808080808080" + "10"), (wire.REGISTER, "0a0161"), (wire.RESUME, "0a0141"),
    (wire.RESUME, "0a2b" + "2b" * 43), (wire.DENIED, "0800"), (wire.BYE, "0800"), (wire.BYE, ""),
    (wire.FAULT, "088080808008"), (wire.PING, "0880808080" + "10"), (wire.SAY, "0a02c328"),
    (wire.SAY, "0a03eda080"), (wire.SAY, "0a0561"), (wire.PING, "08ffffffffffffffffff7f"),
)
QUIRKS = (
    (f"flags-{wire.WELCOME}", "flags"), (f"canonical-{wire.READY}", "canonical"),
    (f"canonical-{wire.PONG}", "body"), (f"empty-{wire.WELCOME}", "body"), (f"id-{wire.READY}", "control-id"),
    (f"id-{wire.SAY}", "gap"), (f"re-{wire.SAY}", "re"), (f"twice-{wire.WELCOME}", "state"),
    (f"twice-{wire.PONG}", "pong"), (f"twice-{wire.SAY}", "gap"), (f"twice-{wire.BYE}", "after-end"),
    (f"re-{wire.ACK}", "control-id"), (f"silent-{wire.READY}", "silence"), (f"silent-{wire.BYE}", "ended"),
    ("protocol", "protocol"),
)


def run(server: FakeServer, *arguments: str) -> tuple[int, list[dict]]:
    """Run the command line against a server; the exit code and the events."""
    options = colloquy_peer.build_parser().parse_intermixed_args(["--port", str(server.port), *arguments])
    out = io.StringIO()
    code = colloquy_peer.run(options, Report(out, options.quiet))
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


class CodecTest(unittest.TestCase):
    def test_golden_bytes_both_ways(self):
        for kind, fields, body in GOLDEN:
            with self.subTest(wire.type_name(kind)):
                self.assertEqual(wire.encode(kind, fields).hex(), body)
                self.assertEqual(wire.decode(kind, bytes.fromhex(body)), fields)
        self.assertEqual({kind for kind, _, _ in GOLDEN}, set(wire.FIELDS))

    def test_refused_bodies(self):
        for kind, body in REFUSED:
            with self.subTest(wire.type_name(kind), body=body), self.assertRaises(wire.BadBody):
                wire.decode(kind, bytes.fromhex(body))

    def test_any_order_and_unknown_fields(self):
        fields = wire.decode(wire.HELLO, bytes.fromhex("7805 1002 2a0474616c6b 82010161 0801"))
        self.assertEqual(fields, {"minVersion": 1, "maxVersion": 2, "protocol": "talk"})

    def test_a_value_of_a_later_version_is_named_by_its_number(self):
        for names in (wire.FAULT_CODES, wire.BYE_REASONS, wire.DENIAL_REASONS, wire.ABORT_REASONS):
            self.assertEqual(names[99], "UNKNOWN_99")
        self.assertEqual(shown(wire.BYE, {"reason": 99, "detail": ""})["reason"], "UNKNOWN_99")
        self.assertEqual(shown(wire.BYE, {"reason": 1, "detail": ""})["reason"], "DONE")

    def test_header(self):
        header = "00000002004000030000000100000002"
        self.assertEqual(wire.frame_bytes(64, b"ab", 1, 2, 3).hex(), header + "6162")
        self.assertEqual(wire.Header.unpack(bytes.fromhex(header)), wire.Header(2, 64, 3, 1, 2))

    def test_text_bounds(self):
        largest = wire.encode(wire.SAY, {"text": "\U0001F600" * 16_384})
        self.assertEqual(len(largest), 65_540)
        self.assertEqual((states.LARGEST_BODY, states.CONVERSE_BODY), (65_540, 73_733))
        with self.assertRaises(wire.BadBody):
            wire.encode(wire.SAY, {"text": "x" * 65_537})

    def test_delivery(self):
        self.assertEqual(Delivery.parse("bytes").pieces("x", b"abc"), [b"a", b"b", b"c"])
        self.assertEqual(Delivery.parse("split:2").pieces("x", b"abc"), [b"ab", b"c"])
        self.assertEqual(Delivery.parse("split:3").pieces("x", b"abc"), [b"abc"])
        self.assertEqual(Delivery("split", 1, "y").pieces("x", b"abc"), [b"abc"])


class ScenarioTest(unittest.TestCase):
    def serve(self, mode: str = "auth", quirk: str = "") -> FakeServer:
        server = FakeServer(mode, quirk)
        self.addCleanup(server.close)
        return server

    def good(self, server: FakeServer, *arguments: str) -> dict:
        code, events = run(server, *arguments)
        self.assertEqual((code, events[-1]["event"]), (0, "ok"), events[-5:])
        return events[-1]

    def test_account_scenarios(self):
        server = self.serve()
        who = ("--name", "Ada Example", "--password", "made-up words")
        for deliver in ("whole", "bytes", "split:17"):
            server.passwords.clear()
            self.good(server, "--deliver", deliver, "register", *who)
            token = self.good(server, "--deliver", deliver, "login", *who)["token"]
            last = self.good(server, "--deliver", deliver, "resume", f"--token={token}")
            self.assertTrue(last["rotated"])
            self.good(server, "--deliver", deliver, "wrong-password", *who)
            self.good(server, "--deliver", deliver, "logout", f"--token={last['token']}")
        self.good(server, "tolerance")

    def test_secrets_stay_hidden(self):
        server = self.serve()
        _, events = run(server, "register", "--name", "Bo", "--password", "made-up words")
        token = events[-1]["token"]
        self.assertNotIn("made-up words", json.dumps(events))
        self.assertNotIn(token, json.dumps(events[:-1]))

    def test_modes(self):
        self.good(self.serve("identify"), "identify")
        self.good(self.serve("echo"), "echo")
        self.assertEqual(run(self.serve("echo"), "login", "--name", "x")[0], 1)
        self.assertEqual(run(self.serve("auth"), "echo")[0], 1)

    def test_exchange(self):
        for deliver in ("whole", "split:9"):
            server = self.serve("echo")
            last = self.good(server, "--quiet", "--deliver", deliver, "exchange", "--count", "70")
            self.assertEqual(last["messages"], 140)

    def test_splits(self):
        last = self.good(self.serve(), "--quiet", "splits")
        self.assertEqual(last["turns"]["Resume"], 16 + 45 - 1)
        self.assertGreater(last["turns"]["MyName"], 16)

    def test_breaches(self):
        for mode in ("auth", "echo"):
            self.good(self.serve(mode), "--quiet", "breach", "all")
        kinds = [kind for kind, breach in breaches.all_breaches().items() if not breach.slow]
        self.assertGreater(len(kinds), 40)

    def hold_until(self, action) -> dict:
        server = self.serve("echo")
        timer = threading.Timer(0.4, lambda: action(server.live[0]))
        timer.start()
        last = self.good(server, "hold")
        timer.join()
        return last

    def test_hold(self):
        self.assertEqual(self.hold_until(lambda talk: talk.drain())["reason"], "SHUTTING_DOWN")
        self.assertEqual(self.hold_until(lambda talk: talk.kill())["how"], "broken")

    def test_a_wrong_server_is_noticed(self):
        for quirk, rule in QUIRKS:
            with self.subTest(quirk):
                code, events = run(self.serve("echo", quirk), "echo", "--wait", "0.3")
                self.assertEqual((code, events[-1]["event"], events[-1]["rule"]), (1, "failed", rule))

    def test_a_lazy_server_is_noticed(self):
        started = time.monotonic()
        code, events = run(self.serve("echo", "lazy"), "exchange", "--count", "150")
        self.assertEqual((code, events[-1]["rule"]), (1, "ack-late"))
        self.assertLess(time.monotonic() - started, 5)

    def test_an_answer_is_an_acknowledgement(self):
        code, _ = run(self.serve("echo", f"silent-{wire.ACK}"), "exchange", "--count", "150")
        self.assertEqual(code, 0)


if __name__ == "__main__":
    unittest.main()
