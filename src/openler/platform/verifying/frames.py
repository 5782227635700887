"""How do the judge and the platform speak? Length, then JSON; nothing that is read is ever run."""

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
# A file of the largest size in base64, with room for its report.
MAX_FRAME_BYTES = 64 << 20


class Hungup(Exception):
    """The other side is gone, or sent something that is no frame."""


def write_frame(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Write one message.

    Raises:
        Hungup: the other side is gone.
    """
    data = json.dumps(message, ensure_ascii=True).encode()
    try:
        stream.write(_LENGTH.pack(len(data)) + data)
        stream.flush()
    except (BrokenPipeError, ValueError) as error:
        raise Hungup from error


def read_frame(stream: BinaryIO) -> dict[str, Any]:
    """Read one message.

    Raises:
        Hungup: the other side is gone, or sent no frame.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise Hungup
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME_BYTES:
        raise Hungup
    data = stream.read(length)
    if len(data) < length:
        raise Hungup
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Hungup from error
    if not isinstance(message, dict):
        raise Hungup
    return message
