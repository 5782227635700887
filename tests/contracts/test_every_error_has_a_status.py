"""Is every kind of error told over HTTP with a status that was chosen for it?"""

import importlib
import pkgutil

import pytest

from openler.foundation.errors import LerError
from openler.platform.base.faults import STATUS_OF_ERROR, status_of


def _every_error() -> list[type[LerError]]:
    """Import every room below the pages, so that each kind of error is known."""
    for room in ("foundation", "credentials", "platform.egress", "platform.base"):
        package = importlib.import_module(f"openler.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"openler.{room}."):
            importlib.import_module(module.name)
    found: list[type[LerError]] = []
    waiting = list(LerError.__subclasses__())
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting.extend(kind.__subclasses__())
    return found


def test_every_kind_of_error_is_mapped() -> None:
    """Each has its own entry or the one of the kind above it; 500 is left for what only the operator can mend."""
    unmapped = [
        kind.__name__
        for kind in _every_error()
        if kind.__module__.startswith("openler.")
        and kind.default_mender != "operator"
        and not any(base in STATUS_OF_ERROR for base in kind.__mro__)
    ]
    assert unmapped == []


def test_codes_are_stable_identifiers() -> None:
    """One code means one thing: snake case, and no two kinds share it unless one is the other's child."""
    kinds = [kind for kind in _every_error() if kind.__module__.startswith("openler.")]
    for kind in kinds:
        assert kind.code.replace("_", "").isalnum(), kind
        assert kind.code == kind.code.lower(), kind


def test_the_error_itself_is_a_fault_of_ours() -> None:
    """A plain LerError says nothing about who is wrong, so it is never taken for a bad request."""
    assert status_of(LerError("something")) == 500


@pytest.mark.parametrize("kind", STATUS_OF_ERROR, ids=lambda kind: kind.__name__)
def test_a_status_is_one_that_http_knows_for_faults(kind: type[LerError]) -> None:
    """Only 4xx and 5xx, so that no fault looks like success."""
    assert 400 <= STATUS_OF_ERROR[kind] < 600
