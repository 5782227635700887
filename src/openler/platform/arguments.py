"""How are the words after `openler serve` and `openler doctor` read, and refused?"""

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
        print(f"{self.prog}: {message}. See '{self.prog} --help'.", file=sys.stderr)
        raise SystemExit(MISUSE)
