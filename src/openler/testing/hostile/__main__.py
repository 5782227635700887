"""What does a terminal say to try hostile inputs? ``python -m openler.testing.hostile --inputs 250000 --processes 2``.

The work is split into parts; each runs in a process of its own, whose memory is bounded by the system. The exit code is
1 if anything was accepted that must not be, crashed, or lost.
"""

import argparse
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from openler.testing.hostile.campaign import Tally, hostile_inputs, run
from openler.testing.hostile.table import from_text, join, table_lines, to_text, total_of

# What one process may hold beyond what it has when it starts: the program needs some 60 MB, the largest input (a status
# list that unpacks to its limit of 8 MiB, and is held twice) some 30 MB.
MEMORY_BYTES = 256 << 20
PARTS = 8


def main(arguments: list[str] | None = None) -> int:
    """Run the campaign and print its table."""
    parser = argparse.ArgumentParser(prog="python -m openler.testing.hostile", description=__doc__)
    parser.add_argument("--inputs", type=int, default=250_000, help="how many hostile inputs to try")
    parser.add_argument("--processes", type=int, default=2, help="how many processes run at once")
    parser.add_argument("--page", type=Path, help="write the tables into this page, between its marks")
    parser.add_argument("--part", type=int, help="run this part alone, in this process, and write its figures")
    chosen = parser.parse_args(arguments)
    if chosen.part is not None:
        bound_memory(MEMORY_BYTES)
        sys.stdout.write(to_text(run(hostile_inputs(chosen.inputs, part=chosen.part, parts=PARTS))))
        return 0
    tallies = run_parts(chosen.inputs, chosen.processes)
    classes, reasons = "\n".join(table_lines(tallies)).split("\n\n")
    sys.stdout.write(f"{classes}\n\n{reasons}\n")
    if chosen.page is not None:
        page = write_between("table", classes, chosen.page.read_text("utf-8"))
        chosen.page.write_text(write_between("reasons", reasons, page), "utf-8")
    bad = total_of(tallies).bad
    sys.stdout.write("".join(f"{line}\n" for line in bad))
    return 1 if bad else 0


def write_between(mark: str, text: str, page: str) -> str:
    """Put a text between two marks of a page, in the place of what stood there."""
    before, begin, rest = page.partition(f"<!-- {mark} -->\n")
    _, end, after = rest.partition(f"<!-- end of {mark} -->")
    return f"{before}{begin}{text}\n{end}{after}"


def bound_memory(more_bytes: int) -> None:
    """Let this process take no more memory than this beyond what it has; beyond it, Python raises MemoryError."""
    with open("/proc/self/statm", encoding="ascii") as file:
        present = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (present + more_bytes, present + more_bytes))


def run_parts(inputs: int, processes: int) -> dict[str, Tally]:
    """Run every part in a process of its own and join the figures."""
    tallies: dict[str, Tally] = {}
    with ThreadPoolExecutor(processes) as pool:
        for text in pool.map(lambda part: _run_part(part, inputs), range(PARTS)):
            join(tallies, from_text(text))
    return tallies


def _run_part(part: int, inputs: int) -> str:
    command = [sys.executable, "-m", "openler.testing.hostile", "--inputs", str(inputs), "--part", str(part)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
