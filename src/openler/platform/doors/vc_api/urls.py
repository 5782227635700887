"""Where does the VC API stand? Every address of it is closed where the installation does not offer it."""

from django.urls import URLPattern, URLResolver, path

from openler.platform.doors.vc_api.access import when_open
from openler.platform.doors.vc_api.api import api

_all, _app_name, _namespace = api.urls
_patterns = [pattern for pattern in _all if getattr(pattern, "name", "") != "api-root"]
for _pattern in _patterns:
    assert _pattern.callback is not None
    _pattern.callback = when_open(_pattern.callback)

urlpatterns: list[URLPattern | URLResolver] = [path("", (_patterns, _app_name, _namespace))]
