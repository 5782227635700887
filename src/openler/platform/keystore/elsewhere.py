"""Which key does a URI name that is kept outside of this program? Plain Python, so that a terminal can sign too."""

import os

from openler.credentials.keys import Signer
from openler.platform.keystore.errors import BadKeyUri
from openler.platform.keystore.pkcs11_keys import open_pkcs11, with_settings
from openler.platform.keystore.pkcs11_uri import SCHEME, parse_pkcs11_uri


def open_elsewhere(uri: str) -> Signer:
    """Open a key that a hardware module or a key service keeps.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    if uri.lower().startswith(SCHEME):
        return open_pkcs11(with_settings(parse_pkcs11_uri(uri), os.environ))
    raise BadKeyUri("The URI names no hardware module that is known here.", advice="Write pkcs11:… .")
