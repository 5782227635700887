"""``openler audit``: is the log of this installation whole, and what does it say about one person's records?"""

import os
from collections.abc import Sequence
from pathlib import Path

from openler.foundation.errors import Misuse
from openler.platform.arguments import Arguments, say

_ABOUT = """\
Work with the audit of the installation in this folder.

  openler audit verify
      walks along every line, and says whether one was changed, taken away or added
  openler audit export --organization college --person 4711 -o disclosures.csv
      writes what was done with the records of one person, as an organization owes it to them

Exit codes: 0 every line agrees, or the file is written; 1 a line does not agree (the first is named), or nobody of
this name has records; 64 misuse.
"""


def main(argv: Sequence[str]) -> int:
    """Judge the whole chain, or write the log about one person.

    Raises: Misuse, NoSuchOrganization, NoSuchPerson, SeveralPeople.
    """
    arguments = Arguments(prog="openler audit", description=_ABOUT)
    arguments.add_argument("act", choices=("verify", "export"), help="judge the chain, or write a log")
    arguments.add_argument(
        "--organization", metavar="SLUG", default="", help="export: its word in addresses, after /o/"
    )
    arguments.add_argument(
        "--person", metavar="ID", default="", help="export: roster identifier or mail address, as with an issued record"
    )
    arguments.add_argument("-o", "--output", metavar="FILE", default="", help="export: the CSV file to write")
    options = arguments.parse_args(argv)
    given = (options.organization, options.person, options.output)
    if options.act == "export" and not all(given):
        arguments.error("export needs --organization, --person and -o")
    if options.act == "verify" and any(given):
        arguments.error("verify takes no options")
    _start()
    if options.act == "verify":
        from openler.platform.audit.proof import tell_chain

        return tell_chain()
    return export(*given)


def export(slug: str, name: str, output: str) -> int:
    """Write the log about one person to a file that is not there yet; that it was written is a line of the audit.

    Raises: Misuse, NoSuchOrganization, NoSuchPerson, SeveralPeople.
    """
    from openler.platform.base.acts import Act, now
    from openler.platform.organizations.errors import NoSuchOrganization
    from openler.platform.organizations.queries import find_organization
    from openler.platform.portals.membership.disclosures import export_file, file_named

    organization = find_organization(slug)
    if organization is None:
        raise NoSuchOrganization(f"There is no organization {slug[:60]!r} here.")
    person = file_named(organization, name)
    path = Path(output)
    if path.exists():
        raise Misuse(f"{output} is there already.", advice="Name a file that is not there; nothing is overwritten.")
    table = export_file(Act(None, organization.pk, now()), organization, person)
    try:
        # It names a person and who looked at their records: for its owner's eyes.
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(table)
    except OSError as error:
        raise Misuse(f"{output} cannot be written: {error.strerror}.") from error
    say(f"{output}: the log about one person, over {len(person.seats)} records.")
    return 0


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openler.platform.settings")
    import django

    django.setup()
    from django.db import OperationalError

    from openler.platform.base.installation import find_public_url

    try:
        started = find_public_url() is not None
    except OperationalError:
        # A database without tables, or none at all.
        started = False
    if not started:
        raise Misuse("There is no audit: this installation was never started, or its database does not answer.")
