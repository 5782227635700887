"""What must be known of a record to ask who recognizes its issuer for it?

Only what its seal covers is asked about: of a record whose issuer is not proved nothing is asked at all.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from openler.credentials.model.shape import id_of, listed, read_credential
from openler.credentials.verification.report import VerificationReport

# No honest record comes near; a registry is not searched with more.
MAX_VALUES = 500


@dataclass(frozen=True, slots=True)
class Achieved:
    """One achievement that a record states.

    Attributes:
        types: OB 3.0 terms, such as "Course".
        id: id of the achievement; empty if it has none.
        frameworks: addresses of the skills and frameworks it is aligned to.
    """

    types: tuple[str, ...] = ()
    id: str = ""
    frameworks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Who recognizes this issuer for such a record?

    Attributes:
        issuer: DID or URL of the issuer whose key signed.
        achieved: what the record states; of several, each must be within an entry's scope.
        signed: when it was signed, by the issuer's own date, as written; empty where nothing says so.
    """

    issuer: str
    achieved: tuple[Achieved, ...] = ()
    signed: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the question as JSON, so that it can cross processes."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Question":
        """Read what ``to_json`` gave."""
        achieved = tuple(Achieved(tuple(one["types"]), one["id"], tuple(one["frameworks"])) for one in told["achieved"])
        return cls(issuer=str(told["issuer"]), achieved=achieved, signed=str(told["signed"]))


def question_of(report: VerificationReport) -> Question | None:
    """Ask about a judged record; None where it is not proved who signed it."""
    outcomes = {check.id: check.outcome for check in report.checks}
    document, issuer = report.verified_document, report.signatory.issuer_id
    if document is None or issuer is None or outcomes.get("issuer_controls_key") != "passed":
        return None
    shape = read_credential(document)
    return Question(
        issuer=issuer,
        achieved=tuple(
            _achieved(one)
            for part in shape.subjects[:MAX_VALUES]
            if isinstance(part.value, dict)
            for one in listed(part.value.get("achievement"))[:MAX_VALUES]
        ),
        signed=report.signatory.created or _text(shape.valid_from.value),
    )


def _achieved(value: Any) -> Achieved:
    if not isinstance(value, dict):
        return Achieved(id=_text(value))
    frameworks: list[str] = []
    for item in listed(value.get("alignment"))[:MAX_VALUES]:
        if isinstance(item, dict):
            frameworks += filter(None, (_text(item.get("targetUrl")), _text(item.get("targetFramework"))))
    types = tuple(one for one in listed(value.get("achievementType"))[:MAX_VALUES] if isinstance(one, str))
    return Achieved(types, id_of(value) or "", tuple(frameworks))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
