"""Which signed records does a hostile client change? One of every suite, form and kind, each made once."""

from functools import cache

from openler.testing.hostile.specimens import Specimen, embedded_specimens
from openler.testing.hostile.token_specimens import token_specimens


@cache
def make_specimens() -> tuple[Specimen, ...]:
    """Make every specimen; the same bytes each time."""
    return (*embedded_specimens(), *token_specimens())
