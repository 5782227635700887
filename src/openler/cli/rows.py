"""Which rows does a file hold, however many? Read as a stream: CSV with a header, or one JSON object on each line.

What is wrong with one row is told of that row. A file that cannot be told apart into rows is refused as a whole, since
a quotation mark that never closes would swallow good rows.

Spec: https://www.rfc-editor.org/rfc/rfc4180 , https://jsonlines.org
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from openler.foundation.errors import LerError, MalformedInput, Misuse
from openler.foundation.strict_json import parse_json_object

# A row of a thousand texts of a thousand letters each.
MAX_ROW_BYTES: Final = 1 << 20
_DELIMITERS: Final = (",", ";", "\t")
_ENDINGS: Final = {".csv": False, ".tsv": False, ".jsonl": True, ".ndjson": True}


class BadRows(MalformedInput):
    """A file of rows cannot be told apart into rows; nothing of it was used."""

    code = "bad_rows"
    default_advice = "Save the sheet as CSV (UTF-8) with the column names in the first row, and choose that file."


class UnreadableRow(MalformedInput):
    """One row of a file cannot be read."""

    code = "unreadable_row"
    default_advice = "Mend this row, and issue it by itself."


class RawRow(NamedTuple):
    """A row as it stands in the file: its first line, from 1, and its cells or its JSON."""

    line: int
    content: Sequence[str] | bytes


class RowFile:
    """A file of rows that is open.

    Attributes:
        columns: the names in the header, None for JSON lines.
        size: bytes of the file.
    """

    def __init__(self, name: str) -> None:
        """Open it, and read the header of a CSV file.

        Raises:
            Misuse: there is none, or it may not be read.
            BadRows: no header, or a doubled name in it.
        """
        path = Path(name)
        try:
            self._file: BinaryIO = path.open("rb")
            self.size = path.stat().st_size
        except OSError as error:
            raise Misuse(f"{name} cannot be read: {(error.strerror or 'no such file').lower()}.") from None
        self.columns: tuple[str, ...] | None = None
        self._line = 0
        is_json = _ENDINGS.get(path.suffix.lower())
        if is_json is None:
            is_json = self._file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
            self._file.seek(0)
        if not is_json:
            self._open_table()

    @property
    def bytes_read(self) -> int:
        """How far it has been read."""
        return self._file.tell()

    def close(self) -> None:
        """Close it."""
        self._file.close()

    def rows(self) -> Iterator[RawRow]:
        """Give each row that is not blank.

        Raises:
            BadRows: where one row ends cannot be told.
        """
        return self._json_lines() if self.columns is None else self._table_rows()

    def _json_lines(self) -> Iterator[RawRow]:
        while line := self._file.readline(MAX_ROW_BYTES + 1):
            self._line += 1
            if len(line) > MAX_ROW_BYTES:
                raise BadRows(f"Line {self._line} is longer than {MAX_ROW_BYTES:,} bytes.", advice="Split the row.")
            if line.strip():
                yield RawRow(self._line, line)

    def _open_table(self) -> None:
        csv.field_size_limit(MAX_ROW_BYTES)
        # Bytes that are no UTF-8 are told of their row, and not of the whole file.
        text = io.TextIOWrapper(self._file, encoding="utf-8-sig", errors="surrogateescape", newline="")
        head = text.readline(MAX_ROW_BYTES)
        delimiter = max(_DELIMITERS, key=head.count)
        self._table = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            names = next(csv.reader([head], delimiter=delimiter, strict=True), [])
        except csv.Error:
            names = []
        self._text, self._line = text, 1
        self.columns = tuple(" ".join(name.split()) for name in names)
        if not any(self.columns):
            raise BadRows("The file has no row with column names.")
        doubled = [name for name in self.columns if name and self.columns.count(name) > 1]
        if doubled:
            raise BadRows(f"The column name {doubled[0][:80]!r} stands twice, so which is meant cannot be told.")

    def _table_rows(self) -> Iterator[RawRow]:
        while True:
            begin = self._line + self._table.line_num
            try:
                cells = next(self._table, None)
            except csv.Error:
                raise BadRows(
                    f'From line {begin + 1} on the file cannot be told apart into rows: a quotation mark (") is not '
                    "closed, or stands in the middle of a cell.",
                    advice="Close the quotation mark, or double each one that belongs to the text.",
                ) from None
            if cells is None:
                return
            if any(cells):
                yield RawRow(begin + 1, cells)


def read_row(row: RawRow, columns: Sequence[str] | None) -> dict[str, str]:
    """Give the texts of a row by their names.

    Raises:
        UnreadableRow: cells without a column, bytes that are no UTF-8, or JSON that holds something else than texts and
            whole numbers.
    """
    if isinstance(row.content, bytes):
        return _members(row.content)
    cells = row.content
    if columns is None or any(cells[len(columns) :]):
        raise UnreadableRow(
            f"The row has {len(cells)} cells, and the header names {len(columns or ())} columns.",
            advice='Put a cell that holds the delimiter in quotation marks ("), or name the further column.',
        )
    if len(cells) < len(columns):
        raise UnreadableRow(f"The row has only {len(cells)} of {len(columns)} cells.")
    if not all(map(str.isascii, cells)):
        for name, cell in zip(columns, cells, strict=False):
            _check_letters(name, cell)
    return dict(zip(columns, cells, strict=False))


def _check_letters(name: str, cell: str) -> None:
    try:
        cell.encode()
    except UnicodeEncodeError:
        raise UnreadableRow(
            f"The cell in the column {name[:80]!r} is not UTF-8.", advice="Save the sheet as CSV (UTF-8)."
        ) from None


def _members(line: bytes) -> dict[str, str]:
    try:
        members = parse_json_object(line.rstrip(b"\r\n"), max_bytes=MAX_ROW_BYTES, max_depth=4)
    except LerError as error:
        raise UnreadableRow(f"The row cannot be read. {error.message}") from None
    for name, value in members.items():
        if isinstance(value, str):
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            raise UnreadableRow(f"The value of {name[:80]!r} is neither a text nor a whole number.")
        members[name] = str(value)
    return members
