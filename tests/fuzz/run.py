"""How are the parsers fuzzed? ``make fuzz``, or ``python tests/fuzz/run.py --seconds 60 [TARGET ...]``.

Each target runs in a process of its own under atheris (libFuzzer), for so many seconds, from its committed corpus and
from what earlier runs found (``.fuzz`` in the working folder). An input that stumbles is written there and named.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
FOUND = Path(".fuzz")
# No target reads more at once; larger inputs only make a fuzzer slower.
MAX_INPUT_BYTES = 8192
# An input that costs more is reported as a find: the largest honest input of this size takes a fiftieth of it.
MAX_INPUT_SECONDS = 20
MAX_MEMORY_MEGABYTES = 1024


def main() -> int:
    """Fuzz every chosen target and print a line for each; 1 if one stumbled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="how long each target is fuzzed")
    parser.add_argument("--one", action="store_true", help="fuzz the one target that is named in this very process")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    chosen = parser.parse_args()
    if chosen.one:
        return _fuzz(chosen.targets[0], chosen.seconds)
    from targets import TARGETS

    unknown = set(chosen.targets) - TARGETS.keys()
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(sorted(TARGETS))}")
    stumbled = [name for name in chosen.targets or TARGETS if not _run(name, chosen.seconds)]
    return 1 if stumbled else 0


def _run(name: str, seconds: int) -> bool:
    command = [sys.executable, __file__, "--one", "--seconds", str(seconds), name]
    done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    said = done.stdout + done.stderr
    runs, paths = (re.findall(pattern, said) for pattern in (r"stat::number_of_executed_units:\s*(\d+)", r"cov: (\d+)"))
    corpus = re.findall(r"corp: (\d+)/", said)
    figures = [numbers[-1] if numbers else "?" for numbers in (runs, paths, corpus)]
    print(f"{name:18} {figures[0]:>10} inputs {figures[1]:>7} edges {figures[2]:>6} kept", flush=True)
    if done.returncode:
        print("\n".join(said.splitlines()[-40:]), flush=True)
    return done.returncode == 0


def _fuzz(name: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["openler"]):
        from targets import refuses

    kept = FOUND / name
    kept.mkdir(parents=True, exist_ok=True)

    def one(data: bytes) -> None:
        refuses(name, data)

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={MAX_INPUT_BYTES}",
        f"-timeout={MAX_INPUT_SECONDS}",
        f"-rss_limit_mb={MAX_MEMORY_MEGABYTES}",
        f"-artifact_prefix={kept}{os.sep}stumbled-",
        "-print_final_stats=1",
    ]
    atheris.Setup([__file__, *options, str(kept), str(HERE / "corpora" / name)], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
