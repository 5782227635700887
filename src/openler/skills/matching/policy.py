"""How much is each kind of evidence worth? Open values with a version; governance edits them, nothing learns them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from openler.skills.matching.edges import Meaning

_PLACES = Decimal("0.0001")


def rounded(value: Decimal) -> Decimal:
    """Round to four places, half to even: the one rounding of every sum, so that a hand gets the same."""
    return value.quantize(_PLACES, rounding=ROUND_HALF_EVEN)


def _hop_values() -> dict[Meaning, Decimal]:
    return {
        "equal": Decimal(1),
        "close": Decimal("0.8"),
        # The evidence is narrower than what is asked: it speaks for the broader term.
        "broader": Decimal("0.9"),
        # The evidence is broader than what is asked: it speaks for it in part.
        "narrower": Decimal("0.4"),
        "related": Decimal(0),
    }


@dataclass(frozen=True, slots=True)
class MatchPolicy:
    """The values of one version.

    Attributes:
        version: stands in every explanation.
        hops: what one step between terms is worth.
        further_equal: what each equality after the first is worth.
        recognised, not_recognised, endorsed, self_asserted: what proof is worth; refused is always nothing.
        level_unknown: a level is asked and none is stated, or on another scale.
        one_below, further_below: the level reached is below the one asked.
        met_at: a requirement counts as met from here.
    """

    version: str = "2026-11"
    hops: Mapping[Meaning, Decimal] = field(default_factory=_hop_values)
    further_equal: Decimal = Decimal("0.9")
    recognised: Decimal = Decimal(1)
    not_recognised: Decimal = Decimal("0.7")
    endorsed: Decimal = Decimal("0.5")
    self_asserted: Decimal = Decimal("0.25")
    level_unknown: Decimal = Decimal("0.7")
    one_below: Decimal = Decimal("0.6")
    further_below: Decimal = Decimal("0.3")
    recency: Decimal = Decimal(1)
    met_at: Decimal = Decimal("0.65")


DEFAULT_POLICY = MatchPolicy()
