"""A file that a spreadsheet saved is read row by row, and what cannot be read is named with its place."""

from pathlib import Path

import pytest

from openler.foundation.strict_json import TooLarge, WrongEncoding
from openler.foundation.table_bytes import NotText
from openler.foundation.tables import BadTable, Table, is_formula, read_table, write_table

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"


def read(data: bytes | str, **limits: int) -> Table:
    """Read with the limits of a small sheet."""
    given = {"max_rows": 50, "max_columns": 10, "max_cell_characters": 200} | limits
    return read_table(data.encode() if isinstance(data, str) else data, **given)  # type: ignore[arg-type]


def cells(table: Table) -> list[tuple[str, ...]]:
    """Give the cells of the rows alone."""
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("encoding", "told", "assumed"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", False),
        ("utf-16", "utf-16", False),
        ("utf-16-le", "utf-16", False),
        ("utf-16-be", "utf-16", False),
        ("windows-1252", "windows-1252", True),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_of_spreadsheets_gives_the_same_rows(
    encoding: str, told: str, assumed: bool, delimiter: str
) -> None:
    """Whoever saved the sheet, names keep their letters and the mark at the start is in no column name."""
    text = "name,place\r\nZoë Øystein-Nuñez,Århus\r\n".replace(",", delimiter)
    table = read(text.encode(encoding))
    assert table.header == ("name", "place")
    assert cells(table) == [("Zoë Øystein-Nuñez", "Århus")]
    assert (table.encoding, table.encoding_assumed, table.delimiter) == (told, assumed, delimiter)


def test_utf8_with_a_few_broken_bytes_is_not_taken_for_windows() -> None:
    """One broken byte among whole letters would garble every accent, so the file is refused and the line named."""
    with pytest.raises(WrongEncoding, match="line 3"):
        read("name\nZoë Nuñez Ærø\n".encode() + b"Gr\xfcn\n")


@pytest.mark.parametrize("data", [b"PK\x03\x04sheet", b"%PDF-1.7", b"a,b\x00\n1,2\n"])
def test_files_that_are_no_text_are_named(data: bytes) -> None:
    """A sheet in the spreadsheet's own format is told as that, with what to choose instead."""
    with pytest.raises(NotText) as caught:
        read(data)
    assert "CSV UTF-8" in caught.value.advice


def test_bytes_of_no_encoding_are_refused() -> None:
    """Bytes that none of the three encodings has are never turned into some letter."""
    with pytest.raises(WrongEncoding):
        read(b"name\nGr\x81n\n")


@pytest.mark.parametrize("data", ["", "\n\n", "\ufeff", ",,\n"])
def test_an_empty_file_is_told(data: str) -> None:
    """A file without a word is told as empty and is no table of nothing."""
    with pytest.raises(BadTable):
        read(data)


def test_blank_rows_count_and_short_rows_are_filled() -> None:
    """Row numbers are those of the spreadsheet, and cells that were left off at the end are empty."""
    table = read("a,b\n1,2\n\n,\n3\n")
    assert [(row.number, row.line, row.cells) for row in table.rows] == [(2, 2, ("1", "2")), (5, 5, ("3", ""))]
    assert table.problems == ()


def test_a_line_break_in_a_cell_moves_the_line_and_not_the_row_number() -> None:
    """A spreadsheet counts records; the line of the file is told as well."""
    table = read((CASES / "csv-quoted-newlines" / "class.csv").read_bytes())
    assert [(row.number, row.line) for row in table.rows] == [(2, 2), (3, 6), (4, 7)]
    assert table.rows[0].cells[3] == 'First line\nsecond line, with comma\n\nand "quotes"'


def test_an_unclosed_quote_is_named_and_swallows_nothing() -> None:
    """The row where the mark opens is named, and the rows after it are read."""
    table = read((CASES / "csv-unclosed-quote" / "class.csv").read_bytes())
    assert [(fault.code, fault.row) for fault in table.problems] == [("unclosed_quote", 2)]
    assert [row.number for row in table.rows] == [3]


@pytest.mark.parametrize("text", ['a,b,c\n1,"open,x\n2,"y",z\n3,4,5\n', 'a,b,c\n1,"open,x\n2,y,"\n3,4,5\n'])
def test_an_unclosed_quote_that_meets_another_is_named(text: str) -> None:
    """A forgotten mark that closes at the next one of the file is found by what stands around it."""
    table = read(text)
    assert ("unclosed_quote", 2) in [(fault.code, fault.row) for fault in table.problems]
    assert ("3", "4", "5") in cells(table)


def test_a_file_full_of_unclosed_quotes_is_given_up() -> None:
    """A hostile file of quotes costs little and is given up with a word."""
    table = read("a,b\n" + '1,"x\n' * 40_001, max_rows=100_000, max_cell_characters=10_000)
    assert {fault.code for fault in table.problems} <= {"unclosed_quote", "too_many_quote_faults"}
    assert table.problems


def test_surplus_cells_and_long_cells_make_their_row_a_problem_alone() -> None:
    """A delimiter that belongs to the text shows as one cell too many, told with its row; good rows are kept."""
    table = read("a,b\n1,2,3\n4," + "x" * 201 + "\n5,6,\n")
    assert [(fault.code, fault.row, fault.column) for fault in table.problems] == [
        ("too_many_cells", 2, ""),
        ("cell_too_long", 3, "b"),
    ]
    assert cells(table) == [("5", "6")]


def test_a_doubled_column_name_is_told() -> None:
    """Two columns of one name cannot be told apart, so it is said."""
    assert [fault.code for fault in read("a,b,a\n1,2,3\n").problems] == ["duplicate_column"]


def test_limits_of_rows_columns_and_bytes_are_kept() -> None:
    """A file beyond a limit is refused before anything is done with it."""
    with pytest.raises(TooLarge, match="rows"):
        read("a\n" + "1\n" * 51)
    with pytest.raises(TooLarge, match="columns"):
        read(",".join("abcdefghijk") + "\n")
    with pytest.raises(TooLarge, match="bytes"):
        read_table(b"a\n" * 9, max_rows=9, max_columns=9, max_cell_characters=9, max_bytes=8)


def test_the_delimiter_that_a_file_declares_is_used() -> None:
    """Excel writes the delimiter into a first line which it does not show or count."""
    table = read("sep=;\na;b\n1,5;2\n")
    assert table.header == ("a", "b")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("1,5", "2"))]


def test_decimal_commas_do_not_make_a_semicolon_file_one_of_commas() -> None:
    """The delimiter is the one that cuts the rows alike."""
    table = read((CASES / "csv-semicolons-decimal-comma" / "class.csv").read_bytes())
    assert table.delimiter == ";"
    assert table.rows[0].cells[3] == "Score 87,5; second try"


def test_leading_zeros_stay() -> None:
    """A number is text until its column says otherwise."""
    assert read("id\n00417\n").rows[0].cells == ("00417",)


@pytest.mark.parametrize("cell", ["=1+1", "+plus", "-2 points", "@sum(1)", "\t=1", "'=x", "plain", 'a "b", c\nd', ""])
def test_what_is_written_is_no_formula_and_reads_back(cell: str) -> None:
    """A spreadsheet runs nothing of what we write, and reading it again gives the cell as it was."""
    data = write_table(("a", "b"), ((cell, "x"),))
    assert cells(read(data)) == [(cell, "x")]
    first = data.decode("utf-8-sig").split("\r\n")[1].lstrip('"')
    assert not is_formula(first)


def test_twelve_thousand_rows_are_read() -> None:
    """A class of a whole college is read while a page loads."""
    data = ("a,b,c\n" + 'x,"y, z",w\n' * 12_000).encode()
    table = read_table(data, max_rows=20_000, max_columns=9, max_cell_characters=200)
    assert len(table.rows) == 12_000
