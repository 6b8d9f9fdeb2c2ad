"""The wire: header, bodies and refinements of the base and of talk, written from the wire document alone."""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass

PROTOCOL = "talk"
VERSION = 1
HEADER = struct.Struct(">IHHII")
HEADER_BYTES = HEADER.size
FIRST_CONVERSATION_TYPE = 64

HELLO, WELCOME, ASK_NAME, MY_NAME, GREETING, CHALLENGE = 1, 2, 3, 4, 5, 6
REGISTER, LOGIN, RESUME, GRANTED, DENIED, READY = 7, 8, 9, 10, 11, 12
PING, PONG, ACK, LOGOUT, BYE, FAULT = 13, 14, 15, 16, 17, 18
CANCEL, MORE, ABORTED = 19, 20, 21
LIST_SESSIONS, SESSION_INFO, REVOKE_SESSION, SESSIONS_ANSWERED = 22, 23, 24, 25
SAY = 64

TYPE_NAMES = {
    HELLO: "Hello", WELCOME: "Welcome", ASK_NAME: "AskName", MY_NAME: "MyName", GREETING: "Greeting",
    CHALLENGE: "Challenge", REGISTER: "Register", LOGIN: "Login", RESUME: "Resume", GRANTED: "Granted",
    DENIED: "Denied", READY: "Ready", PING: "Ping", PONG: "Pong", ACK: "Ack", LOGOUT: "Logout",
    BYE: "Bye", FAULT: "Fault", CANCEL: "Cancel", MORE: "More", ABORTED: "Aborted",
    LIST_SESSIONS: "ListSessions", SESSION_INFO: "SessionInfo", REVOKE_SESSION: "RevokeSession",
    SESSIONS_ANSWERED: "SessionsAnswered", SAY: "Say",
}


class Names(dict):
    """The names of an open enum's values; a value of a later version is named by its number."""

    def __missing__(self, number: int) -> str:
        return f"UNKNOWN_{number}"


BAD_CREDENTIALS, NAME_TAKEN, WEAK_PASSWORD, TOO_MANY_ATTEMPTS = 1, 2, 3, 4
TOKEN_EXPIRED, REGISTRATION_CLOSED, INSECURE_CHANNEL, UNAVAILABLE = 5, 6, 7, 8
DENIAL_REASONS = Names({
    BAD_CREDENTIALS: "BAD_CREDENTIALS", NAME_TAKEN: "NAME_TAKEN", WEAK_PASSWORD: "WEAK_PASSWORD",
    TOO_MANY_ATTEMPTS: "TOO_MANY_ATTEMPTS", TOKEN_EXPIRED: "TOKEN_EXPIRED",
    REGISTRATION_CLOSED: "REGISTRATION_CLOSED", INSECURE_CHANNEL: "INSECURE_CHANNEL",
    UNAVAILABLE: "UNAVAILABLE",
})

DONE, LOGGED_OUT, IDLE, SHUTTING_DOWN, REPLACED = 1, 2, 3, 4, 5
BYE_REASONS = Names({
    DONE: "DONE", LOGGED_OUT: "LOGGED_OUT", IDLE: "IDLE", SHUTTING_DOWN: "SHUTTING_DOWN",
    REPLACED: "REPLACED",
})

UNEXPECTED_MESSAGE, MALFORMED, TOO_LARGE, TIMEOUT, VERSION_FAULT = 1, 2, 3, 4, 5
OVERLOADED, INTERNAL, GAP, UNAUTHORIZED = 6, 7, 8, 9
FAULT_CODES = Names({
    UNEXPECTED_MESSAGE: "UNEXPECTED_MESSAGE", MALFORMED: "MALFORMED", TOO_LARGE: "TOO_LARGE",
    TIMEOUT: "TIMEOUT", VERSION_FAULT: "VERSION", OVERLOADED: "OVERLOADED", INTERNAL: "INTERNAL",
    GAP: "GAP", UNAUTHORIZED: "UNAUTHORIZED",
})

ABORT_OVERLOADED, LOST, UNANSWERED = 1, 2, 3
ABORT_REASONS = Names({ABORT_OVERLOADED: "OVERLOADED", LOST: "LOST", UNANSWERED: "UNANSWERED"})

SESSIONS_DONE, UNKNOWN_SESSION, SESSIONS_UNAVAILABLE = 1, 2, 3
SESSIONS_RESULTS = Names({
    SESSIONS_DONE: "DONE", UNKNOWN_SESSION: "UNKNOWN_SESSION", SESSIONS_UNAVAILABLE: "UNAVAILABLE",
})

WIRE_VARINT, WIRE_FIXED64, WIRE_LENGTH, WIRE_GROUP, WIRE_GROUP_END, WIRE_FIXED32 = 0, 1, 2, 3, 4, 5
MAX_U32 = 2**32 - 1
MAX_ENUM_NUMBER = 2**31 - 1
MAX_SAFE_INTEGER = 2**53 - 1
MAX_VARINT_BYTES = 10
MAX_TAG = 2**29 - 1
MAX_TEXT_BYTES = 65_536
BANNED_CATEGORIES = {"Cc", "Cf", "Zl", "Zp", "Co", "Cn", "Cs"}
# Default-ignorable code points of other categories (DerivedCoreProperties.txt), then the other blanks.
BANNED_CHARACTERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
    "\u2800\ufffc\U00013441\U00013442\U00016fe4\U0001d159]"
)
TOKEN_PATTERN = re.compile(r"[A-Za-z0-9_-]{43}")
PROTOCOL_PATTERN = re.compile(r"[a-z0-9-]+")


class BadBody(Exception):
    """A body that the document refuses; the text is a path and a reason."""


@dataclass(frozen=True)
class Kind:
    """A scalar type with its refinement. `low`/`high` bound the value or the byte length."""

    form: str  # "int", "bool", "text" or "bytes"
    low: int = 0
    high: int = MAX_U32
    rule: str = ""
    secret: bool = False
    names: tuple[tuple[int, str], ...] = ()

    @property
    def wire(self) -> int:
        return WIRE_VARINT if self.form in ("int", "bool") else WIRE_LENGTH

    @property
    def default(self):
        return {"int": 0, "bool": False, "text": "", "bytes": b""}[self.form]


def open_enum(names: Names) -> Kind:
    """An enum that later versions may give more values: any number but 0."""
    return Kind("int", low=1, high=MAX_ENUM_NUMBER, names=tuple(names.items()))


def text(high: int) -> Kind:
    """A plain string of at most `high` bytes of UTF-8; may be empty."""
    return Kind("text", high=high)


U32 = Kind("int")
U64 = Kind("int", high=MAX_SAFE_INTEGER)
BOOL = Kind("bool", high=1)
AT_LEAST_ONE = Kind("int", low=1)
HEARTBEAT = Kind("int", low=1_000, high=600_000)
CONTRACT = Kind("bytes", low=8, high=8)
BYTES_32 = Kind("bytes", low=32, high=32)
BYTES_64 = Kind("bytes", low=64, high=64)
PROTOCOL_NAME = Kind("text", low=1, high=64, rule="protocol")
PERSON_NAME = Kind("text", low=1, high=64, rule="person")
PASSWORD = Kind("text", low=1, high=256, secret=True)
SESSION_ID = Kind("text", low=1, high=64)
TOKEN = Kind("text", low=43, high=43, rule="token", secret=True)


@dataclass(frozen=True)
class Field:
    """One field of a message."""

    tag: int
    name: str
    kind: Kind
    optional: bool = False


FIELDS: dict[int, tuple[Field, ...]] = {
    HELLO: (
        Field(1, "minVersion", AT_LEAST_ONE), Field(2, "maxVersion", AT_LEAST_ONE),
        Field(3, "contract", CONTRACT, True), Field(4, "agent", text(64), True),
        Field(5, "protocol", PROTOCOL_NAME), Field(6, "nonce", BYTES_32, True),
    ),
    WELCOME: (
        Field(1, "version", AT_LEAST_ONE), Field(2, "contract", CONTRACT), Field(3, "server", text(64)),
        Field(4, "session", text(32)), Field(5, "maxBody", U32), Field(6, "heartbeatMs", HEARTBEAT),
        Field(7, "protocol", PROTOCOL_NAME), Field(8, "identity", BYTES_32, True), Field(9, "proof", BYTES_64, True),
    ),
    ASK_NAME: (Field(1, "address", text(64)),),
    MY_NAME: (Field(1, "name", PERSON_NAME),),
    GREETING: (Field(1, "name", PERSON_NAME), Field(2, "known", BOOL), Field(3, "lastSeenMs", U64)),
    CHALLENGE: (Field(1, "name", text(64)), Field(2, "registrationOpen", BOOL)),
    REGISTER: (Field(1, "name", PERSON_NAME), Field(2, "password", PASSWORD)),
    LOGIN: (Field(1, "name", PERSON_NAME), Field(2, "password", PASSWORD)),
    RESUME: (Field(1, "token", TOKEN), Field(2, "received", U32), Field(3, "session", text(32), True)),
    GRANTED: (
        Field(1, "name", PERSON_NAME), Field(2, "token", TOKEN), Field(3, "expiresAtMs", U64),
        Field(4, "continued", BOOL), Field(5, "received", U32),
    ),
    DENIED: (
        Field(1, "reason", open_enum(DENIAL_REASONS)), Field(2, "detail", text(256)),
        Field(3, "attemptsLeft", U32), Field(4, "retryAfterMs", U32),
    ),
    READY: (),
    PING: (Field(1, "nonce", U32),),
    PONG: (Field(1, "nonce", U32),),
    ACK: (Field(1, "received", U32),),
    LOGOUT: (Field(1, "everywhere", BOOL),),
    BYE: (Field(1, "reason", open_enum(BYE_REASONS)), Field(2, "detail", text(256))),
    FAULT: (
        Field(1, "code", open_enum(FAULT_CODES)), Field(2, "detail", text(256)),
        Field(3, "retryAfterMs", U32), Field(4, "offending", U32),
    ),
    CANCEL: (Field(1, "id", AT_LEAST_ONE),),
    MORE: (Field(1, "id", AT_LEAST_ONE), Field(2, "messages", AT_LEAST_ONE)),
    ABORTED: (Field(1, "id", AT_LEAST_ONE), Field(2, "reason", open_enum(ABORT_REASONS))),
    LIST_SESSIONS: (),
    SESSION_INFO: (
        Field(1, "id", SESSION_ID), Field(2, "beganAtMs", U64), Field(3, "usedAtMs", U64),
        Field(4, "address", text(64)), Field(5, "current", BOOL),
    ),
    REVOKE_SESSION: (Field(1, "id", SESSION_ID),),
    SESSIONS_ANSWERED: (Field(1, "result", open_enum(SESSIONS_RESULTS)),),
    SAY: (Field(1, "text", text(MAX_TEXT_BYTES)),),
}


@dataclass(frozen=True)
class Header:
    """The 16 bytes before every body."""

    length: int
    type: int
    flags: int
    id: int
    re: int

    @staticmethod
    def unpack(data: bytes) -> "Header":
        return Header(*HEADER.unpack(data))

    def pack(self) -> bytes:
        return HEADER.pack(self.length, self.type, self.flags, self.id, self.re)


@dataclass(frozen=True)
class Frame:
    """A frame that was heard and found good."""

    type: int
    id: int
    re: int
    fields: dict

    def __getitem__(self, name: str):
        return self.fields[name]

    @property
    def name(self) -> str:
        return TYPE_NAMES[self.type]


def type_name(number: int) -> str:
    """The name of a message number, or the number itself."""
    return TYPE_NAMES.get(number, f"type {number}")


def frame_bytes(kind: int, body: bytes = b"", id: int = 0, re: int = 0, flags: int = 0,
                length: int | None = None) -> bytes:
    """A frame, right or (for hostile tests) wrong in any header field."""
    return HEADER.pack(len(body) if length is None else length, kind, flags, id, re) + body


def write_varint(value: int) -> bytes:
    """The shortest varint of a number that is not negative."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(body: bytes, at: int, path: str) -> tuple[int, int]:
    """A varint and the offset after it; cut off, over 64 bits or longer than needed is refused."""
    value = 0
    for count in range(MAX_VARINT_BYTES):
        if at + count >= len(body):
            raise BadBody(f"{path}: varint is cut off")
        byte = body[at + count]
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            if count and byte == 0:
                raise BadBody(f"{path}: over-long varint")
            if value >= 2**64:
                raise BadBody(f"{path}: varint over 64 bits")
            return value, at + count + 1
    raise BadBody(f"{path}: varint over {MAX_VARINT_BYTES} bytes")


def check_person_name(value: str, path: str) -> None:
    """NFC, no character that cannot be seen, no space at either end."""
    if unicodedata.normalize("NFC", value) != value:
        raise BadBody(f"{path}: not NFC")
    if any(unicodedata.category(char) in BANNED_CATEGORIES for char in value):
        raise BadBody(f"{path}: character not allowed in a name")
    if BANNED_CHARACTERS.search(value):
        raise BadBody(f"{path}: character in a name that cannot be seen")
    if value != value.strip():
        raise BadBody(f"{path}: space at an end")


def name_key(name: str) -> str:
    """Names are the same when NFKC, lower case, NFKC of them are, with one space for each run of white space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).lower()))


def check_value(kind: Kind, value, path: str) -> None:
    """Refuse what lies outside the type's refinement."""
    size = int(value) if kind.wire == WIRE_VARINT else len(raw_value(kind, value))
    if not kind.low <= size <= kind.high:
        unit = "value" if kind.wire == WIRE_VARINT else "byte length"
        raise BadBody(f"{path}: {unit} {size} outside {kind.low}..{kind.high}")
    if kind.rule == "person":
        check_person_name(value, path)
    if kind.rule == "token" and not TOKEN_PATTERN.fullmatch(value):
        raise BadBody(f"{path}: not a token")
    if kind.rule == "protocol" and not PROTOCOL_PATTERN.fullmatch(value):
        raise BadBody(f"{path}: not the name of a protocol")


def raw_value(kind: Kind, value) -> bytes:
    """The bytes of a length-delimited value."""
    return value.encode("utf-8") if kind.form == "text" else value


def encode(type: int, fields: dict) -> bytes:
    """The canonical body: ascending tags, defaults omitted (not a present optional), minimal varints."""
    unknown = set(fields) - {field.name for field in FIELDS[type]}
    if unknown:
        raise BadBody(f"{type_name(type)}: no such fields: {sorted(unknown)}")
    out = bytearray()
    for field in FIELDS[type]:
        value = fields.get(field.name)
        if value is None and field.optional:
            continue
        value = field.kind.default if value is None else value
        check_value(field.kind, value, f"{type_name(type)}.{field.name}")
        if value == field.kind.default and not field.optional:
            continue
        out += write_varint(field.tag << 3 | field.kind.wire)
        if field.kind.wire == WIRE_VARINT:
            out += write_varint(int(value))
        else:
            raw = raw_value(field.kind, value)
            out += write_varint(len(raw)) + raw
    return bytes(out)


def take(body: bytes, at: int, count: int, path: str) -> tuple[bytes, int]:
    """`count` bytes and the offset after them."""
    if at + count > len(body):
        raise BadBody(f"{path}: cut off")
    return body[at:at + count], at + count


def skip_unknown(body: bytes, at: int, wire: int, path: str) -> int:
    """The offset after an unknown field; groups are refused."""
    if wire == WIRE_VARINT:
        return read_varint(body, at, path)[1]
    if wire in (WIRE_FIXED64, WIRE_FIXED32):
        return take(body, at, 8 if wire == WIRE_FIXED64 else 4, path)[1]
    if wire == WIRE_LENGTH:
        length, at = read_varint(body, at, path)
        return take(body, at, length, path)[1]
    raise BadBody(f"{path}: group or unknown wire type {wire}")


def read_value(field: Field, body: bytes, at: int, path: str):
    """The value of a known field and the offset after it."""
    number, at = read_varint(body, at, path)
    if field.kind.form == "int":
        return number, at
    if field.kind.form == "bool":
        if number > 1:
            raise BadBody(f"{path}: bool {number}")
        return bool(number), at
    raw, at = take(body, at, number, path)
    if field.kind.form == "bytes":
        return raw, at
    try:
        return raw.decode("utf-8"), at
    except UnicodeDecodeError:
        raise BadBody(f"{path}: invalid UTF-8") from None


def decode(type: int, body: bytes) -> dict:
    """The fields of a body, read as the document says: any order, unknown skipped, the rest refused."""
    known = {field.tag: field for field in FIELDS[type]}
    found: dict = {}
    at = 0
    while at < len(body):
        key, at = read_varint(body, at, type_name(type))
        tag, wire = key >> 3, key & 7
        if not 1 <= tag <= MAX_TAG:
            raise BadBody(f"{type_name(type)}: tag {tag}")
        field = known.get(tag)
        path = f"{type_name(type)}.{field.name if field else tag}"
        if field is None:
            at = skip_unknown(body, at, wire, path)
            continue
        if wire != field.kind.wire:
            raise BadBody(f"{path}: wire type {wire}")
        if field.name in found:
            raise BadBody(f"{path}: repeated")
        found[field.name], at = read_value(field, body, at, path)
    return complete(type, found)


def complete(type: int, found: dict) -> dict:
    """Fill in defaults (not of optional fields) and check every value; a required one may not be missing."""
    fields = {}
    for field in FIELDS[type]:
        if field.name not in found and field.optional:
            continue
        value = found.get(field.name, field.kind.default)
        missing = "" if field.name in found else " (missing)"
        check_value(field.kind, value, f"{type_name(type)}.{field.name}{missing}")
        fields[field.name] = value
    return fields
