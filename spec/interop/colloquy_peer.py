#!/usr/bin/env python3
"""An independent test peer for a Colloquy server; see README.md."""

from __future__ import annotations

import argparse
import sys

import breaches
import scenarios
from client import Delivery, Report, Violation

SCENARIOS = {
    "register": scenarios.register, "login": scenarios.login, "wrong-password": scenarios.wrong_password,
    "throttle": scenarios.throttle,
    "resume": scenarios.resume, "logout": scenarios.logout, "exchange": scenarios.exchange,
    "hold": scenarios.hold, "identify": scenarios.identify, "echo": scenarios.echo,
    "tolerance": scenarios.tolerance, "splits": scenarios.splits,
}
NEEDS_NAME = ("login", "wrong-password", "throttle")
MADE_UP_PASSWORD = "a made-up pass phrase"
DEFAULT_PORT = 7707


def delivery(text: str) -> Delivery:
    """The value of --deliver."""
    try:
        return Delivery.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def build_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="colloquy_peer.py", description=__doc__)
    parser.add_argument("scenario", choices=[*SCENARIOS, "breach"])
    parser.add_argument("kind", nargs="?", choices=[*breaches.all_breaches(), "all"], metavar="KIND",
                        help="for breach: " + ", ".join([*breaches.all_breaches(), "all"]))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--deliver", type=delivery, default=Delivery(), help="whole, bytes or split:N")
    parser.add_argument("--name", help="the account's name (made up unless given)")
    parser.add_argument("--password", help="its password; without --token, the account is logged in to")
    parser.add_argument("--token", help="its token; used before the password")
    parser.add_argument("--count", type=int, default=1000, help="exchange: messages each way in each pass")
    parser.add_argument("--wait", type=float, default=10.0, help="longest single wait in seconds")
    parser.add_argument("--hold-for", type=float, default=120.0, help="hold: longest stay in seconds")
    parser.add_argument("--source", help="address to connect from, such as 127.0.0.9; `random`: any 127.x")
    parser.add_argument("--quiet", action="store_true", help="leave out said, heard, connected and end")
    return parser


def make_setting(options: argparse.Namespace, report: Report) -> scenarios.Setting:
    """Where, how and who, from the command line. Without token and name an account is made up."""
    account = scenarios.Account(options.name or scenarios.random_name(), options.password or MADE_UP_PASSWORD,
                                options.token, register=not (options.name or options.token))
    source = scenarios.random_loopback() if options.source == "random" else options.source
    return scenarios.Setting(options.host, options.port, options.deliver, report, account,
                             count=options.count, wait=options.wait, hold_for=options.hold_for, source=source)


def run(options: argparse.Namespace, report: Report) -> int:
    """Run the scenario; 0 when all went as the document says, else 1."""
    setting = make_setting(options, report)
    try:
        if options.scenario == "breach":
            result = breaches.breach(setting, options.kind)
        else:
            result = SCENARIOS[options.scenario](setting)
    except Violation as violation:
        report.tell("failed", scenario=options.scenario, rule=violation.rule, detail=violation.detail)
        return 1
    except (OSError, AssertionError) as error:
        detail = f"{type(error).__name__}: {error}"
        report.tell("failed", scenario=options.scenario, rule="peer", detail=detail)
        return 1
    report.tell("ok", scenario=options.scenario, **result, remarks=report.remarks)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """The program."""
    parser = build_parser()
    options = parser.parse_intermixed_args(arguments)
    if (options.scenario == "breach") != (options.kind is not None):
        parser.error("breach, and only breach, takes a KIND")
    if options.scenario in NEEDS_NAME and not options.name:
        parser.error(f"{options.scenario} needs --name")
    if options.scenario == "resume" and not options.token:
        parser.error("resume needs --token")
    return run(options, Report(quiet=options.quiet))


if __name__ == "__main__":
    sys.exit(main())
