"""What is said to somebody before they type about themselves or others: who, why, by what right, how long, which rights?

One function a kind of page. Periods are read from where sweeps read them, so that no notice promises something else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from openler.platform.organizations.keeping import days_kept
from openler.platform.organizations.memberships import INVITATION_DAYS
from openler.platform.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Notice:
    """What `design/components/notice/notice.html` shows.

    Attributes:
        controller: who decides what is done with it.
        purpose, basis, period: what for, by what right, until when.
        rights: what the person whom it is about can do.
        contact: whom to ask.
    """

    controller: str
    purpose: str
    basis: str
    period: str
    rights: str
    contact: str


def notice_for(kind: str, organization: Organization | None = None, **facts: str) -> Notice:
    """Give the notice of a kind of page.

    Args:
        kind: a key of `KINDS`.
        organization: in whose name the page asks; needed where `KINDS` says so.
        facts: what only the page knows, such as `ends_at`.

    Raises: KeyError for a kind that is none, ValueError where the organization is missing.
    """
    if kind in _OF_THE_INSTALLATION:
        return _OF_THE_INSTALLATION[kind](facts)
    make = _OF_AN_ORGANIZATION[kind]
    if organization is None:
        raise ValueError(f"The notice of {kind!r} needs the organization that asks.")
    return make(organization, facts)


def operator() -> str:
    """Say who runs this installation."""
    host = urlsplit(settings.OPENLER_PUBLIC_URL).netloc
    return settings.OPENLER_OPERATOR or _("Whoever runs this installation (%(host)s)") % {"host": host}


def _rights() -> str:
    return _(
        "You can ask to see, correct, move and delete it, object to its use, and complain to the authority for data"
        " protection or, for education records in the United States, to the Department of Education."
    )


def _register_rights() -> str:
    return _(
        "You can see the record, have it corrected, object to what it says, and complain to the authority for data"
        " protection or, in the United States, to the Department of Education. The line in the register stays, so that"
        " the record can be checked."
    )


def _contact_of(organization: Organization) -> str:
    if organization.privacy_contact:
        return organization.privacy_contact
    if organization.proven_domain:
        return _("%(name)s, at %(domain)s") % {"name": organization.name, "domain": organization.proven_domain}
    return organization.name


def _account(facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=operator(),
        purpose=_(
            "To let you in, to write to you about your account, and to show members of your organizations a name."
        ),
        basis=_("You ask for an account (GDPR Art. 6(1)(b))."),
        period=_("Until you ask to end the account. That a letter went to you is known for %(days)d days.")
        % {"days": days_kept(None, "mail")},
        rights=_rights(),
        contact=operator(),
    )


def _wallet(facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=operator(),
        purpose=_(
            "To bring your records back to you. The server keeps your public key, and copies that are sealed so that"
            " only you can open them; your private key never leaves this browser."
        ),
        basis=_("You ask for it (GDPR Art. 6(1)(b))."),
        period=_("Until you remove a record from the wallet, or ask to end the account."),
        rights=_rights(),
        contact=operator(),
    )


def _share(facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=operator(),
        purpose=_(
            "To show what you chose to whoever has the link, and to show you each opening, with its time and network."
        ),
        basis=_("You ask for it, and can end it at any time (GDPR Art. 6(1)(b))."),
        period=_("The sealed records until the end you choose; for whom, why and the openings %(days)d days more.")
        % {"days": days_kept(None, "share")},
        rights=_rights(),
        contact=operator(),
    )


def _ask(facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=operator(),
        purpose=_("To show the person whom you ask who asks and why, and to give you their answer."),
        basis=_("You ask for it (GDPR Art. 6(1)(b))."),
        period=_("Until a day after the link has ended; the answer is sealed, and only your link opens it."),
        rights=_rights(),
        contact=operator(),
    )


def _present(facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=_(
            "Whoever gave you the link; nobody has checked who that is. Until they fetch it, your answer lies here: %(operator)s"
        )
        % {"operator": operator()},
        purpose=_("To show them the records that you choose, signed now."),
        basis=_("You decide to answer (GDPR Art. 6(1)(a))."),
        period=_("Sealed here until a day after the link has ended. What they note themselves is up to them."),
        rights=_rights(),
        contact=operator(),
    )


def _verify(facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=operator(),
        purpose=_("To tell you whether the record is genuine and in force."),
        basis=_("You ask for it (GDPR Art. 6(1)(f))."),
        period=_("Not kept: what you give is forgotten with the answer. Only a count by month and outcome stays."),
        rights=_rights(),
        contact=operator(),
    )


def _upload(organization: Organization, facts: Mapping[str, str]) -> Notice:
    days = {"upload": days_kept(organization.pk, "upload"), "reject": days_kept(organization.pk, "reject")}
    return Notice(
        controller=organization.name,
        purpose=_("To issue a record to each person on the list, and to send them a link to it."),
        basis=_(
            "What you owe them as a school, board or employer: by contract or by law (GDPR Art. 6(1)(b), (c), (e))."
        ),
        period=_(
            "The list %(upload)d days, refused rows %(reject)d days. What becomes a record stays in the register for"
            " good, so that it can be checked."
        )
        % days,
        rights=_register_rights(),
        contact=_contact_of(organization),
    )


def _record(organization: Organization, facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=organization.name,
        purpose=_("To issue a record to this person, to send them a link to it, and to correct it or take it back."),
        basis=_(
            "What you owe them as a school, board or employer: by contract or by law (GDPR Art. 6(1)(b), (c), (e))."
        ),
        period=_("What was typed %(upload)d days. What becomes a record stays in the register for good.")
        % {"upload": days_kept(organization.pk, "upload")},
        rights=_register_rights(),
        contact=_contact_of(organization),
    )


def _claim(organization: Organization, facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=organization.name,
        purpose=_(
            "To give the record to the person whom it is about, to know that it arrived, and to answer objections. They"
            " see when you open and accept it, and nothing of what you do with it afterwards."
        ),
        basis=_(
            "What they owe you as a school, board or employer: by contract or by law (GDPR Art. 6(1)(b), (c), (e))."
        ),
        period=_("This link until %(day)s. The record and objections to it stay in the register for good.")
        % {"day": facts["ends_at"]},
        rights=_register_rights(),
        contact=_contact_of(organization),
    )


def _application(organization: Organization, facts: Mapping[str, str]) -> Notice:
    return Notice(
        controller=organization.name,
        purpose=_("To decide about this work. Your name stays hidden until somebody needs it and says why."),
        basis=_("Your wish to be considered (GDPR Art. 6(1)(b)); afterwards the law that asks for a copy: %(law)s.")
        % {"law": facts["law"]},
        period=_(
            "Their team can look until %(looked)s. A sealed copy stays until %(kept)s, or a period after the decision if"
            " that is later; then it is deleted."
        )
        % {"looked": facts["looked_until"], "kept": facts["kept_until"]},
        rights=_("You see everybody who looks, and can withdraw at any time.") + " " + _rights(),
        contact=_contact_of(organization),
    )


def _invitation(organization: Organization, facts: Mapping[str, str]) -> Notice:
    days = {"open": INVITATION_DAYS, "more": days_kept(organization.pk, "invitation")}
    return Notice(
        controller=organization.name,
        purpose=_("To send this person a link with which they may join."),
        basis=_("You work together, or mean to (GDPR Art. 6(1)(f))."),
        period=_("The link works for %(open)d days. The address is deleted %(more)d days after its end.") % days,
        rights=_rights(),
        contact=_contact_of(organization),
    )


_OF_THE_INSTALLATION: Mapping[str, Callable[[Mapping[str, str]], Notice]] = {
    "account": _account,
    "wallet": _wallet,
    "share": _share,
    "ask": _ask,
    "present": _present,
    "verify": _verify,
}
_OF_AN_ORGANIZATION: Mapping[str, Callable[[Organization, Mapping[str, str]], Notice]] = {
    "upload": _upload,
    "record": _record,
    "claim": _claim,
    "application": _application,
    "invitation": _invitation,
}
KINDS = (*_OF_THE_INSTALLATION, *_OF_AN_ORGANIZATION)
