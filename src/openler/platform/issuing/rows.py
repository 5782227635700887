"""What does one row of a class list say, and what is wrong with it? Every fault with column, value and remedy."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openler.platform.issuing.errors import BadChange

# What a column can mean, beside the results of the achievement (`result:ID`), in the order of the page.
FIELDS: dict[str, Promise] = {
    "name": gettext_lazy("Name in the record"),
    "email": gettext_lazy("Mail address for the claim link"),
    "roster_id": gettext_lazy("Your own number of the person (stays with you)"),
    "earned_on": gettext_lazy("Earned on"),
    "started_on": gettext_lazy("Began on"),
    "role": gettext_lazy("Role"),
    "valid_until": gettext_lazy("Valid until"),
    "award_number": gettext_lazy("Award number"),
    "narrative": gettext_lazy("What was done, in words"),
    "evidence_url": gettext_lazy("Address of evidence"),
}
RESULT = "result:"
_LENGTHS = {
    "name": 160,
    "email": 254,
    "roster_id": 80,
    "award_number": 40,
    "narrative": 4000,
    "role": 120,
    "evidence_url": 500,
}
# Words that heads have in the field, for the first proposal of a mapping.
_HEADS: dict[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "learnername", "studentname", "recipientname", "displayname", "learner", "student"),
    "email": ("email", "mail", "emailaddress", "mailaddress", "recipientemail"),
    "roster_id": ("studentid", "studentnumber", "id", "rosterid", "personid", "employeeid", "number"),
    "earned_on": (
        "awardedon",
        "earnedon",
        "date",
        "completed",
        "completedon",
        "issuedon",
        "awarddate",
        "completiondate",
    ),
    "started_on": ("startedon", "startdate", "beganon", "firstday"),
    "role": ("role", "position", "jobtitle"),
    "valid_until": ("validuntil", "expires", "expireson", "expiry", "expirationdate"),
    "award_number": ("awardnumber", "certificatenumber", "licencenumber", "licensenumber"),
    "narrative": ("narrative", "evidence", "evidencenarrative", "comment"),
    "evidence_url": ("evidenceurl", "url", "link"),
}
_EMAIL = EmailValidator()
_FORMULA = re.compile(r"[=@\t\r]")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SCIENTIFIC = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
_MAX_FUTURE_DAYS = 1
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """What one row says.

    Attributes:
        claims: what was read, by field; dates as ISO text, results by their id.
        faults: each with field, column, value, detail and next_step.
    """

    claims: dict[str, Any]
    faults: list[dict[str, str]] = field(default_factory=list)


def propose_columns(head: Sequence[str], results: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Propose which column means what, by its head."""
    plain = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in reversed(head)}
    found = {name: plain[word] for name, words in _HEADS.items() for word in reversed(words) if word in plain}
    for result in results:
        word = re.sub(r"[^a-z0-9]", "", str(result["name"]).lower())
        if word in plain:
            found[RESULT + str(result["id"])] = plain[word]
    return found


def check_address(text: str) -> str:
    """Give one mail address as it was typed, without blanks around it.

    Raises: BadChange.
    """
    plain = text.strip()
    try:
        _EMAIL(plain)
    except ValidationError:
        raise BadChange(_("This is not one mail address."), advice=_("Write one such as name@example.org.")) from None
    return plain


class RowReader:
    """Reads the rows of one class list by one mapping of columns; it remembers whom it met, so that nobody gets two."""

    def __init__(
        self,
        head: Sequence[str],
        columns: Mapping[str, str],
        results: Sequence[Mapping[str, Any]],
        *,
        today: date,
        is_list: bool = False,
        is_work: bool = False,
    ) -> None:
        """Make a reader.

        Args:
            today: on which day it is read; stands where no day is given.
            is_list: the rows are of a file; in its column of mail addresses an empty cell is a slip, unless the person
                has a number, by which a printed code finds them.
            is_work: the achievement is one of `WORK_TYPES`; who says as what somebody worked says from when, too.
        """
        self._places = {name: list(head).index(column) for name, column in columns.items() if column in head}
        self._columns = columns
        self._results = {str(result["id"]): result for result in results}
        self._today = today
        self._is_list = is_list
        self._is_work = is_work
        self._met: dict[str, int] = {}

    def read(self, number: int, cells: Sequence[str]) -> CheckedRow:
        """Read one row; a row with a fault is not remembered as a person met."""
        row = CheckedRow({})
        for name in FIELDS:
            value = self._cell(name, cells)
            if len(value) > _LENGTHS.get(name, 40):
                self._fault(
                    row,
                    name,
                    value,
                    _("This is longer than %(most)d characters.") % {"most": _LENGTHS.get(name, 40)},
                    "",
                )
            else:
                getattr(self, f"_read_{name}", self._read_text)(row, name, value)
        row.claims["results"] = {}
        for result_id, result in self._results.items():
            self._read_result(row, result_id, result, self._cell(RESULT + result_id, cells))
        self._require_reach(row)
        self._require_start(row)
        self._refuse_double(row, number)
        return row

    def _cell(self, name: str, cells: Sequence[str]) -> str:
        place = self._places.get(name)
        if place is None or place >= len(cells):
            return ""
        value = cells[place]
        # A formula may hide behind a tab, so only blanks are taken away before it was looked for.
        return value.strip(" \u00a0") if name == "name" else value.strip()

    def _fault(self, row: CheckedRow, name: str, value: str, detail: str, next_step: str) -> None:
        column = self._columns.get(name, "")
        row.faults.append(
            {"field": name, "column": column, "value": value[:80], "detail": detail, "next_step": next_step}
        )

    def _read_text(self, row: CheckedRow, name: str, value: str) -> None:
        row.claims[name] = value

    def _read_name(self, row: CheckedRow, name: str, value: str) -> None:
        if not value.strip():
            self._fault(row, name, value, _("There is no name."), _("Write the name that the record shall show."))
        elif _FORMULA.match(value):
            self._fault(
                row, name, value, _("The cell holds a formula, not a name."), _("Write the name itself into the cell.")
            )
        elif any(ord(letter) < 32 or letter == "\x7f" for letter in value) or "\ufffd" in value:
            self._fault(
                row,
                name,
                value,
                _("There is a line break or a broken letter in the name."),
                _("Write the name on one line; save the file as CSV UTF-8."),
            )
        else:
            row.claims[name] = " ".join(value.split())

    def _read_email(self, row: CheckedRow, name: str, value: str) -> None:
        row.claims[name] = value
        if not value:
            return
        try:
            _EMAIL(value)
        except ValidationError:
            self._fault(
                row,
                name,
                value,
                _("This is not one mail address."),
                _("Write one address such as name@example.org, or leave it empty and print a code."),
            )

    def _read_roster_id(self, row: CheckedRow, name: str, value: str) -> None:
        row.claims[name] = value
        if _SCIENTIFIC.fullmatch(value):
            self._fault(
                row,
                name,
                value,
                _("A spreadsheet has rounded this number; its last digits are lost."),
                _("Format the column as text, write the number again, and save once more."),
            )

    def _read_award_number(self, row: CheckedRow, name: str, value: str) -> None:
        self._read_roster_id(row, name, value)

    def _read_evidence_url(self, row: CheckedRow, name: str, value: str) -> None:
        row.claims[name] = value
        parts = urlsplit(value) if value else None
        if parts is not None and (parts.scheme not in ("https", "http") or not parts.hostname or " " in value):
            self._fault(
                row, name, value, _("This is no web address."), _("Write the whole address, beginning with https://.")
            )

    def _read_earned_on(self, row: CheckedRow, name: str, value: str) -> None:
        day = self._day(row, name, value)
        if day is None:
            if not value:
                row.claims[name] = self._today.isoformat()
            return
        if day > self._today + timedelta(days=_MAX_FUTURE_DAYS):
            self._fault(row, name, value, _("This day has not come yet."), _("Write the day on which it was earned."))
        row.claims[name] = day.isoformat()

    def _read_started_on(self, row: CheckedRow, name: str, value: str) -> None:
        day = self._day(row, name, value)
        if day is None:
            return
        if day.isoformat() > str(row.claims.get("earned_on", "")):
            self._fault(
                row, name, value, _("It would begin after it ended."), _("Write an earlier day, or leave it empty.")
            )
        row.claims[name] = day.isoformat()

    def _read_valid_until(self, row: CheckedRow, name: str, value: str) -> None:
        day = self._day(row, name, value)
        if day is None:
            return
        if day.isoformat() <= str(row.claims.get("earned_on", "")):
            self._fault(
                row, name, value, _("It would end before it begins."), _("Write a later day, or leave it empty.")
            )
        row.claims[name] = day.isoformat()

    def _day(self, row: CheckedRow, name: str, value: str) -> date | None:
        if not value:
            return None
        match = _ISO_DATE.fullmatch(value.removesuffix(" 00:00:00").removesuffix("T00:00:00Z"))
        if match is None:
            self._fault(
                row,
                name,
                value,
                _("This date can be read in more than one way, or not at all."),
                _("Write year, month and day, such as 2026-05-04."),
            )
            return None
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            self._fault(row, name, value, _("This day does not exist."), _("Look it up and write the right one."))
            return None
        if day.year < _FIRST_YEAR:
            self._fault(row, name, value, _("This is before 1900."), _("Write the year with four digits."))
            return None
        return day

    def _read_result(self, row: CheckedRow, result_id: str, result: Mapping[str, Any], value: str) -> None:
        name = RESULT + result_id
        if not value:
            return
        levels = result.get("levels")
        if levels:
            plain = {str(level).casefold(): number for number, level in enumerate(levels)}
            if value.casefold() in plain:
                row.claims["results"][result_id] = plain[value.casefold()]
            else:
                self._fault(
                    row,
                    name,
                    value,
                    _("This is none of the levels of “%(name)s”.") % {"name": result["name"]},
                    _("Write one of: %(levels)s.") % {"levels": ", ".join(map(str, levels))},
                )
            return
        try:
            points = Decimal(value.replace(",", ".")) if re.fullmatch(r"\d{1,7}([.,]\d{1,4})?", value) else None
        except InvalidOperation:
            points = None
        if points is None or points > int(result["max"]):
            self._fault(
                row,
                name,
                value,
                _("The points of “%(name)s” are a number from 0 to %(max)s.") % result,
                _("Write a number without a unit."),
            )
        else:
            row.claims["results"][result_id] = format(points.normalize(), "f")

    def _require_reach(self, row: CheckedRow) -> None:
        said = any(row.claims.get(name) for name in ("email", "roster_id")) or any(
            fault["field"] in ("email", "roster_id") for fault in row.faults
        )
        if self._is_list and "email" in self._places and not said:
            self._fault(
                row,
                "email",
                "",
                _("There is neither a mail address nor a number of your own for this person."),
                _("Write one of both. If nobody in the list has one, choose no column for the mail address."),
            )

    def _require_start(self, row: CheckedRow) -> None:
        told = any(fault["field"] == "started_on" for fault in row.faults)
        if self._is_work and row.claims.get("role") and not row.claims.get("started_on") and not told:
            self._fault(
                row,
                "started_on",
                "",
                _("A record of work in a role says from when."),
                _("Write the first day, or leave out the role."),
            )

    def _refuse_double(self, row: CheckedRow, number: int) -> None:
        for name in ("roster_id", "email", "award_number"):
            value = str(row.claims.get(name, "")).casefold()
            if not value or any(fault["field"] == name for fault in row.faults):
                continue
            before = self._met.get(f"{name} {value}")
            if before is not None:
                self._fault(
                    row,
                    name,
                    str(row.claims[name]),
                    _("Row %(row)d is for the same person already.") % {"row": before},
                    _("Take one of both rows out; nobody gets the same record twice without being asked."),
                )
            elif not row.faults:
                self._met[f"{name} {value}"] = number
