"""The state table of the base and of talk, as data: who may say what, how large, and where that leads."""

from __future__ import annotations

import wire

CLIENT, SERVER = "client", "server"
SMALL_BODY, PROVE_BODY = 1024, 2048
# The largest body of converse is a Say of 64 KiB: a byte of tag, three of length, the text. An eighth more, rounded up.
LARGEST_BODY = 1 + 3 + 64 * 1024
CONVERSE_BODY = LARGEST_BODY + max(1024, -(-LARGEST_BODY // 8))

HELLO_STATE = "connect.hello"
WELCOME_STATE = "connect.welcome"
GREET_STATE = "identify.greet"
NAME_STATE = "identify.name"
NAMED_STATE = "identify.named"
GREETED_STATE = "identify.greeted"
PROVE_STATE = "auth.prove"
VERIFY_STATE = "auth.verify"
CONVERSE_STATE = "converse"

COURTESIES = (wire.PING, wire.PONG, wire.ACK, wire.CANCEL, wire.MORE, wire.ABORTED)
_ASKS = {kind: CONVERSE_STATE for kind in (wire.LIST_SESSIONS, wire.REVOKE_SESSION)}
_TELLS = {kind: CONVERSE_STATE for kind in (wire.SESSION_INFO, wire.SESSIONS_ANSWERED)}
_TALK = {kind: CONVERSE_STATE for kind in (wire.SAY, *COURTESIES)}

SAYS: dict[str, dict[str, dict[int, str]]] = {
    HELLO_STATE: {CLIENT: {wire.HELLO: WELCOME_STATE}},
    WELCOME_STATE: {SERVER: {wire.WELCOME: GREET_STATE}},
    GREET_STATE: {SERVER: {
        wire.ASK_NAME: NAME_STATE, wire.GREETING: GREETED_STATE, wire.READY: CONVERSE_STATE,
    }},
    NAME_STATE: {CLIENT: {wire.MY_NAME: NAMED_STATE}},
    NAMED_STATE: {SERVER: {wire.GREETING: GREETED_STATE}},
    GREETED_STATE: {SERVER: {wire.CHALLENGE: PROVE_STATE, wire.READY: CONVERSE_STATE}},
    PROVE_STATE: {CLIENT: {
        wire.REGISTER: VERIFY_STATE, wire.LOGIN: VERIFY_STATE, wire.RESUME: VERIFY_STATE,
    }},
    VERIFY_STATE: {SERVER: {wire.GRANTED: CONVERSE_STATE, wire.DENIED: PROVE_STATE}},
    CONVERSE_STATE: {
        CLIENT: {**_TALK, **_ASKS, wire.LOGOUT: CONVERSE_STATE}, SERVER: {**_TALK, **_TELLS},
    },
}
ANYTIME = (wire.BYE, wire.FAULT)


def max_body(state: str) -> int:
    """The frame limit of a state."""
    return {CONVERSE_STATE: CONVERSE_BODY, PROVE_STATE: PROVE_BODY}.get(state, SMALL_BODY)


def is_legal(state: str, side: str, kind: int) -> bool:
    """Whether `side` may say `kind` in `state`."""
    return kind in ANYTIME or kind in SAYS[state].get(side, {})


def next_state(state: str, side: str, kind: int) -> str:
    """Where a legal message leads. Bye, Logout and Fault are the peer's own business: no change here."""
    return SAYS[state].get(side, {}).get(kind, state)
