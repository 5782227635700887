"""With which number does a command end, so that a script can decide?

    0   valid, or done
    1   rejected: a record that does not hold, or input that is no record
    2   undetermined: something that is needed could not be had; neither yes nor no
    64  misuse: an unknown option, a file that cannot be read, a command that cannot work (EX_USAGE of sysexits.h)

Of several the gravest counts, in the order 64, 1, 2, 0.
"""

from collections.abc import Iterable

from openler.foundation.errors import LerError, Misuse, Undecided

VALID = 0
REJECTED = 1
UNDETERMINED = 2
MISUSE = 64
INTERRUPTED = 130
EXIT_OF_OUTCOME = {"passed": VALID, "failed": REJECTED, "undetermined": UNDETERMINED}
_GRAVEST_FIRST = (INTERRUPTED, MISUSE, REJECTED, UNDETERMINED, VALID)


def gravest(codes: Iterable[int]) -> int:
    """Return the code that counts for several files; 0 for none."""
    found = set(codes)
    return next((code for code in _GRAVEST_FIRST if code in found), VALID)


def exit_of_error(error: LerError) -> int:
    """Return the code for a fault: misuse, cannot tell, or rejected."""
    if isinstance(error, Misuse):
        return MISUSE
    return UNDETERMINED if isinstance(error, Undecided) else REJECTED
