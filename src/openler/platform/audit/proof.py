"""Was the audit of this installation changed after it was written? Nothing is changed by asking, and nobody is named."""

import os
from collections.abc import Sequence

from openler.foundation.errors import Misuse
from openler.platform.arguments import Arguments, say

_ABOUT = """\
Walk along every line of the audit, and say whether one was changed, taken away or added.

Exit codes: 0 every line agrees, 1 one does not (the first is named), 64 misuse.
"""


def main(argv: Sequence[str]) -> int:
    """Judge the whole chain and say how many lines agree; 1 where a line does not.

    Raises: Misuse.
    """
    arguments = Arguments(prog="openler audit", description=_ABOUT)
    arguments.add_argument("act", choices=("verify",), help="judge the whole chain")
    arguments.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openler.platform.settings")
    import django

    django.setup()
    from django.db import OperationalError

    from openler.platform.base.installation import find_public_url

    try:
        started = find_public_url() is not None
    except OperationalError:
        # A database without tables, or none at all.
        started = False
    if not started:
        raise Misuse("Nothing to judge: this installation was never started, or its database does not answer.")
    return tell_chain()


def tell_chain() -> int:
    """Say what a walk along the chain found; 1 where a line does not agree."""
    from openler.platform.audit.queries import judge_whole_chain

    verdict = judge_whole_chain()
    if verdict.broken_at is None:
        say(f"All {verdict.entries} entries agree.")
        return 0
    say(f"Entry {verdict.broken_at} is the first that does not agree: {verdict.reason}.")
    return 1
