"""Who lives in the demonstration? All of them are fictional, and so are their organizations."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class DemoOrganization:
    """A fictional organization."""

    slug: str
    name: str
    kinds: tuple[str, ...]
    domain: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A fictional person, whose day one click lets anybody see.

    Attributes:
        key: in the address of the click.
        organization: slug, empty for a learner.
        start: name of the address where the day begins.
    """

    key: str
    name: str
    does: Promise
    organization: str
    roles: tuple[str, ...]
    icon: str
    start: str

    @property
    def email(self) -> str:
        """An address that no mail can reach (RFC 2606)."""
        return f"{self.key}@people.example"


COLLEGE, HOME, CARRIER, BOARD, REGISTRY = "lakeside", "harbor-view", "northway", "state-board", "great-rivers"

ORGANIZATIONS = (
    DemoOrganization(COLLEGE, "Lakeside Community College", ("credentialing_organizations",), "lakeside.example"),
    DemoOrganization(HOME, "Harbor View Nursing Home", ("employers",), "harborview.example"),
    DemoOrganization(CARRIER, "Northway Logistics", ("employers",), "northway.example"),
    DemoOrganization(BOARD, "State Board of Nursing", ("credentialing_organizations",), "nursingboard.example"),
    DemoOrganization(
        REGISTRY, "Great Rivers Skills Authority", ("governance", "data_standards_bodies"), "greatrivers.example"
    ),
)

PEOPLE = (
    DemoPerson(
        "registrar",
        "Naomi Whitcomb",
        _("registrar"),
        COLLEGE,
        ("owner", "issuer"),
        "credentialing",
        "organization_home",
    ),
    DemoPerson(
        "reviewer",
        "Jonah Weiss",
        _("approves what others prepare"),
        COLLEGE,
        ("reviewer",),
        "credentialing",
        "organization_home",
    ),
    DemoPerson("student", "Inés Valdés", _("nursing student"), "", (), "learners", "wallet"),
    DemoPerson(
        "recruiter", "Omar Farouk", _("recruits"), HOME, ("owner", "recruiter"), "employers", "organization_home"
    ),
    DemoPerson(
        "supervisor",
        "Ruth Adeyemi",
        _("charge nurse and supervisor"),
        HOME,
        ("issuer",),
        "employers",
        "organization_home",
    ),
    DemoPerson(
        "registry-officer",
        "Grace Abara",
        _("registry officer"),
        REGISTRY,
        ("owner", "issuer", "reviewer"),
        "governance",
        "organization_home",
    ),
)

# Members who are not on the door: what one prepares somebody else approves, everywhere.
COLLEAGUES = (
    DemoPerson("teacher", "Marcus Bell", _("teaches nursing"), COLLEGE, ("issuer",), "credentialing", ""),
    DemoPerson("board-clerk", "Lena Hoffmann", _("licenses nurses"), BOARD, ("owner", "issuer"), "credentialing", ""),
    DemoPerson("board-reviewer", "Samuel Okoro", _("releases licences"), BOARD, ("reviewer",), "credentialing", ""),
    DemoPerson("home-reviewer", "Petra Lindqvist", _("leads the home"), HOME, ("reviewer",), "employers", ""),
    DemoPerson("carrier-trainer", "Diego Marin", _("trains drivers"), CARRIER, ("owner", "issuer"), "employers", ""),
    DemoPerson("carrier-lead", "Aiko Sato", _("leads the depot"), CARRIER, ("reviewer", "recruiter"), "employers", ""),
)

# Learners who only stand in lists, so that lists look as they do in the world.
CLASSMATES = (
    "Amara Diallo",
    "Bo Marklund",
    "Chidi Okonkwo",
    "Dana Whitefeather",
    "Elif Yildiz",
    "Farid Rahimi",
    "Grace Tan",
    "Hana Novak",
    "Ilse Brandt",
    "Jamal Carter",
    "Karim Haddad",
    "Lucía Romero",
    "Mateo Silva",
    "Nia Johnson",
    "Oskar Nilsen",
    "Priya Nair",
    "Quinn Murphy",
    "Rosa Jimenez",
    "Salma El Karmi",
    "Thandi Dube",
    "Uma Krishnan",
    "Viktor Petrov",
    "Wen Li",
    "Zoë Øystein",
)
