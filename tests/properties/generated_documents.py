"""Documents by number: the same number gives the same document on every machine.

Families: badges with everything Open Badges 3.0 knows, comprehensive records around several of them, documents over
contexts of our own that use every feature of JSON-LD that a record may use, and documents that follow the definitions
of the bundled contexts, whichever they are.
"""

from random import Random
from typing import Any

from properties.generated_features import Features
from properties.generated_from_contexts import FromContexts
from properties.generated_records import Records
from properties.mutations import alter, rewrite

FAMILIES = (
    lambda random: Records(random).badge(),
    lambda random: Features(random).features(),
    lambda random: FromContexts(random).document(),
    lambda random: Records(random).badge(),
    lambda random: Features(random).features(),
    lambda random: FromContexts(random).document(),
    lambda random: Records(random).transcript(),
    lambda random: FromContexts(random).document(),
)


def make_document(number: int) -> dict[str, Any]:
    """Make the document of this number; every third was changed in what it says, and most in how it is written."""
    random = Random(number)
    document = FAMILIES[number % len(FAMILIES)](random)
    if random.randrange(3) == 0:
        alter(document, random)
    for _ in range(random.randrange(4)):
        rewrite(document, random)
    return document
