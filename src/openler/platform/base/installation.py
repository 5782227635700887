"""Under which address was this installation set up? Fixed at the first start: signed records will begin with it."""

from datetime import datetime
from urllib.parse import urlsplit

from openler.platform.base.errors import AnotherPublicUrl
from openler.platform.base.models import Installation


def find_public_url() -> str | None:
    """Give the stored address, None before the first start."""
    return Installation.objects.filter(pk=1).values_list("public_url", flat=True).first()


def settle_public_url(expected_url: str, *, at: datetime) -> str:
    """Store the address at the first start; later, make sure that it is still the same.

    Raises: AnotherPublicUrl.
    """
    defaults = {"public_url": expected_url, "started_at": at}
    installation, _created = Installation.objects.get_or_create(pk=1, defaults=defaults)
    refuse_another_url(stored=installation.public_url, asked=expected_url)
    return installation.public_url


def refuse_another_url(*, stored: str, asked: str) -> None:
    """Refuse to become another address, and say how to start under the stored one.

    Raises: AnotherPublicUrl.
    """
    if stored == asked:
        return
    parts = urlsplit(stored)
    if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"):
        again = f"Start it with --port {parts.port or 80} (make demo PORT={parts.port or 80})"
    else:
        again = f"Start it with --public-url {stored}"
    raise AnotherPublicUrl(
        f"This installation was set up as {stored} and cannot become {asked}: what it signs carries its address.",
        advice=f"{again}, or start over with empty data (make demo-reset).",
    )
