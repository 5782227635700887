"""Which faults belong to kept secrets?"""

from openler.foundation.errors import Conflict, LerError, MalformedInput, Misuse, NotFound, Undecided


class BrokenSeal(LerError):
    """Something sealed cannot be opened with this key: another key, or bytes that were changed."""

    code = "broken_seal"
    default_mender = "operator"
    default_advice = "Restore the key that it was sealed with from the backup."


class MasterKeyMissing(Misuse):
    """The master key of this installation cannot be read."""

    code = "master_key_missing"
    default_mender = "operator"
    default_advice = "Set OPENLER_MASTER_KEY, or put the file master_key back into the data folder."


class NoIssuerKey(NotFound):
    """The organization has no key to sign with."""

    code = "no_issuer_key"
    default_mender = "issuer"
    default_advice = "An owner of the organization makes one on its page Keys."


class KeyRetired(Conflict):
    """A retired key was asked to sign."""

    code = "key_retired"
    default_advice = "Sign with the key in use; what the retired one signed stays good."


class BadPassphrase(Misuse):
    """No passphrase was given for a backup of keys, or one that guards nothing."""

    code = "bad_passphrase"
    default_mender = "operator"
    default_advice = "Give 12 characters or more, on the terminal or in OPENLER_BACKUP_PASSPHRASE."


class BackupUnreadable(MalformedInput):
    """A file is no whole backup of keys that this version reads, or the passphrase is another."""

    code = "backup_unreadable"
    default_mender = "operator"
    default_advice = "Take another copy of the file, and the passphrase that was given when it was made."


class KeysDifferHere(Conflict):
    """The installation has other keys than a backup, and none is ever overwritten."""

    code = "keys_differ_here"
    default_mender = "operator"
    default_advice = "Restore into an empty installation; nothing was changed here."


class BadKeyUri(Misuse):
    """A URI names no key in a hardware module or key service, or gives away a secret."""

    code = "bad_key_uri"
    default_mender = "operator"


class KeeperUnusable(Misuse):
    """A hardware module or key service cannot be used as it is set up: no library, another PIN, no such key."""

    code = "keeper_unusable"
    default_mender = "operator"


class KeeperAway(Undecided):
    """A hardware module or key service does not answer; nothing was signed."""

    code = "keeper_away"
    default_mender = "operator"
    default_advice = "See that it is connected and running, then try again; nothing was signed in the meantime."
