"""Which faults belong to the demonstration?"""

from openler.foundation.errors import NotFound


class NoDemo(NotFound):
    """Something of the demonstration was asked for where there is none."""

    code = "no_demo"
    default_mender = "operator"
    default_advice = "Start a demonstration with `make demo`; it runs on one machine and holds fictional people only."
