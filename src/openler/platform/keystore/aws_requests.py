"""How is a request to AWS signed, and with whose credentials? Signature Version 4, without an SDK.

Credentials are read from a file in the form that AWS's own tools write, at each request, so that whoever renews them
need not restart anything.

Spec: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
"""

import configparser
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from openler.platform.keystore.errors import KeeperUnusable

CREDENTIALS_VARIABLE = "OPENLER_AWS_CREDENTIALS_FILE"
_ALGORITHM = "AWS4-HMAC-SHA256"
# Some lines for each profile.
_MAX_FILE_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks.

    Attributes:
        key_id: the access key's id.
        secret: the access key itself.
        token: of a session with an end, empty for a lasting key.
    """

    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def read_credentials(name: str, *, profile: str = "default") -> Credentials:
    """Read a credentials file: INI with `aws_access_key_id`, `aws_secret_access_key` and perhaps `aws_session_token`.

    Raises: KeeperUnusable.
    """
    if not name:
        raise KeeperUnusable(
            "The credentials for the key service are in no file.",
            advice=f"Name a file as AWS's own tools write it with {CREDENTIALS_VARIABLE}.",
        )
    parser = configparser.RawConfigParser()
    try:
        with Path(name).open("rb") as file:
            parser.read_string(file.read(_MAX_FILE_BYTES).decode("utf-8"))
        section = parser[profile]
        found = Credentials(
            section["aws_access_key_id"], section["aws_secret_access_key"], section.get("aws_session_token", "")
        )
    except OSError as error:
        raise KeeperUnusable(
            f"The credentials file {name} cannot be read: {error.strerror}.", advice="Make it readable for this user."
        ) from None
    except (UnicodeDecodeError, configparser.Error, KeyError):
        # What exactly is wrong could repeat a secret.
        raise KeeperUnusable(
            f"The credentials file {name} holds no access key for the profile {profile!r}.",
            advice="It needs the lines aws_access_key_id and aws_secret_access_key under [default].",
        ) from None
    return found


def sign_request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    credentials: Credentials,
    region: str,
    service: str,
    at: datetime,
) -> dict[str, str]:
    """Give the headers of a request with those that sign it; the URL has no query.

    Args:
        headers: what is sent and signed, without Host.
        at: the time of the request; AWS allows five minutes of difference.
    """
    parts = urlsplit(url)
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    sent = {**headers, "X-Amz-Date": stamp}
    if credentials.token:
        sent["X-Amz-Security-Token"] = credentials.token
    # Step 1: the canonical request.
    signed = {name.lower(): " ".join(value.split()) for name, value in sent.items()} | {"host": parts.netloc}
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = "\n".join([method, parts.path or "/", "", lines, names, hashlib.sha256(body).hexdigest()])
    # Steps 2 and 3: the text to sign, which names day, region and service.
    scope = "/".join([stamp[:8], region, service, "aws4_request"])
    text = "\n".join([_ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
    # Step 4: a key for this day, region and service only.
    key = f"AWS4{credentials.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    # Step 5: the header.
    sent["Authorization"] = (
        f"{_ALGORITHM} Credential={credentials.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return sent
