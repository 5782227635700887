"""How does a mail server tell that a mail came back? `python -m openler.platform record_bounce < message`."""

import sys
from argparse import ArgumentParser
from email import message_from_bytes
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from openler.platform.base.acts import now
from openler.platform.mail.services import NotABounce, addresses_of_bounce, record_bounce

# A notification may carry the whole mail that came back; ours have a few lines.
_MAX_BYTES = 1024 * 1024


class Command(BaseCommand):
    """Record an address that mail came back from."""

    help = "Record a bounced address: a delivery status notification on standard input, or --address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to name the address instead."""
        parser.add_argument("--address", help="the address, where no notification is at hand")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Record each address that failed for good."""
        try:
            if options["address"]:
                found = {options["address"]: ""}
            else:
                found = dict(addresses_of_bounce(message_from_bytes(sys.stdin.buffer.read(_MAX_BYTES))))
            for address, status in found.items():
                record_bounce(address, at=now(), status=status)
        except NotABounce as error:
            raise CommandError(f"{error.message} {error.advice}") from error
        self.stdout.write(f"{len(found)} recorded")
