"""Which framework is in this file, whatever its format? The door to the importers.

Told by the content, never by the name of the file: JSON is a CASE package, a table with the heads of a skill library
is one, and any other table is read by its columns.
"""

from collections.abc import Mapping

from openler.foundation.tables import Table, read_table
from openler.skills.frameworks import MAX_ITEMS, MAX_STATEMENT_CHARACTERS, FrameworkDraft, Kind
from openler.skills.importers.case import read_case
from openler.skills.importers.csv import guess_columns, read_csv
from openler.skills.importers.rsd import is_rsd, read_rsd

# A library has 17 columns; a registrar's own sheet may have some more.
MAX_COLUMNS = 60


def read_framework(
    data: bytes, *, kind: Kind | None = None, columns: Mapping[str, str] | None = None
) -> FrameworkDraft:
    """Read a framework and name everything in the file that cannot be used.

    Args:
        data: the whole file.
        kind: the format where the sender told it; otherwise the content tells.
        columns: for a plain table, what each column holds; otherwise guessed from the heads.

    Raises:
        NotAFramework, TooLarge, BadTable, NotText, WrongEncoding, BadJson: the file as a whole cannot be used.
    """
    if kind == "case" or (kind is None and is_json(data)):
        return read_case(data)
    table = read_framework_table(data)
    if kind == "rsd" or (kind is None and columns is None and is_rsd(table.header)):
        return read_rsd(table)
    return read_csv(table, columns=guess_columns(table.header) if columns is None else columns)


def read_framework_table(data: bytes) -> Table:
    """Read the rows of a framework's CSV file, within the limits of frameworks."""
    return read_table(data, max_rows=MAX_ITEMS, max_columns=MAX_COLUMNS, max_cell_characters=MAX_STATEMENT_CHARACTERS)


def is_json(data: bytes) -> bool:
    """Say whether the file begins as a JSON object or array."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] in (b"{", b"[")
