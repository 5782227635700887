"""Under which address was this installation set up? Fixed at the first start: signed records will begin with it."""

from datetime import datetime

from openler.platform.base.errors import AnotherPublicUrl
from openler.platform.base.models import Installation


def find_public_url() -> str | None:
    """Give the stored address, None before the first start."""
    return Installation.objects.filter(pk=1).values_list("public_url", flat=True).first()


def settle_public_url(expected_url: str, *, at: datetime) -> str:
    """Store the address at the first start; later, make sure that it is still the same.

    Raises: AnotherPublicUrl.
    """
    installation, _ = Installation.objects.get_or_create(pk=1, defaults={"public_url": expected_url, "started_at": at})
    if installation.public_url != expected_url:
        raise AnotherPublicUrl(
            f"This installation was set up as {installation.public_url} and cannot become {expected_url}: "
            "what it signed carries its address.",
            advice=f"Start it as {installation.public_url} again, or start over with an empty data folder "
            "(make demo-reset).",
        )
    return installation.public_url
