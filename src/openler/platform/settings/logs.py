"""What is written down about a request? Its kind, its outcome and its length; never a body, a token or a name."""

import os
from typing import Any

# INFO writes one line for each request; WARNING, the default, only what went wrong.
_LEVEL = os.environ.get("OPENLER_LOG_LEVEL", "WARNING").upper()

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "openler.platform.base.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "loggers": {
        "openler": {"handlers": ["stderr"], "level": _LEVEL, "propagate": False},
        # Django's own lines name whole paths, and a path may be a capability: only its faults are kept.
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
