"""How does the fictional ecosystem come to be? By the same services as everything else."""

from django.conf import settings
from django.db import transaction

from openler.platform.accounts.models import User
from openler.platform.base.acts import Act
from openler.platform.demo.errors import NoDemo
from openler.platform.demo.people import COLLEAGUES, ORGANIZATIONS, PEOPLE, DemoPerson
from openler.platform.organizations.models import Organization
from openler.platform.organizations.services import create_organization, join


def require_demo() -> None:
    """Make sure that this is a demonstration, bound to this machine.

    Raises: NoDemo.
    """
    if not settings.OPENLER_DEMO:
        raise NoDemo("This installation is no demonstration.")


def load_people(act: Act) -> None:
    """Create the fictional organizations and people where they are missing.

    Raises: NoDemo.
    """
    require_demo()
    with transaction.atomic():
        for one in ORGANIZATIONS:
            if not Organization.objects.filter(slug=one.slug).exists():
                create_organization(act, name=one.name, slug=one.slug, kinds=one.kinds, is_fictional=True)
        for person in (*PEOPLE, *COLLEAGUES):
            user, created = User.objects.get_or_create(
                username=f"demo-{person.key}",
                defaults={"name": person.name, "email": person.email, "is_fictional": True},
            )
            if created:
                # Nobody signs in as them but by the one click of the demonstration.
                user.set_unusable_password()
                user.save(update_fields=["password"])
            if created and person.organization:
                organization = Organization.objects.get(slug=person.organization)
                join(act, organization=organization, user=user, roles=person.roles, title=str(person.does))


def find_person(key: str) -> tuple[DemoPerson, User]:
    """Find a fictional person to continue as.

    Raises: NoDemo.
    """
    require_demo()
    person = next((one for one in PEOPLE if one.key == key), None)
    user = User.objects.filter(username=f"demo-{key}", is_fictional=True).first()
    if person is None or user is None:
        raise NoDemo("Nobody of this name lives in the demonstration.")
    return person, user
