"""How many hostile inputs are refused, by which check, and what does each cost?

The order of the inputs is fixed: the same number of them is the same inputs on every machine. First come all single
changes of all specimens; then pairs of changes, each drawn from a fixed seed and its own number.
"""

import json
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, Literal

from openler.credentials.verification import verify
from openler.credentials.verification.report import VerificationReport
from openler.foundation.documents import GivenDocuments
from openler.testing.hostile.collection import make_specimens
from openler.testing.hostile.disclosed import LEFT_OUT, is_part_of
from openler.testing.hostile.forged_bindings import bend_bindings
from openler.testing.hostile.forged_contexts import exchange_contexts
from openler.testing.hostile.forged_disclosures import bend_disclosures
from openler.testing.hostile.forged_proofs import bend_proofs
from openler.testing.hostile.forged_tokens import bend_tokens
from openler.testing.hostile.meaning import UNREAD, same_meaning
from openler.testing.hostile.members import change_at, change_members
from openler.testing.hostile.mutation import Mutation, Mutator, start, walk, with_data
from openler.testing.hostile.rewritten_text import rewrite_text
from openler.testing.hostile.specimens import Specimen
from openler.testing.hostile.surroundings import lie_around

SEED = 20_261_125
Outcome = Literal["refused", "no-op", "accepted", "crashed", "lost"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one hostile input.

    Attributes:
        mutation: the input.
        outcome: "refused"; "no-op" if it says what was signed; "accepted" where it must not be; "crashed"; "lost" if it
            says what was signed in another spelling and was refused nevertheless.
        reason: the check that refused it, or why it is no change, or the crash.
        seconds: CPU time of the verification.
    """

    mutation: Mutation
    outcome: Outcome
    reason: str
    seconds: float


@dataclass(slots=True)
class Tally:
    """The figures of one class of mutation, or of all."""

    tried: int = 0
    refused: int = 0
    by_check: dict[str, int] = field(default_factory=dict)
    no_ops: dict[str, int] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.tried += 1
        self.seconds.append(verdict.seconds)
        if verdict.outcome == "refused":
            self.refused += 1
            self.by_check[verdict.reason] = self.by_check.get(verdict.reason, 0) + 1
        elif verdict.outcome == "no-op":
            self.no_ops[verdict.reason] = self.no_ops.get(verdict.reason, 0) + 1
        else:
            mutation = verdict.mutation
            self.bad.append(
                f"{verdict.outcome}: {mutation.specimen.name}: {mutation.kind}: {mutation.detail}: {verdict.reason}"
            )

    def join(self, other: "Tally") -> None:
        """Add the figures of another tally."""
        self.tried += other.tried
        self.refused += other.refused
        for own, more in ((self.by_check, other.by_check), (self.no_ops, other.no_ops)):
            for name, count in more.items():
                own[name] = own.get(name, 0) + count
        self.bad += other.bad
        self.seconds += other.seconds

    def percentile_milliseconds(self, share: float = 0.99) -> float:
        """Give the CPU time that this share of the verifications stayed below."""
        ordered = sorted(self.seconds) or [0.0]
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _change_record(specimen: Specimen) -> Iterator[Mutation]:
    if not isinstance(specimen.data, str):
        for kind, detail, document in change_members(specimen.data):
            yield with_data(specimen, kind, detail, document)


MUTATORS: tuple[Mutator, ...] = (
    _change_record,
    exchange_contexts,
    bend_proofs,
    bend_tokens,
    bend_disclosures,
    bend_bindings,
    rewrite_text,
    lie_around,
)


def single_changes(specimens: Iterable[Specimen] | None = None) -> Iterator[Mutation]:
    """Give every single change of every specimen."""
    for specimen in make_specimens() if specimens is None else specimens:
        for mutate in MUTATORS:
            yield from mutate(specimen)


def is_changed(mutation: Mutation) -> bool:
    """Tell whether a verifier is given anything else than for the specimen; some changes meet what stands there."""
    first = start(mutation.specimen)
    names = ("data", "surroundings", "at", "challenge", "domain")
    return any(getattr(mutation, name) != getattr(first, name) for name in names)


def paired_change(number: int) -> Mutation:
    """Give the pair of changes of this number: two changes of members, anywhere in one record."""
    draw = random.Random(f"{SEED} {number}")
    specimen = draw.choice([one for one in make_specimens() if not isinstance(one.data, str)])
    first = _any_change(specimen.data, draw)
    second = _any_change(first[2], draw) if isinstance(first[2], dict) else first
    detail = f"{first[0]} {first[1]}, then {second[0]} {second[1]}"
    return with_data(specimen, "two changes", detail, second[2])


def _any_change(document: Any, draw: random.Random) -> tuple[str, str, Any]:
    path, value = draw.choice(list(walk(document)))
    return draw.choice(list(change_at(document, path, value)))


def hostile_inputs(
    count: int, *, part: int = 0, parts: int = 1, specimens: tuple[Specimen, ...] | None = None
) -> Iterator[Mutation]:
    """Give a fixed choice of about so many inputs, or one part of it; every class is in it however few are asked for.

    Raises:
        ValueError: a part that is none of the parts.
    """
    if not 0 <= part < parts:
        raise ValueError("The parts count from zero.")
    chosen_from = make_specimens() if specimens is None else specimens
    singles = count_singles(chosen_from)
    if count >= singles:
        chosen: Iterator[Mutation] = single_changes(chosen_from)
    else:
        chosen = _sample(single_changes(chosen_from), singles // count)
    yield from filter(is_changed, islice(chosen, part, None, parts))
    # Each pair is drawn by its own number, so that a part need not draw those of the others.
    yield from filter(is_changed, map(paired_change, range(part, count - singles, parts)))


@cache
def count_singles(specimens: tuple[Specimen, ...]) -> int:
    """Count the single changes of these specimens."""
    return sum(1 for _ in single_changes(specimens))


def _sample(mutations: Iterable[Mutation], stride: int) -> Iterator[Mutation]:
    seen: dict[str, int] = {}
    for mutation in mutations:
        # Each class starts at once and has a stride of its own, so that none is left out.
        place = seen.get(mutation.kind, 0)
        seen[mutation.kind] = place + 1
        if place % stride == 0:
            yield mutation


def judge(mutation: Mutation) -> Verdict:
    """Verify one hostile input and say what became of it."""
    documents = GivenDocuments(mutation.surroundings)
    data = mutation.data
    started = time.process_time()
    try:
        report = verify(
            data,
            at=mutation.at,
            documents=documents,
            expected_challenge=mutation.challenge,
            expected_domain=mutation.domain,
        )
        refusing = _refusing_check(report)
    except Exception as error:  # noqa: BLE001  (a crash is what is looked for)
        return Verdict(mutation, "crashed", f"{type(error).__name__}: {error}"[:300], time.process_time() - started)
    seconds = time.process_time() - started
    certainly = mutation.means_the_same and not mutation.means_the_same.startswith("?")
    if refusing:
        return Verdict(mutation, "lost" if certainly else "refused", refusing, seconds)
    reason = mutation.means_the_same.removeprefix("?") or same_meaning(mutation.specimen, _read(data))
    untold = _untold(mutation.specimen, reason, report)
    if untold:
        return Verdict(mutation, "accepted", untold, seconds)
    return Verdict(mutation, "no-op" if reason else "accepted", reason, seconds)


def _untold(specimen: Specimen, reason: str, report: VerificationReport) -> str:
    """Say what an answer to something that says what was signed conceals or adds; empty if nothing."""
    notes = {problem.code for problem in report.check("proof").problems}
    if UNREAD in reason and "proof_not_checked" not in notes:
        return "a proof that does not hold is not told"
    if LEFT_OUT in reason and "parts_left_out" not in notes:
        return "that parts were left out is not told"
    if reason and specimen.has_disclosures and not is_part_of(report.verified_document, _whole(specimen)):
        return "it shows what was not signed"
    return ""


@cache
def _whole(specimen: Specimen) -> Any:
    """Give what a token says before anything is changed in it."""
    first = start(specimen)
    return verify(first.data, at=first.at, documents=GivenDocuments(first.surroundings)).verified_document


def _read(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return None


def _refusing_check(report: VerificationReport) -> str:
    """Name the first check that did not pass; empty if the record is accepted."""
    if report.verified:
        return ""
    for wanted in ("failed", "undetermined"):
        for check in report.checks:
            if check.outcome == wanted:
                return check.id
    return "members"


def run(mutations: Iterable[Mutation]) -> dict[str, Tally]:
    """Judge hostile inputs and count them by class."""
    tallies: dict[str, Tally] = {}
    for mutation in mutations:
        tallies.setdefault(mutation.kind, Tally()).add(judge(mutation))
    return tallies
