"""How does a hostile client try a verifier? Signed records of every kind, changed in every way that it can think of.

``python -m openler.testing.hostile`` tries some hundred thousand of them and prints what became of each class.
"""

from openler.testing.hostile.campaign import (
    SEED,
    Tally,
    Verdict,
    hostile_inputs,
    judge,
    paired_change,
    run,
    single_changes,
)
from openler.testing.hostile.collection import make_specimens
from openler.testing.hostile.mutation import Mutation
from openler.testing.hostile.specimens import Specimen

__all__ = [
    "SEED",
    "Mutation",
    "Specimen",
    "Tally",
    "Verdict",
    "hostile_inputs",
    "judge",
    "make_specimens",
    "paired_change",
    "run",
    "single_changes",
]
