"""How does a process do the long work of this installation, beside the server or on another machine?"""

import argparse
import os
import sys
from collections.abc import Sequence

from openler.foundation.errors import Misuse
from openler.platform.arguments import Arguments, say

_ABOUT = """\
Do the long work that waits: sign batches, send mails, renew status lists, end retention. Runs until Ctrl+C.

`openler serve --with-worker` starts one beside the server. With DATABASE_URL any number may run, on any machines; one
that is killed loses nothing, another goes on where it was.
"""


class NotSetUp(Misuse):
    """There is no installation to work for yet."""

    code = "not_set_up"
    default_mender = "operator"
    default_advice = "Start the server once: `openler serve`."


def main(argv: Sequence[str]) -> int:
    """Work until stopped; 0 after an orderly stop.

    Raises: NotSetUp, HomeNotWritable, BadDatabaseUrl.
    """
    options = build_parser().parse_args(argv)
    os.environ["DJANGO_SETTINGS_MODULE"] = "openler.platform.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import DatabaseError

    from openler.platform.base.acts import now
    from openler.platform.base.installation import find_public_url
    from openler.platform.jobs.services import run_all
    from openler.platform.jobs.worker import Worker, enqueue_sweeps

    try:
        public_url = find_public_url()
    except DatabaseError:
        # A folder in which no server was ever started has no tables.
        public_url = None
    if public_url is None:
        raise NotSetUp("This installation was never started.")
    # What is signed carries the address of the installation, whatever the environment of this process says.
    settings.OPENLER_PUBLIC_URL = public_url
    if options.once:
        enqueue_sweeps(now())
        say(f"{run_all(now())} steps done.")
    else:
        Worker(parent=os.getppid() if options.with_parent else None).run()
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of `openler worker`."""
    parser = Arguments(prog="openler worker", description=_ABOUT)
    parser.add_argument("--once", action="store_true", help="do what waits now, then end")
    parser.add_argument("--with-parent", action="store_true", help="end when the process that started it ends")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
