"""What does a record of work need so that a stranger can rely on it?

The types of these records are free for everybody's use, so that a record of somebody else that says less is read with
a warning; nothing that lacks what a record of work must say is issued.

Spec: docs/standards/employment-record.md , https://www.imsglobal.org/spec/ob/v3p0/ (2024-12-23)
"""

from collections.abc import Callable, Iterator

from openler.credentials.model import CredentialShape, EmploymentRecord, read_employment
from openler.credentials.rules.rule import Fault, Rule
from openler.foundation.instants import BadInstant, parse_instant

_OB = "https://www.imsglobal.org/spec/ob/v3p0/"
_DATE = "2024-12-23"
_NEXT = "Ask the employer to say it, and to issue the record again."
# A century of hours; a number beyond is a slip.
_MOST_HOURS = 876_600


def _tells_of_work(shape: CredentialShape) -> bool:
    return shape.kind == "achievement" and read_employment(shape) is not None


def _of(judge: Callable[[EmploymentRecord], Iterator[Fault]]) -> Callable[[CredentialShape], Iterator[Fault]]:
    def judge_shape(shape: CredentialShape) -> Iterator[Fault]:
        record = read_employment(shape)
        if record is not None:
            yield from judge(record)

    return judge_shape


def _employer(record: EmploymentRecord) -> Iterator[Fault]:
    employer = record.employer.value
    if not isinstance(employer, dict) or not employer.get("id") or not employer.get("name"):
        yield Fault(record.employer.pointer, "The employer is not named: a Profile with id and name.")


def _role(record: EmploymentRecord) -> Iterator[Fault]:
    role = record.role.value
    if not isinstance(role, str) or not role.strip():
        yield Fault(record.role.pointer, "The record does not say as what the person worked.")


def _period(record: EmploymentRecord) -> Iterator[Fault]:
    if record.began.value is None:
        yield Fault(record.began.pointer, "The record does not say from when the person worked.")
        return
    try:
        began = parse_instant(record.began.value, zone_required=False)
        ended = parse_instant(record.ended.value, zone_required=False)
    except BadInstant:
        # The rule about dates tells what is no point in time; and work that goes on has no end.
        return
    if ended < began:
        yield Fault(record.ended.pointer, "The work ended before it began.")


def _hours(record: EmploymentRecord) -> Iterator[Fault]:
    for part in record.hours:
        number = part.value if isinstance(part.value, str) and len(part.value) <= 12 else ""
        whole, _, rest = number.partition(".")
        if not (whole + rest).isascii() or not (whole + rest).isdigit() or not whole or int(whole) > _MOST_HOURS:
            yield Fault(part.pointer, "The hours are no number of hours, such as 320 or 37.5.")


def _duties(record: EmploymentRecord) -> Iterator[Fault]:
    if not record.duties:
        place = record.role.pointer.removesuffix("/role")
        yield Fault(f"{place}/narrative", "The record does not say what the person did, and shows no evidence.")


def _skills(record: EmploymentRecord) -> Iterator[Fault]:
    if not record.skills:
        place = record.role.pointer.removesuffix("/role")
        yield Fault(
            f"{place}/achievement/alignment", "No skill of a public framework is named, so no program finds any."
        )


def _ongoing(shape: CredentialShape) -> Iterator[Fault]:
    record = read_employment(shape)
    if record is not None and record.ended.value is None and not shape.statuses and shape.valid_until.value is None:
        yield Fault(
            record.ended.pointer,
            "The work goes on, and the record has neither an end nor a status, so it would say so for ever.",
        )


EMPLOYMENT_RULES = (
    Rule("employment.employer", "rules", "A record of work names the employer.", _OB + "#profile", _DATE, _tells_of_work, _of(_employer), _NEXT, severity="warning", binds_issuers=True),
    Rule("employment.role", "rules", "A record of work says in which role.", _OB + "#achievementsubject", _DATE, _tells_of_work, _of(_role), _NEXT, severity="warning", binds_issuers=True),
    Rule("employment.period", "rules", "A record of work says from when, and does not end before.", _OB + "#achievementsubject", _DATE, _tells_of_work, _of(_period), _NEXT, severity="warning", binds_issuers=True),
    Rule("employment.hours", "rules", "Hours of work are a number.", _OB + "#result", _DATE, _tells_of_work, _of(_hours), _NEXT, severity="warning", binds_issuers=True),
    Rule("employment.duties", "rules", "A record of work says or shows what was done.", _OB + "#evidence", _DATE, _tells_of_work, _of(_duties), _NEXT, severity="warning"),
    Rule("employment.skills", "rules", "A record of work is aligned to skills.", _OB + "#alignment", _DATE, _tells_of_work, _of(_skills), _NEXT, severity="warning"),
    Rule("employment.ongoing", "rules", "A record of work that goes on can be ended.", _OB + "#achievementcredential", _DATE, _tells_of_work, _ongoing, _NEXT, severity="warning"),
)  # fmt: skip
