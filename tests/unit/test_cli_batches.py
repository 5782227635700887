"""Is a record signed for each row that can be, and for no other; and is the file whole or not there?"""

import csv
import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import openler
from openler.cli import main, pool
from openler.foundation.errors import Misuse
from unit.test_credential_templates import AT, KEY, claims, one_by_one, row

STAMP = "2026-11-26T12:00:00Z"


@dataclass
class Ran:
    code: int
    err: str


Terminal = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Terminal:
    """Run the command in a folder with key and template; whatever happens, no traceback is shown."""
    monkeypatch.chdir(tmp_path)
    Path("key.json").write_text(KEY.serialize())
    Path("template.json").write_text(json.dumps(claims()))

    def call(rows: str, *words: str) -> Ran:
        fixed = ("--key", "key.json", "template.json", rows, "-o", "out.jsonl", "--at", STAMP)
        code = main(["credential", "issue-batch", *fixed, *words])
        shown = capfd.readouterr()
        assert "Traceback" not in shown.err
        assert not list(tmp_path.glob(".openler-*"))
        return Ran(code, shown.err)

    return call


def write_csv(rows: list[dict[str, str]], *, delimiter: str = ",", name: str = "rows.csv") -> str:
    """Write rows as CSV with all their names as header."""
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return name


def write_lines(rows: list[Any], name: str = "rows.jsonl") -> str:
    """Write rows as JSON lines."""
    Path(name).write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")
    return name


def learners(count: int) -> list[dict[str, str]]:
    """Make rows that differ."""
    return [row(holder=f"did:example:{number}", first=f"“Zoë”, {number};\nnext line") for number in range(count)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_row_of_a_table_becomes_the_record_that_issue_makes(run: Terminal, delimiter: str) -> None:
    """With cells that hold delimiters, quotes and line breaks."""
    rows = learners(3)
    ran = run(write_csv(rows, delimiter=delimiter))
    assert ran.code == 0
    assert "3 records" in ran.err
    assert Path("out.jsonl").read_bytes().splitlines() == [one_by_one(one) for one in rows]
    assert not Path("out.rejected.jsonl").exists()


def test_each_json_line_becomes_a_record_in_order_by_several_processes(run: Terminal) -> None:
    """Seven hundred rows are three pieces of work for two processes."""
    rows = learners(700)
    ran = run(write_lines(rows), "--workers", "2")
    assert ran.code == 0
    records = [json.loads(line) for line in Path("out.jsonl").read_bytes().splitlines()]
    assert [record["credentialSubject"]["id"] for record in records] == [one["holder"] for one in rows]
    assert openler.verify(records[-1], at=AT, proof_only=True).check("proof").outcome == "passed"


def test_a_bad_row_is_told_and_kept_and_the_good_ones_are_issued(run: Terminal) -> None:
    """By its line in the file, where a cell before it has two lines, with the place in the record and the remedy."""
    rows = learners(3)
    rows[1]["awarded"] = "2026-02-30T00:00:00Z"
    ran = run(write_csv(rows))
    assert ran.code == 1
    assert "rows.csv:4: validFrom is no point in time" in ran.err
    assert "(at /validFrom)" in ran.err
    assert "2 records" in ran.err
    assert "1 rows were left out and stand in out.rejected.jsonl" in ran.err
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 2
    (kept,) = map(json.loads, Path("out.rejected.jsonl").read_text("utf-8").splitlines())
    assert kept["line"] == 4
    assert kept["row"] == rows[1]
    assert kept["problems"][0]["pointer"] == "/validFrom"
    assert kept["problems"][0]["next_step"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "cannot be read"),
        ('{"record": "1", "record": "2"}', "stands twice"),
        ('{"record": 1.5}', "neither a text nor a whole number"),
        ('{"record": true}', "neither a text nor a whole number"),
        ('{"record": "1"}', "no text for the slot"),
        ("[1]", "a JSON object is needed"),
    ],
)
def test_a_json_line_that_is_no_row_is_told(run: Terminal, line: str, words: str) -> None:
    """And the row after it is issued."""
    Path("rows.jsonl").write_text(line + "\n\n" + json.dumps(row()) + "\n")
    ran = run("rows.jsonl")
    assert ran.code == 1
    assert "rows.jsonl:1: " in ran.err
    assert words in ran.err
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 1


def test_cells_in_another_encoding_or_without_a_column_are_told(run: Terminal) -> None:
    """Bytes that are no UTF-8 are not guessed."""
    names = ",".join(row()).encode()
    good = ",".join(row().values()).encode()
    Path("rows.csv").write_bytes(
        b"\n".join([names, good.replace(b"final", b"f\xednal"), good + b",more", good[:20], good])
    )
    ran = run("rows.csv")
    assert ran.code == 1
    for line, words in ((2, "is not UTF-8"), (3, "the header names 7 columns"), (4, "only 1 of 7 cells")):
        assert f"rows.csv:{line}: " in ran.err
        assert words in ran.err
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no row with column names"),
        ("a,a\n1,2\n", "stands twice"),
        ("record,awarded\n1,2\n", "no column for the template's slot"),
        (",".join(row()) + '\n"open,1\n' + ",".join(row().values()) + "\n", "From line 2 on"),
        (",".join(row()) + "\n", "no row that could be issued"),
    ],
    ids=["empty", "doubled", "missing", "unclosed", "header-only"],
)
def test_a_file_that_is_no_table_leaves_everything_as_it_was(run: Terminal, content: str, words: str) -> None:
    """A quotation mark that never closes could swallow good rows, so the whole file is refused."""
    Path("rows.csv").write_text(content)
    Path("out.jsonl").write_text("earlier\n")
    ran = run("rows.csv")
    assert ran.code in (1, 64)
    assert words in ran.err
    assert Path("out.jsonl").read_text() == "earlier\n"


def test_a_template_by_which_nothing_can_be_issued_ends_the_batch(run: Terminal) -> None:
    """After a thousand rows, and without a file; the rows are not at fault."""
    template = claims()
    del template["validFrom"], template["credentialSubject"]["type"]
    Path("template.json").write_text(json.dumps(template))
    ran = run(write_lines(learners(1500)), "--workers", "1")
    assert ran.code == 1
    assert "None of the first 1,000 rows could be issued" in ran.err
    assert ran.err.count("rows.jsonl:") <= 30
    assert not Path("out.jsonl").exists()


def test_a_place_that_cannot_be_written_is_told_before_any_work(run: Terminal) -> None:
    """As every other fault, in one line."""
    ran = run(write_lines(learners(1)), "--rejected", "nowhere/at/all.jsonl")
    assert ran.code == 64
    assert "cannot be written" in ran.err
    assert run("rows.jsonl", "--workers", "0").code == 64
    assert run("missing.csv").code == 64


@pytest.mark.parametrize(
    "words", [("-o", "rows.jsonl"), ("-o", "./key.json"), ("--rejected", "template.json"), ("--rejected", "out.jsonl")]
)
def test_no_file_that_is_read_is_written_over(run: Terminal, words: tuple[str, ...]) -> None:
    """A slip in a name costs no rows, and no key."""
    write_lines(learners(1))
    before = {path: path.read_bytes() for path in Path.cwd().iterdir()}
    ran = run("rows.jsonl", *words)
    assert ran.code == 64
    assert "would be written over" in ran.err
    assert {path: path.read_bytes() for path in Path.cwd().iterdir()} == before


def _end(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_ends_the_batch() -> None:
    """Nobody waits for what will not come."""
    with pytest.raises(Misuse, match="ended from outside"):
        list(pool.in_order(_end, range(10), workers=2, prepare=print, given=()))


def test_work_is_read_only_as_far_as_it_is_needed() -> None:
    """Memory stays bounded however long the stream is."""
    read: list[int] = []

    def items() -> Any:
        for number in range(1000):
            read.append(number)
            yield number

    results = pool.in_order(abs, items(), workers=2, prepare=print, given=())
    assert next(results) == 0
    assert len(read) < 10
    results.close()
