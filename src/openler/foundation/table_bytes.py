"""Which letters stand in the bytes of a spreadsheet's text file?

Spreadsheets save CSV as UTF-8 with or without a byte order mark, as UTF-16, or in the Western code page of Windows.
Nothing is guessed beyond these three: letters of a name that were guessed wrong would be signed wrong.
"""

import codecs

from openler.foundation.errors import MalformedInput
from openler.foundation.strict_json import WrongEncoding

_SAVE_ANEW = 'In the spreadsheet choose "Save as" and "CSV UTF-8", and choose that file.'
_OTHER_FILES = (
    (b"PK\x03\x04", "a spreadsheet file (XLSX or ODS)"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet file (XLS)"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
)


class NotText(MalformedInput):
    """The file is no text but something else, such as a spreadsheet's own format."""

    code = "not_text"
    default_advice = _SAVE_ANEW


def decode_table_text(data: bytes) -> tuple[str, str, bool]:
    """Give the text with ``\\n`` as the only line end, its encoding, and whether the encoding had to be assumed.

    Raises:
        NotText: a spreadsheet, PDF or picture, or bytes that no text holds.
        WrongEncoding: none of the three encodings, or two of them mixed.
    """
    for start, name in _OTHER_FILES:
        if data.startswith(start):
            raise NotText(f"This is {name}, not CSV.")
    text, encoding, assumed = _decode(data)
    if "\0" in text:
        raise NotText("The file holds zero bytes, which no text does.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding, assumed


def _decode(data: bytes) -> tuple[str, str, bool]:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise WrongEncoding("The file is UTF-32, which spreadsheets do not read either.", advice=_SAVE_ANEW)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data, "utf-16"), "utf-16", False
    # Without a mark: the letters of a header are ASCII, so every second byte is zero.
    if len(data) >= 4 and data[1] == 0 == data[3]:
        return _utf16(data, "utf-16-le"), "utf-16", False
    if len(data) >= 4 and data[0] == 0 == data[2]:
        return _utf16(data, "utf-16-be"), "utf-16", False
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8"), "utf-8", False
    except UnicodeDecodeError as error:
        return _windows(data, error.start), "windows-1252", True


def _utf16(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise WrongEncoding(
            f"The file begins as UTF-16, but byte {error.start + 1} fits no letter.", advice=_SAVE_ANEW
        ) from None


def _windows(data: bytes, first_bad: int) -> str:
    line = data.count(b"\n", 0, first_bad) + 1
    lenient = data.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= letter <= "\udcff" for letter in lenient)
    whole = sum(letter > "\x7f" for letter in lenient) - stray
    # Western text hardly ever looks like UTF-8 by chance; a file with a mark or with more whole letters than
    # stray bytes is UTF-8 that was damaged, and reading it as Windows-1252 would garble every accent.
    if data.startswith(codecs.BOM_UTF8) or whole > stray:
        raise WrongEncoding(
            f"The file is UTF-8, but on line {line} a byte fits no letter (was it joined from two files?).",
            advice=_SAVE_ANEW,
        )
    try:
        return data.decode("windows-1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WrongEncoding(
            f"The file is neither UTF-8, UTF-16 nor Windows-1252: on line {line} a byte fits no letter.",
            advice=_SAVE_ANEW,
        ) from None
