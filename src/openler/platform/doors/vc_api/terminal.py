"""How does an operator make what signs behind the VC API? ``openler vc-api instance create|list|close``."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openler.foundation.errors import Misuse
from openler.platform.arguments import Arguments, say

if TYPE_CHECKING:
    from openler.platform.doors.vc_api.models import Instance

_ABOUT = """\
Make, list and end the instances of the VC API: each is one did:key with one suite, whose key this installation keeps.
An instance takes tokens of its organization, with the scopes vc-api:issue, vc-api:derive, vc-api:present and
vc-api:status; or, with --open-on-loopback, whatever a program on this very machine sends.

The door is closed unless the server runs with OPENLER_VC_API=1, or as a demonstration.

Exit codes: 0 done, 1 refused, 64 misuse.
"""
_EXAMPLES = """\
examples:
  openler vc-api instance create diplomas --organization college --suite eddsa-rdfc-2022 --status revocation
  openler vc-api instance create trial-p384 --open-on-loopback --suite ecdsa-rdfc-2019 --key P-384
  openler vc-api instance list
  openler vc-api instance close trial-p384
"""


def main(argv: Sequence[str]) -> int:
    """Make, list or end instances; 0 when it is done.

    Raises: Misuse, BadInstance, NoSuchInstance, NoSuchOrganization.
    """
    options = build_parser().parse_args(argv)
    _start()
    if options.act == "create":
        return _create(options)
    return _close(options.slug) if options.act == "close" else _list()


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of `openler vc-api`."""
    parser = Arguments(prog="openler vc-api", description=_ABOUT, epilog=_EXAMPLES)
    things = parser.add_subparsers(dest="thing", metavar="instance", required=True)
    acts = things.add_parser("instance", help="what signs behind the door").add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="list the instances with their addresses and DIDs")
    acts.add_parser("close", help="end an instance; what it signed stays").add_argument("slug", metavar="NAME")
    create = acts.add_parser("create", help="make an instance with a new key")
    create.add_argument("slug", metavar="NAME", help="its word in addresses: small letters, digits, hyphens")
    create.add_argument("--suite", metavar="SUITE", required=True, help="such as eddsa-rdfc-2022 or ecdsa-jcs-2019")
    create.add_argument("--key", metavar="KIND", default="", help="Ed25519, P-256 or P-384; the suite's usual one")
    create.add_argument("--organization", metavar="SLUG", default="", help="whose tokens work: its word after /o/")
    create.add_argument("--open-on-loopback", action="store_true", help="no token, for programs on this machine only")
    create.add_argument("--wrapped", action="store_true", help="answer {verifiableCredential: …}, as VCALM has it")
    create.add_argument("--failure-status", metavar="N", type=int, default=400, help="400, or 200 as VCALM has it")
    create.add_argument("--status", metavar="PURPOSES", default="", help="add status entries: revocation,suspension")
    return parser


def _create(options: argparse.Namespace) -> int:
    from openler.platform.base.acts import Act, now
    from openler.platform.doors.vc_api.instances import create_instance
    from openler.platform.organizations.errors import NoSuchOrganization
    from openler.platform.organizations.queries import find_organization

    organization = find_organization(options.organization) if options.organization else None
    if options.organization and organization is None:
        raise NoSuchOrganization(f"There is no organization {options.organization[:60]!r} here.")
    instance = create_instance(
        Act(None, organization.pk if organization else None, now()),
        options.slug,
        suite=options.suite,
        key=options.key,
        organization=organization,
        is_open=options.open_on_loopback,
        is_wrapped=options.wrapped,
        failure_status=options.failure_status,
        status_purposes=[one for one in options.status.split(",") if one],
    )
    say(_line(instance))
    return 0


def _close(slug: str) -> int:
    from openler.platform.base.acts import Act, now
    from openler.platform.doors.vc_api.instances import close_instance

    say(f"{close_instance(Act(None, None, now()), slug)} has ended; what it signed, and its status lists, stay.")
    return 0


def _list() -> int:
    from openler.platform.doors.vc_api.instances import list_instances

    for instance in list_instances():
        say(_line(instance))
    return 0


def _line(instance: "Instance") -> str:
    from django.conf import settings

    from openler.platform.doors.vc_api.instances import did_of

    whose = f"organization {instance.organization.slug}" if instance.organization else "open on this machine"
    address = f"{settings.OPENLER_PUBLIC_URL}/vc-api/instances/{instance.slug}"
    return f"{address}\n  {did_of(instance) or 'ended'}\n  {instance.suite}, {whose}"


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openler.platform.settings")
    from openler.platform.base.addresses import DEFAULT_PUBLIC_URL

    stored = _stored_url()
    if stored is None:
        raise Misuse(
            "This installation was never started, or its database does not answer.",
            mender="operator",
            advice="Start the server once: openler serve.",
        )
    # The address of the installation decides whether an instance may be open, and stands in what is printed.
    from django.conf import settings

    if settings.OPENLER_PUBLIC_URL in (DEFAULT_PUBLIC_URL, stored):
        settings.OPENLER_PUBLIC_URL = stored


def _stored_url() -> str | None:
    import django

    django.setup()
    from django.db import DatabaseError

    from openler.platform.base.installation import find_public_url

    try:
        return find_public_url()
    except DatabaseError:
        # A database without tables, or none at all.
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
