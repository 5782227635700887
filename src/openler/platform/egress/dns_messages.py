"""Which text records does a name server's answer hold? Reads and writes the bytes of DNS; opens nothing.

Strict, because an answer comes from the network: it must be for the very question that was asked, and a record that is
not whole makes the whole answer worthless. Records of other names are left out, and an alias (CNAME) is not followed:
whoever a whole domain points to with a wildcard would otherwise prove a name below it.

Spec: https://www.rfc-editor.org/rfc/rfc1035 (section 4), https://www.rfc-editor.org/rfc/rfc8552 (underscored names)
"""

import struct
from dataclasses import dataclass

_HEADER = struct.Struct("!6H")
_RECORD = struct.Struct("!HHIH")
_QUESTION = struct.Struct("!HH")
_TXT = 16
_INTERNET = 1
_IS_ANSWER = 0x8000
_OPERATION = 0x7800
_TRUNCATED = 0x0200
_ASK_FOR_ALL_OF_IT = 0x0100
_CODE = 0x000F
_NO_SUCH_NAME = 3
# RFC 1035, section 2.3.4.
_MAX_LABEL_BYTES = 63
_MAX_NAME_BYTES = 255
# A domain with more text records than this is no address of people, and the proof has a name of its own.
_MAX_RECORDS = 128


class BadMessage(Exception):
    """Bytes that are no answer to the question that was asked."""


class ServerRefused(Exception):
    """A name server said that it cannot or will not answer; its code is the argument."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What an answer holds.

    Attributes:
        texts: the text of each record, its parts joined.
        truncated: the answer did not fit; what is there is not read, and the question is asked over TCP.
    """

    texts: tuple[str, ...]
    truncated: bool = False


def write_question(number: int, name: str) -> bytes:
    """Write the question for the text records of a name.

    Args:
        number: random, from 0 to 65535; the answer must carry the same.
        name: plain letters, labels of 1 to 63 characters, 253 in all.
    """
    labels = b"".join(bytes([len(label)]) + label for label in name.encode("ascii").split(b"."))
    return _HEADER.pack(number, _ASK_FOR_ALL_OF_IT, 1, 0, 0, 0) + labels + b"\0" + _QUESTION.pack(_TXT, _INTERNET)


def read_answer(message: bytes, number: int, name: str) -> Texts:
    """Read the answer to the question of that number and name.

    Raises:
        BadMessage: another number or question, or not whole.
        ServerRefused: the server has no answer.
    """
    try:
        return _read(message, number, name.encode("ascii").lower())
    except (struct.error, IndexError):
        raise BadMessage("The answer is cut short.") from None


def _read(message: bytes, number: int, name: bytes) -> Texts:
    found, flags, questions, answers, _authorities, _more = _HEADER.unpack_from(message)
    if found != number or not flags & _IS_ANSWER or flags & _OPERATION or questions != 1:
        raise BadMessage("The answer is none to this question.")
    asked, at = _name(message, _HEADER.size)
    if asked != name or _QUESTION.unpack_from(message, at) != (_TXT, _INTERNET):
        raise BadMessage("The answer is for another question.")
    code = flags & _CODE
    if code == _NO_SUCH_NAME:
        return Texts(())
    if code:
        raise ServerRefused(code)
    if flags & _TRUNCATED:
        return Texts((), truncated=True)
    if answers > _MAX_RECORDS:
        raise BadMessage(f"The answer has more than {_MAX_RECORDS} records.")
    texts = []
    at += _QUESTION.size
    for _ in range(answers):
        owner, at = _name(message, at)
        kind, network, _seconds, length = _RECORD.unpack_from(message, at)
        at += _RECORD.size
        content = message[at : at + length]
        if len(content) != length:
            raise BadMessage("A record is cut short.")
        at += length
        if (owner, kind, network) == (name, _TXT, _INTERNET):
            texts.append(_text(content))
    return Texts(tuple(texts))


def _text(content: bytes) -> str:
    parts, at = [], 0
    while at < len(content):
        end = at + 1 + content[at]
        if end > len(content):
            raise BadMessage("A text is longer than its record.")
        parts.append(content[at + 1 : end])
        at = end
    return b"".join(parts).decode("utf-8", "replace")


def _name(message: bytes, at: int) -> tuple[bytes, int]:
    """Read a name, in small letters; give it and the place behind it."""
    labels: list[bytes] = []
    size, behind, earliest = 1, 0, at
    while length := message[at]:
        if length & 0xC0 == 0xC0:
            behind = behind or at + 2
            # A pointer leads only backwards, each before the one that led to it: so none leads round in a circle.
            at = (length & 0x3F) << 8 | message[at + 1]
            if at >= earliest:
                raise BadMessage("A name in the answer leads to itself.")
            earliest = at
            continue
        label = message[at + 1 : at + 1 + length]
        size += 1 + length
        if length > _MAX_LABEL_BYTES or len(label) != length or size > _MAX_NAME_BYTES or b"." in label:
            raise BadMessage("A name in the answer is none.")
        labels.append(label.lower())
        at += 1 + length
    return b".".join(labels), behind or at + 1
