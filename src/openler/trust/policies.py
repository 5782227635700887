"""Is a report good enough for somebody who asks that the issuer be recognized? A policy that names recognition.

The default policy of ``credentials`` does not ask it: unknown is not invalid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openler.credentials.verification.policies import AcceptancePolicy, EveryCheckHolds
from openler.credentials.verification.report import VerificationReport
from openler.trust.questions import question_of
from openler.trust.recognition import Verdict, recognize
from openler.trust.registry import Registry, UnreachableRegistry
from openler.trust.words import recognition_words

_EVERY_CHECK_HOLDS = EveryCheckHolds()


@dataclass(frozen=True, slots=True)
class RecognizedIssuer:
    """Every check holds, and a chosen registry recognizes the issuer for such a record.

    Attributes:
        registries: those that count, in order of precedence.
        checks: the policy for everything but recognition.
        past_is_enough: also accept an issuer that was recognized when it signed, by its own date, and is not now; for
            whoever has another proof of that date.
        name: what an accepted record says it was accepted under.
    """

    registries: Sequence[Registry | UnreachableRegistry]
    checks: AcceptancePolicy = _EVERY_CHECK_HOLDS
    past_is_enough: bool = False
    name: str = "every check holds and the issuer is recognized"

    def objections(self, report: VerificationReport) -> Iterable[str]:
        """Object to what the checks object to, and to an issuer that no chosen registry recognizes."""
        yield from self.checks.objections(report)
        recognition = recognize(question_of(report), self.registries, at=report.at)
        enough: set[Verdict] = {"recognized", "recognized_in_past"} if self.past_is_enough else {"recognized"}
        if recognition.verdict not in enough:
            yield f"issuer recognized: {recognition.outcome.replace('_', ' ')}. " + " ".join(
                map(str, recognition_words(recognition))
            )
