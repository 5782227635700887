"""How do `openler serve` and `openler doctor` read their words, and speak?"""

import argparse
import sys
from typing import Any, NoReturn

# EX_USAGE of sysexits.h, as for every command of this program.
MISUSE = 64


class Arguments(argparse.ArgumentParser):
    """A parser whose faults end with 64, in one sentence and the way to help."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and end with 64."""
        sys.stderr.write(f"{self.prog}: {message}. See '{self.prog} --help'.\n")
        raise SystemExit(MISUSE)


def say(text: str) -> None:
    """Write a line that is seen at once, even through a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
