"""Which signed records of others are there, and what does verification say to each?

One line for every file in which something is signed: a record of a vendor (vendors.csv), a case of the field
(field-cases), or one of ``census.csv``, which names the rest: steps on the way to a signature, tokens that are no
records, schemas of records. ``python tests/vectors/census.py`` writes docs/standards/census.md.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from openler.credentials.baking import sniff, unbake
from openler.credentials.verification import verify
from openler.foundation.documents import GivenDocuments
from openler.foundation.errors import LerError

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "standards" / "census.md"
ANSWERS = {"0": "verified", "1": "refused", "2": "undetermined"}
OUTCOMES = {"passed": "verified", "failed": "refused", "undetermined": "undetermined"}
# When the project took the data; a case that is about a time names its own.
AT = "2026-11-25T12:00:00Z"
parse_time = datetime.fromisoformat
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")


class Line(NamedTuple):
    """What the census says of one file.

    Attributes:
        file: its path below the data's folder: standards/…, vectors/… or field-cases/….
        answer: "verified", "refused", "undetermined", or "no record".
        rule: the check that decides, or where it is tried if it is no record.
        why: the defence, one sentence.
    """

    file: str
    answer: str
    rule: str
    why: str


def lines() -> list[Line]:
    """Give every line of the census, in the order of the files."""
    return sorted({*_of_vendors(), *_of_cases(), *_of_others()})


def signed_kind(data: bytes) -> str:
    """Say what is signed in a file: "picture", "proof", "token"; empty if nothing is."""
    if sniff(data) in ("png", "svg", "pdf"):
        return "picture" if _is_baked(data) else ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "token" if _TOKEN.search(text) else ""
    return _kind(value)


def _is_baked(data: bytes) -> bool:
    try:
        return bool(unbake(data))
    except LerError as error:
        # A carrier that cannot be read safely may hold a record.
        return error.code != "nothing_inside"


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "token" if _TOKEN.match(value) else ""
    if isinstance(value, dict):
        if "payload" in value and ("signatures" in value or "signature" in value):
            return "token"
        proofs = value["proof"] if isinstance(value.get("proof"), list) else [value.get("proof")]
        if any(isinstance(proof, dict) and isinstance(proof.get("type"), str) for proof in proofs):
            return "proof"
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(_kind, inside)), "")


def signed_files(folder: Path) -> Iterator[str]:
    """Give the path of every file below a folder in which something is signed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and signed_kind(path.read_bytes()):
            yield path.relative_to(folder).as_posix()


def _of_vendors() -> Iterator[Line]:
    rows = _rows("vendors.csv")
    by_file: dict[str, dict[str, str]] = {}
    for row in rows:
        # A file has a second row where its issuer's document was given; what is asked offline comes first.
        by_file.setdefault(row["file"], row)
    for file, row in by_file.items():
        answer = ANSWERS[row["exit"]]
        rule, _, why = row["why"].partition(": ")
        yield Line(f"standards/{file}", answer, rule or "every check", why or row["why"] or "Every check holds.")


def _of_cases() -> Iterator[Line]:
    cases = json.loads((HERE / "field-cases" / "cases.json").read_text("utf-8"))["cases"]
    by_id = {case["id"]: case for case in cases}
    for file in signed_files(HERE / "field-cases"):
        case = by_id[file.partition("/")[0]]
        answer, rule = _answer_of_case(file, case)
        yield Line(f"field-cases/{file}", answer, rule, case["why"])


def _answer_of_case(file: str, case: dict[str, Any]) -> tuple[str, str]:
    folder = HERE / "field-cases"
    given = {**case.get("given", {}), **case.get("given_did", {})}
    report = verify(
        (folder / file).read_bytes(),
        at=parse_time(case.get("at", AT)),
        documents=GivenDocuments({url: (folder / path).read_bytes() for url, path in given.items()}),
        proof_only="--proof-only" in case["command"],
    )
    outcome = report.outcome
    deciding = [check for check in report.checks if check.outcome == outcome and outcome != "passed"]
    code = next((problem.code for check in deciding[:1] for problem in check.problems), "")
    return OUTCOMES[outcome], f"{deciding[0].id}: {code}" if deciding else "every check"


def _of_others() -> Iterator[Line]:
    for row in _rows("census.csv"):
        yield Line(row["file"], row["answer"], row["rule"], row["why"])


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def to_markdown() -> str:
    """Write the page."""
    told = lines()
    counts = {
        answer: sum(line.answer == answer for line in told) for answer in dict.fromkeys(sorted(x.answer for x in told))
    }
    page = [
        "# Census of signed records",
        "",
        "Every file of others in which something is signed, and what `openler.verify` says to it offline, with nothing",
        "given but what the file brings and, for a case of the field, what its case gives; a record whose issuer's document or status list is not at hand is",
        "undetermined, which is neither yes nor no. Written by `python tests/vectors/census.py` from",
        "`tests/vectors/vendors.csv`, `tests/vectors/field-cases/cases.json` and `tests/vectors/census.csv`; tests hold",
        "every answer and that no signed file is missing.",
        "",
        "| Answer | Files |",
        "|---|---:|",
        *(f"| {answer} | {count} |" for answer, count in counts.items()),
        f"| **all** | {len(told)} |",
        "",
        "| File | Answer | Rule | Why |",
        "|---|---|---|---|",
        *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in told),
    ]
    return "\n".join(page) + "\n"


if __name__ == "__main__":
    PAGE.write_text(to_markdown(), "utf-8")
    sys.stdout.write(f"{len(lines())} files\n")
