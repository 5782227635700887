"""Which address leads where? Each room keeps its own list; this one says where each room's begins."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from openler.platform.base import health
from openler.platform.design import views as design
from openler.platform.organizations.access import open_to_all

handler400 = "openler.platform.base.faults.bad_request"
handler403 = "openler.platform.base.faults.forbidden"
handler404 = "openler.platform.base.faults.missing"
handler500 = "openler.platform.base.faults.broken"

# In this order: the stricter address first.
_ROOMS = (
    ("api/v1/", "openler.platform.verifying.urls"),
    ("api/v1/", "openler.platform.holding.urls"),
    ("vc-api/", "openler.platform.doors.vc_api.urls"),
    ("", "openler.platform.portals.membership.urls"),
    ("", "openler.platform.portals.public.urls"),
    ("", "openler.platform.portals.credentialing_organizations.urls"),
    ("", "openler.platform.portals.data_standards_bodies.urls"),
    ("", "openler.platform.portals.employers.urls"),
    ("", "openler.platform.portals.governance.urls"),
    ("", "openler.platform.portals.learners_and_earners.urls"),
    ("", "openler.platform.portals.ler_solution_providers.urls"),
    ("", "openler.platform.demo.urls"),
    ("", "openler.platform.ecosystem.urls"),
)


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", open_to_all(health.healthz), name="healthz"),
    path("readyz", open_to_all(health.readyz), name="readyz"),
    path("design/", open_to_all(design.gallery), name="gallery"),
    path("appearance/", open_to_all(design.appearance), name="appearance"),
    *(path(prefix, include(room)) for prefix, room in _ROOMS if _exists(room)),
]
