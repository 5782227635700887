"""Who recognizes the issuer of a file's record, and of every record inside it? One answer for the whole tree.

A judge that knows no registry writes down what to ask (``asked_of``); whoever has registries answers (``answer``) and
puts the answer beside the report (``tell``). Records that were only put together have no issuer of their own: their
light is the gravest of those inside.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openler.credentials.verification.report import Outcome, VerificationReport
from openler.credentials.verification.sentences import Sentence, sentence
from openler.foundation.json_types import JsonObject
from openler.trust.answers import recognition_json
from openler.trust.questions import Question, question_of
from openler.trust.recognition import Recognition
from openler.trust.words import collection_words, is_issuer_known, light_words_of, recognition_words, words_beside

# Where reports of records inside stand in a report, by the check that holds them.
_INSIDE = ("members", "endorsements")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be asked about a record and those inside it.

    Attributes:
        question: None where it is not proved who signed, and for a collection.
        is_collection: records that were put together, by a file or by a holder.
        sentence: what the report says of a record whose issuer somebody knows.
        members, endorsements: records inside.
    """

    question: Question | None
    is_collection: bool
    sentence: str
    members: tuple["Asked", ...] = ()
    endorsements: tuple["Asked", ...] = ()

    def issuers(self) -> set[str]:
        """Give every issuer that is asked about, so that a registry need not be read whole."""
        found = {self.question.issuer} if self.question else set()
        return found.union(*(one.issuers() for one in (*self.members, *self.endorsements)))

    def to_json(self) -> JsonObject:
        """Give it as JSON, so that it can cross processes."""
        return {
            "question": self.question.to_json() if self.question else None,
            "is_collection": self.is_collection,
            "sentence": self.sentence,
            "members": [one.to_json() for one in self.members],
            "endorsements": [one.to_json() for one in self.endorsements],
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Asked":
        """Read what ``to_json`` gave."""
        return cls(
            question=Question.from_json(told["question"]) if told["question"] else None,
            is_collection=bool(told["is_collection"]),
            sentence=str(told["sentence"]),
            members=tuple(map(cls.from_json, told["members"])),
            endorsements=tuple(map(cls.from_json, told["endorsements"])),
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """Who recognizes the issuers of a record and of those inside it.

    Attributes:
        outcome: of the third light.
        light: why, in one short sentence.
        words: who recognizes the issuer, when it signed and now.
        beside: what of it a verdict adds to its own sentence.
        recognition: None for a collection.
        members, endorsements: records inside.
    """

    outcome: Outcome
    light: Sentence
    words: tuple[Sentence, ...]
    beside: tuple[Sentence, ...]
    recognition: Recognition | None = None
    members: tuple["Answered", ...] = ()
    endorsements: tuple["Answered", ...] = ()

    @property
    def is_issuer_known(self) -> bool:
        """Tell whether somebody chosen says who the issuer is."""
        return self.recognition is not None and is_issuer_known(self.recognition)

    def names(self) -> Iterator[str]:
        """Give the registries that decided, each once."""
        seen: dict[str, None] = {}
        for one in self.members:
            if one.recognition is not None and one.recognition.deciding is not None:
                seen[one.recognition.deciding.registry.name] = None
            seen |= dict.fromkeys(one.names())
        yield from seen


def asked_of(report: VerificationReport) -> Asked:
    """Write down what is to be asked about a judged file."""
    inside = {check.id: check.members for check in report.checks if check.id in _INSIDE}
    is_collection = report.kind in ("bundle", "presentation")
    return Asked(
        question=None if is_collection else question_of(report),
        is_collection=is_collection,
        sentence=sentence(report, is_issuer_known=True),
        members=tuple(map(asked_of, inside.get("members", ()))),
        endorsements=tuple(map(asked_of, inside.get("endorsements", ()))),
    )


def answer(asked: Asked, ask: Callable[[Question | None], Recognition]) -> Answered:
    """Ask about a record and every record inside it."""
    members = tuple(answer(one, ask) for one in asked.members)
    endorsements = tuple(answer(one, ask) for one in asked.endorsements)
    if not asked.is_collection:
        found = ask(asked.question)
        return Answered(
            outcome=found.outcome,
            light=light_words_of(found),
            words=recognition_words(found),
            beside=words_beside(found),
            recognition=found,
            members=members,
            endorsements=endorsements,
        )
    together = Answered("not_applicable", Sentence(""), (), (), None, members, endorsements)
    outcome, words = collection_words([one.outcome for one in members], list(together.names()))
    beside = () if outcome == "not_applicable" else (words,)
    return Answered(outcome, words, (words,), beside, None, members, endorsements)


def tell(report: JsonObject, asked: Asked, answered: Answered) -> JsonObject:
    """Put recognition beside a report's JSON, at every level: its sentence, and an object ``recognition``."""
    said = asked.sentence if answered.is_issuer_known else report["sentence"]
    told = dict(report)
    told["sentence"] = " ".join([said, *map(str, answered.beside)])
    told["recognition"] = _json_of(answered)
    told["checks"] = [_tell_check(check, asked, answered) for check in report["checks"]]
    return told


def _tell_check(check: JsonObject, asked: Asked, answered: Answered) -> JsonObject:
    if check["id"] not in _INSIDE or "members" not in check:
        return check
    questions = asked.members if check["id"] == "members" else asked.endorsements
    answers = answered.members if check["id"] == "members" else answered.endorsements
    inside = zip(check["members"], questions, answers, strict=True)
    return {**check, "members": [tell(report, question, one) for report, question, one in inside]}


def _json_of(answered: Answered) -> JsonObject:
    light = {"light": str(answered.light)}
    if answered.recognition is not None:
        return recognition_json(answered.recognition) | light
    words = " ".join(map(str, answered.words))
    return {"verdict": "collection", "outcome": answered.outcome, "sentence": words} | light
