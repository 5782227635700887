"""How does an operator back up the keys of an installation and bring them back? ``openler keystore backup|restore``."""

import os
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

from openler.foundation.errors import Misuse
from openler.platform.arguments import Arguments, say

_ABOUT = """\
Back up all keys of this installation into a file, or bring them back from it: the master key, and the signing keys of
all organizations. The file is sealed under a passphrase, which is asked for, or read from OPENLER_BACKUP_PASSPHRASE.
It holds nothing else of the database: back that up as well. Keys that a hardware module or key service keeps are not
in it; they are backed up by the module's own means.

A restore brings back what is missing and overwrites nothing; where keys differ it is refused and changes nothing.

Exit codes: 0 done, 1 refused (another passphrase, a damaged file, other keys here), 64 misuse.
"""
_EXAMPLES = """\
examples:
  openler keystore backup keys-2026-11.backup
  openler keystore restore keys-2026-11.backup
"""


def main(argv: Sequence[str]) -> int:
    """Back up or restore; 0 when it is done.

    Raises: Misuse, BadPassphrase, MasterKeyMissing, BrokenSeal, BackupUnreadable, KeysDifferHere.
    """
    arguments = Arguments(prog="openler keystore", description=_ABOUT, epilog=_EXAMPLES)
    arguments.add_argument("act", choices=("backup", "restore"), help="what to do")
    arguments.add_argument("file", metavar="FILE", type=Path, help="the backup; an existing one is never overwritten")
    options = arguments.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openler.platform.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from openler.platform.base.installation import find_public_url

    try:
        started = find_public_url() is not None
    except DatabaseError:
        # A database without tables, or none at all.
        started = False
    if not started:
        raise Misuse(
            "This installation was never started, or its database does not answer.",
            mender="operator",
            advice="Start the server once: openler serve.",
        )
    return _back_up(options.file) if options.act == "backup" else _restore(options.file)


def _back_up(file: Path) -> int:
    from openler.platform.base.acts import Act, now
    from openler.platform.keystore.backups import make_backup
    from openler.platform.keystore.models import IssuerKey

    if file.exists():
        raise _exists(file)
    data = make_backup(Act(None, None, now()), _ask_passphrase(is_new=True))
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        raise _exists(file) from None
    except OSError as error:
        raise Misuse(f"{file} cannot be written: {error.strerror}.") from None
    say(f"All keys are in {file}. Whoever has it and the passphrase can sign for everybody here: keep them apart.")
    elsewhere = IssuerKey.objects.exclude(kept_in="").count()
    if elsewhere:
        say(
            f"Not in it: {elsewhere} signing keys that a hardware module or key service keeps. Back them up by its "
            "own means; without it they never sign again."
        )
    return 0


def _restore(file: Path) -> int:
    from django.conf import settings

    from openler.platform.base.acts import Act, now
    from openler.platform.base.installation import find_public_url
    from openler.platform.keystore.backups import MAX_BACKUP_BYTES, restore_backup

    try:
        with file.open("rb") as stream:
            # One byte more than is read, so that too much is told as that.
            data = stream.read(MAX_BACKUP_BYTES + 1)
    except OSError as error:
        raise Misuse(f"{file} cannot be read: {error.strerror}.") from None
    done = restore_backup(Act(None, None, now()), data, _ask_passphrase(is_new=False))
    say(f"{done.issuer_keys} signing keys and {done.data_keys} sealing keys were missing and are back.")
    if done.kept_elsewhere:
        say(
            f"Of the backup's signing keys {done.kept_elsewhere} are in a hardware module or key service; they sign "
            "when it is set up here as it was there."
        )
    if done.has_master_key_written:
        say(f"The master key is in {settings.OPENLER_HOME / 'master_key'}.")
    if done.public_url not in (None, find_public_url()):
        say(
            f"Note: the backup is of {done.public_url}, and its records name that address; this is {find_public_url()}."
        )
    return 0


def _ask_passphrase(*, is_new: bool) -> str:
    from openler.platform.keystore.errors import BadPassphrase

    given = os.environ.get("OPENLER_BACKUP_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise BadPassphrase("No passphrase was given.")
    words = getpass("Passphrase of the backup: ")
    if is_new and getpass("The same again: ") != words:
        raise BadPassphrase("The two are not the same.", advice="Try again; nothing was written.")
    return words


def _exists(file: Path) -> Misuse:
    return Misuse(f"{file} exists already and is never overwritten.", advice="Choose another name.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
