"""How long does somebody at a terminal wait, and what memory does that take?"""

import resource
import statistics
import subprocess
import time

from measuring import ROUNDS
from pages import BADGE, BIN


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
