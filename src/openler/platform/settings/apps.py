"""Which rooms of the platform are open in this version?"""

from importlib.util import find_spec

_DJANGO = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
)
_OURS = (
    "openler.platform.base",
    "openler.platform.design",
    "openler.platform.audit",
    "openler.platform.jobs",
    "openler.platform.mail",
    "openler.platform.keystore",
    "openler.platform.accounts",
    "openler.platform.organizations",
    "openler.platform.frameworks",
    "openler.platform.achievements",
    "openler.platform.recognition",
    "openler.platform.issuing",
    "openler.platform.holding",
    "openler.platform.sharing",
    "openler.platform.verifying",
    "openler.platform.opportunities",
    "openler.platform.doors.vc_api",
    "openler.platform.ecosystem",
    "openler.platform.portals",
    "openler.platform.portals.credentialing_organizations",
    "openler.platform.portals.data_standards_bodies",
    "openler.platform.portals.employers",
    "openler.platform.portals.governance",
    "openler.platform.portals.learners_and_earners",
    "openler.platform.portals.ler_solution_providers",
    "openler.platform.portals.membership",
    "openler.platform.portals.public",
    "openler.platform.demo",
)


def installed_apps() -> list[str]:
    """List the apps, lowest first; a room that has nothing in it yet is not there."""
    return [*_DJANGO, *(name for name in _OURS if _exists(name))]


def _exists(name: str) -> bool:
    try:
        found = find_spec(name)
    except ModuleNotFoundError:
        return False
    # A folder without a module of its own, such as one that was left behind, is no room.
    return found is not None and found.origin is not None
