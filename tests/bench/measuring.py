"""How long does something take, so that the machine cancels out? CPU time, in turn, round after round."""

import json
import math
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

ROUNDS = 7
# Long enough that the clock's grain does not show, short enough that a round sees one state of the machine.
SECONDS_A_ROUND = 0.06
MAX_TIMES = 4000
NODE_WARM_TIMES, NODE_WARM_SECONDS, NODE_MOST_SECONDS = 200, 3, 30
NODE_PROCESSES = 3


class Side(Protocol):
    """Something whose CPU time can be told."""

    def warm(self) -> None:
        """Do it until it takes as long as it will take from then on."""
        ...

    def seconds(self, times: int) -> float:
        """Do it so many times, and give the mean CPU time of one."""
        ...


@dataclass(frozen=True)
class Here:
    """Something that this process does."""

    act: Callable[[], object]

    def warm(self) -> None:
        """Do it once: contexts and keys are loaded then."""
        self.act()

    def seconds(self, times: int) -> float:
        """Do it so many times, and give the mean CPU time of one."""
        start = time.process_time()
        for _ in range(times):
            self.act()
        return (time.process_time() - start) / times


@dataclass
class Rounds:
    """What was measured: the CPU seconds of each side in each round."""

    seen: dict[str, list[float]] = field(default_factory=dict)

    def measure(self, sides: Mapping[str, Side]) -> None:
        """Measure sides in turn, round after round; each is done so often that it takes about the same time."""
        times = {}
        for name, side in sides.items():
            side.warm()
            times[name] = min(MAX_TIMES, math.ceil(SECONDS_A_ROUND / max(side.seconds(1), 1e-6)))
        for _ in range(ROUNDS):
            for name, side in sides.items():
                self.seen.setdefault(name, []).append(side.seconds(times[name]))

    def has(self, *names: str) -> bool:
        """Tell whether all of these were measured."""
        return all(name in self.seen for name in names)

    def seconds(self, name: str) -> float:
        """Give the median of one side."""
        return statistics.median(self.seen[name])

    def ratio(self, over: str, under: str) -> float:
        """Give how many times one side takes the other, as the median of the rounds."""
        pairs = zip(self.seen[over], self.seen[under], strict=True)
        return statistics.median(one / other for one, other in pairs)


@dataclass(frozen=True)
class InNode:
    """Something that Node processes do; they tell their own CPU time, and the median of them counts.

    What Node's compiler makes of the same code differs from process to process, by a fourth and more.
    """

    processes: "Sequence[subprocess.Popen[str]]"
    act: str

    def warm(self) -> None:
        """Do it until Node has compiled what it does often."""
        self._ask(times=NODE_WARM_TIMES, atMost=NODE_WARM_SECONDS)

    def seconds(self, times: int) -> float:
        """Do it so many times, and give the mean CPU time of one."""
        return self._ask(times=times, atMost=NODE_MOST_SECONDS)

    def _ask(self, **how: float) -> float:
        return statistics.median([self._ask_one(process, how) for process in self.processes])

    def _ask_one(self, process: "subprocess.Popen[str]", how: dict[str, float]) -> float:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"act": self.act, **how}) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        assert answer, f"Node ended at {self.act}"
        return float(json.loads(answer)["seconds"])


def machine() -> str:
    """Name the machine by what it is, not by whose it is."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"
