"""Which rows and cells does a file of comma separated values hold, whoever saved it?

Told: the encoding, the delimiter, the header, each row with the number a spreadsheet shows, and each row that cannot
be read, with its place and the remedy. Not told: what a column means, which is the caller's business.

Spec: https://www.rfc-editor.org/rfc/rfc4180 (read as people's programs write it: other delimiters and encodings too)
"""

from collections.abc import Iterator
from dataclasses import dataclass

from openler.foundation.errors import MalformedInput
from openler.foundation.strict_json import TooLarge
from openler.foundation.table_bytes import decode_table_text

# 100,000 rows of 300 letters; larger files are split by whoever sends them, a server holds several at a time.
MAX_BYTES = 32 << 20
# A quote that opens and never closes is looked for through the rest of the cell limit each time; more faults of
# this kind than this and the file was written with other quoting rules, so the rest would be guessed.
MAX_QUOTE_FAULTS = 100
# The delimiter is told from this many lines; more lines have not changed the answer on any file seen.
_LINES_FOR_DELIMITER = 20
_DELIMITERS = (",", ";", "\t")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class BadTable(MalformedInput):
    """The file is no table that can be read row by row."""

    code = "bad_table"
    default_advice = "Save the sheet as CSV (UTF-8) with the column names in the first row, and choose that file."


@dataclass(frozen=True, slots=True)
class RowFault:
    """One row or cell that cannot be used, told so that its sender can mend it.

    Attributes:
        code: stable identifier of the kind of fault, snake case.
        row: number of the row as a spreadsheet shows it, 0 where the fault is about the whole file.
        column: name of the column, empty where the fault is about the whole row.
        value: what stands there, cut to 80 letters.
        reason: what is wrong, one plain sentence.
        remedy: what to do, one plain sentence.
    """

    code: str
    row: int
    column: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells.

    Attributes:
        number: the row number that a spreadsheet shows; the header is 1, blank rows count.
        line: the line of the file on which the row begins, from 1.
        cells: as many as the header has, as written but for one leading apostrophe that kept a formula asleep.
    """

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read.

    Attributes:
        encoding: "utf-8", "utf-16" or "windows-1252".
        encoding_assumed: nothing in the file names its encoding and it is not UTF-8; show a sample before relying on it.
        delimiter: comma, semicolon or tab.
        header: column names without blanks around them, as many as the widest row may have.
        rows: the rows that can be read.
        problems: the rows that cannot, and doubled column names.
    """

    encoding: str
    encoding_assumed: bool
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[RowFault, ...]


def read_table(
    data: bytes,
    *,
    max_rows: int,
    max_columns: int,
    max_cell_characters: int,
    max_bytes: int = MAX_BYTES,
    delimiter: str | None = None,
) -> Table:
    """Read a CSV file; rows that cannot be read are named in ``problems`` and the others kept.

    Args:
        data: the whole file.
        max_rows: most rows under the header, unreadable ones included.
        max_columns: most columns.
        max_cell_characters: longest cell; a longer one makes its row a problem.
        max_bytes: largest file.
        delimiter: the delimiter where it is known; otherwise it is told from the first lines.

    Raises:
        TooLarge: more bytes, rows or columns than the limits.
        WrongEncoding: neither UTF-8, UTF-16 nor Windows-1252.
        BadTable: the file is empty or no text.
    """
    if len(data) > max_bytes:
        raise TooLarge(
            f"The file has {len(data):,} bytes; the limit is {max_bytes:,}.",
            advice="Split the file and send the parts.",
        )
    text, encoding, assumed = decode_table_text(data)
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip(' ,;\t"')), None)
    if first is None:
        raise BadTable("The file is empty.")
    declared = _declared_delimiter(lines[first])
    if declared:
        lines = lines[first + 1 :] or [""]
        first = 0
    chosen = delimiter or declared or _tell_delimiter(lines[first:], max_cell_characters)
    reading = _Reading(lines, chosen, max_cell_characters)
    records = reading.records()
    header = _read_header(records, reading, max_columns)
    rows = tuple(_fit_rows(records, reading, header, max_rows))
    return Table(encoding, assumed, chosen, header, rows, tuple(reading.problems))


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet would run this cell when it opens the file (OWASP, CSV injection)."""
    return cell.startswith(_FORMULA_STARTS)


def write_table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]] | tuple[tuple[str, ...], ...]) -> bytes:
    """Write a CSV file (UTF-8 with byte order mark, commas) in which no cell is a formula; ``read_table`` restores it."""
    lines = [",".join(_written(cell) for cell in cells) for cells in (header, *rows)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")


def _written(cell: str) -> str:
    if cell.lstrip("'").startswith(_FORMULA_STARTS):
        cell = "'" + cell
    if any(letter in cell for letter in '",;\r\n\t'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _woken(cell: str) -> str:
    # The counterpart of _written: one apostrophe before a formula start was put there to keep it asleep.
    if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS):
        return cell[1:]
    return cell


def _declared_delimiter(line: str) -> str:
    # Excel writes and reads a first line "sep=;", which it does not show.
    word = line.strip('" ').lower()
    return word[4:] if word[:4] == "sep=" and word[4:] in _DELIMITERS else ""


def _tell_delimiter(lines: list[str], max_cell_characters: int) -> str:
    scores: dict[str, tuple[int, int]] = {}
    for delimiter in _DELIMITERS:
        records = list(_Reading(lines[:_LINES_FOR_DELIMITER], delimiter, max_cell_characters).records())
        width = len(records[0].cells) if records else 1
        agreeing = sum(len(record.cells) == width for record in records) if width > 1 else 0
        scores[delimiter] = (agreeing, width)
    return max(_DELIMITERS, key=lambda delimiter: scores[delimiter])


class _QuoteFault(Exception):
    """A quoted cell does not end where cells end; never leaves this module."""


class _Reading:
    """One pass over the lines; collects what could not be read."""

    def __init__(self, lines: list[str], delimiter: str, max_cell_characters: int) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.max_cell = max_cell_characters
        self.problems: list[RowFault] = []
        self.quote_faults = 0

    def records(self) -> Iterator[Row]:
        """Give each record that is not blank; a record whose quotes do not close is a problem and ends with its line."""
        at = 0
        number = 0
        while at < len(self.lines):
            number += 1
            begin = at
            try:
                cells, at = self._record(begin)
            except _QuoteFault as fault:
                at = begin + 1
                self._note_quotes(number, begin, str(fault))
                if self.quote_faults >= MAX_QUOTE_FAULTS:
                    self._give_up(number)
                    return
                continue
            if any(cell.strip() for cell in cells):
                yield Row(number, begin + 1, tuple(map(_woken, cells)))

    def _record(self, begin: int) -> tuple[list[str], int]:
        line = self.lines[begin]
        if '"' not in line:
            return line.split(self.delimiter), begin + 1
        cells: list[str] = []
        at, place = begin, 0
        while True:
            if self.lines[at].startswith('"', place):
                cell, at, place = self._quoted(at, place + 1)
            else:
                end = self.lines[at].find(self.delimiter, place)
                end = len(self.lines[at]) if end < 0 else end
                cell, place = self.lines[at][place:end], end
            cells.append(cell)
            if place >= len(self.lines[at]):
                return cells, at + 1
            place += 1  # the delimiter

    def _quoted(self, at: int, place: int) -> tuple[str, int, int]:
        parts: list[str] = []
        size = 0
        while True:
            line = self.lines[at]
            quote = line.find('"', place)
            parts.append(line[place:] if quote < 0 else line[place:quote])
            size += len(parts[-1]) + 1
            # Twice the limit: a cell that is only too long is told as that, one that swallows the file as unclosed.
            if size > 2 * self.max_cell:
                raise _QuoteFault("is not closed within the longest cell allowed")
            if quote < 0:
                at, place = at + 1, 0
                if at >= len(self.lines):
                    raise _QuoteFault("is never closed")
                parts.append("\n")
            elif line.startswith('"', quote + 1):
                parts.append('"')
                place = quote + 2
            else:
                rest = line[quote + 1 :]
                after = quote + 1 + len(rest) - len(rest.lstrip(" "))
                if after < len(line) and not line.startswith(self.delimiter, after):
                    raise _QuoteFault("ends in the middle of a cell")
                return "".join(parts), at, after

    def _note_quotes(self, number: int, begin: int, how: str) -> None:
        self.quote_faults += 1
        self.problems.append(
            RowFault(
                "unclosed_quote",
                number,
                "",
                self.lines[begin][:80],
                f'In row {number} (line {begin + 1} of the file) a quotation mark (") {how}.',
                "Close the quotation mark, or double each one that belongs to the text.",
            )
        )

    def _give_up(self, number: int) -> None:
        self.problems.append(
            RowFault(
                "too_many_quote_faults",
                number,
                "",
                "",
                f"{MAX_QUOTE_FAULTS} rows have quotation marks that do not close, so nothing after row {number} was read.",
                "Save the sheet again as CSV (UTF-8) and choose that file.",
            )
        )


def _read_header(records: Iterator[Row], reading: _Reading, max_columns: int) -> tuple[str, ...]:
    head = next(records, None)
    if head is None or reading.problems:
        reason = reading.problems[0].reason if reading.problems else "The file has no row with column names."
        raise BadTable(reason)
    names = tuple(" ".join(cell.split()) for cell in head.cells)
    while names and not names[-1]:
        names = names[:-1]
    if len(names) > max_columns:
        raise TooLarge(
            f"The file has {len(names):,} columns; the limit is {max_columns:,}.",
            advice="Leave out the columns that are not needed.",
        )
    for place, name in enumerate(names):
        if name and name in names[:place]:
            reading.problems.append(
                RowFault(
                    "duplicate_column",
                    head.number,
                    name,
                    name,
                    f"The column name {name!r} stands twice, so which of the two is meant cannot be told.",
                    "Give each column a name of its own.",
                )
            )
    return names


def _fit_rows(records: Iterator[Row], reading: _Reading, header: tuple[str, ...], max_rows: int) -> Iterator[Row]:
    width = len(header)
    for count, row in enumerate(records, start=1):
        if count + reading.quote_faults > max_rows:
            raise TooLarge(
                f"The file has more than {max_rows:,} rows, which is the limit.",
                advice="Split the file and send the parts.",
            )
        fault = _wide(row, header) or _long(row, header, reading.max_cell) or _run_over(row, header)
        if fault:
            reading.problems.append(fault)
        elif len(row.cells) == width:
            yield row
        else:
            yield Row(row.number, row.line, (row.cells + ("",) * width)[:width])


def _wide(row: Row, header: tuple[str, ...]) -> RowFault | None:
    extra = [cell for cell in row.cells[len(header) :] if cell.strip()]
    if not extra:
        return None
    return RowFault(
        "too_many_cells",
        row.number,
        "",
        extra[0][:80],
        f"Row {row.number} has {len(row.cells)} cells, but the header names {len(header)} columns.",
        'Put a cell that holds the delimiter in quotation marks ("), or name the further column.',
    )


def _long(row: Row, header: tuple[str, ...], max_cell: int) -> RowFault | None:
    for name, cell in zip(header, row.cells, strict=False):
        if len(cell) > max_cell:
            return RowFault(
                "cell_too_long",
                row.number,
                name,
                cell[:80],
                f"The cell has {len(cell):,} letters; the limit is {max_cell:,}.",
                "Shorten the text, or link to it.",
            )
    return None


def _run_over(row: Row, header: tuple[str, ...]) -> RowFault | None:
    # A forgotten closing mark may meet the next opening one: then a row too short holds a cell of several lines.
    broken = next((cell for cell in row.cells if "\n" in cell), None)
    if broken is None or len(row.cells) >= len(header):
        return None
    return RowFault(
        "unclosed_quote",
        row.number,
        header[row.cells.index(broken)],
        broken[:80],
        f'A quotation mark (") opens in row {row.number} (line {row.line} of the file) and closes on a later line, '
        f"but the row has only {len(row.cells)} of {len(header)} cells.",
        "Close the quotation mark where the cell ends.",
    )
