"""``openler credential issue-batch``: sign one record for each row of a file."""

import argparse
import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from openler.cli.arguments import Commands, add_command, add_world_options, instant
from openler.cli.batch_signing import Job, Rejected, Signed, prepare, sign_rows
from openler.cli.exits import REJECTED, VALID
from openler.cli.pool import in_order, usable_cores
from openler.cli.progress import Progress
from openler.cli.rows import RawRow, RowFile
from openler.cli.sources import open_world, read_file
from openler.cli.terminal import say_error
from openler.cli.whole_files import WholeFile
from openler.foundation.errors import MalformedInput, Misuse

_ABOUT = """\
Sign one record for each row of a file. TEMPLATE.json is a credential without proof in whose texts slots stand, such as
"urn:uuid:{{id}}"; ROWS is CSV with a header, or one JSON object on each line, and names the slots. Each record is
judged as 'openler credential issue' judges it and gets the same bytes. A row that cannot be issued is told with its
line and kept in a file; no good row is lost for it. The records, one on each line, are written whole or not at all.
"""
_EXAMPLES = """\
  openler credential issue-batch --key key.json template.json class.csv -o records.jsonl
  openler credential issue-batch --key key.json template.json rows.jsonl --workers 8 -o records.jsonl
"""
# Records of about a megabyte: a tenth of a second of work for each process.
_ROWS_A_CHUNK: Final = 250
# Where nothing at all can be issued, the template is at fault and not the rows.
_ROWS_BEFORE_GIVING_UP: Final = 1000
_TOLD: Final = 10
_MAX_WORKERS: Final = 256
# A small batch is done before a second process has started.
_BYTES_FOR_ONE_PROCESS: Final = 100_000


class NothingIssuable(MalformedInput):
    """No row of a batch can be issued, so the fault is in the template, or in every row alike."""

    code = "nothing_issuable"
    default_mender = "issuer"
    default_advice = "Mend the template, or the column that is named; nothing was written."


@dataclass(slots=True)
class _Counts:
    """What became of the rows so far."""

    issued: int = 0
    left_out: int = 0


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "issue-batch", _run, summary="sign one record for each row", about=_ABOUT, examples=_EXAMPLES
    )
    parser.add_argument("template", metavar="TEMPLATE.json", help="the credential without its proof, with slots")
    parser.add_argument("rows", metavar="ROWS", help="CSV with a header, or JSON lines")
    parser.add_argument("--key", metavar="KEY.json", required=True, help="key file made by 'openler key create'")
    parser.add_argument("-o", "--output", metavar="RECORDS.jsonl", required=True, help="file to write")
    parser.add_argument(
        "--rejected",
        metavar="FILE",
        help="where rows that were not issued are kept; RECORDS.rejected.jsonl if left out",
    )
    parser.add_argument(
        "--suite", metavar="NAME", help="cryptosuite, such as ecdsa-rdfc-2019; chosen by the key if left out"
    )
    parser.add_argument("--at", metavar="TIME", type=instant, help="time of all proofs; now if left out")
    parser.add_argument("--workers", metavar="N", type=int, help="processes; one for each core if left out")
    add_world_options(parser)


def _run(options: argparse.Namespace) -> int:
    kept = options.rejected or str(Path(options.output).with_suffix(".rejected.jsonl"))
    _check_apart([options.output, kept], [options.rows, options.template, options.key])
    contexts = open_world(options).given
    template, key = read_file(options.template), read_file(options.key)
    with contextlib.closing(RowFile(options.rows)) as source:
        workers = _workers(options.workers, source)
        job = Job(template, key, options.suite, contexts, source.columns, options.at or datetime.now(UTC))
        _check_columns(job.make_template().slots, source)
        progress, counts = Progress("records"), _Counts()
        with WholeFile(options.output) as records, WholeFile(kept) as left_out:
            results = in_order(sign_rows, _chunks(source), workers=workers, prepare=prepare, given=(job,))
            with contextlib.closing(results):
                for result in results:
                    records.write(result.records)
                    left_out.write(b"".join(row.written() for row in result.rejected))
                    _count(result, counts, options.rows, progress)
                    progress.show(counts.issued, source.bytes_read / max(source.size, 1))
            progress.clear()
            if not counts.issued:
                raise NothingIssuable("The file has no row that could be issued.")
            if not counts.left_out:
                left_out.give_up()
    say_error(options.output, _told(counts, progress.seconds, kept))
    return REJECTED if counts.left_out else VALID


def _check_apart(written: list[str], read: list[str]) -> None:
    places = [Path(name).resolve() for name in (*written, *read)]
    for number, name in enumerate(written):
        if places[number] in places[number + 1 :]:
            raise Misuse(f"{name} would be written over.", advice="Choose another name with -o or --rejected.")


def _workers(asked: int | None, source: RowFile) -> int:
    if asked is None:
        return 1 if source.size <= _BYTES_FOR_ONE_PROCESS else min(usable_cores(), _MAX_WORKERS)
    if not 1 <= asked <= _MAX_WORKERS:
        raise Misuse(f"--workers {asked}: it must be between 1 and {_MAX_WORKERS}.")
    return asked


def _check_columns(slots: Iterable[str], source: RowFile) -> None:
    if source.columns is None:
        return
    missing = [slot for slot in slots if slot not in source.columns]
    if missing:
        raise Misuse(
            f"The rows have no column for the template's slot {', '.join(map(repr, missing[:5]))}.",
            advice=f"The columns are {', '.join(map(repr, source.columns[:20]))}.",
        )


def _chunks(source: RowFile) -> Iterator[list[RawRow]]:
    rows = source.rows()
    while chunk := list(islice(rows, _ROWS_A_CHUNK)):
        yield chunk


def _count(result: Signed, counts: _Counts, rows: str, progress: Progress) -> None:
    if result.rejected and counts.left_out < _TOLD:
        progress.clear()
        for rejected in result.rejected[: _TOLD - counts.left_out]:
            _tell(rejected, rows)
    counts.issued += result.issued
    counts.left_out += len(result.rejected)
    if not counts.issued and counts.left_out >= _ROWS_BEFORE_GIVING_UP:
        progress.clear()
        raise NothingIssuable(f"None of the first {counts.left_out:,} rows could be issued.")


def _tell(rejected: Rejected, rows: str) -> None:
    for problem in rejected.problems[:3]:
        place = f" (at {problem['pointer']})" if problem["pointer"] else ""
        say_error(f"{rows}:{rejected.line}", f"{problem['detail']}{place}", problem["next_step"])


def _told(counts: _Counts, seconds: float, kept: str) -> str:
    rate = counts.issued / seconds if seconds else 0.0
    told = f"{counts.issued:,} records in {seconds:.1f} s, {rate:,.0f} a second."
    return f"{told} {counts.left_out:,} rows were left out and stand in {kept}." if counts.left_out else told
