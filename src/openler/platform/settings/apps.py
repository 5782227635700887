"""Which rooms of the platform are open in this version?"""

from importlib.util import find_spec

_DJANGO = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
)
_OURS = (
    "openler.platform.base",
    "openler.platform.design",
    "openler.platform.accounts",
    "openler.platform.verifying",
    "openler.platform.ecosystem",
    "openler.platform.portals",
    "openler.platform.portals.public",
)


def installed_apps() -> list[str]:
    """List the apps, lowest first; a room that has nothing in it yet is not there."""
    return [*_DJANGO, *(name for name in _OURS if _exists(name))]


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
