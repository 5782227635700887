"""How does an operator say whose registries count for everybody? `python -m openler.platform choose_registries …`."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from openler.foundation.errors import LerError
from openler.platform.base.acts import Act, now
from openler.platform.recognition.queries import list_registries
from openler.platform.recognition.services import Choice, choose_registries


class Command(BaseCommand):
    """Choose the default list, or show what there is to choose from."""

    help = "Say whose registries count for whoever made no choice; without arguments, list those of this installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take registries in order; the first that knows an issuer decides."""
        parser.add_argument(
            "registry", nargs="*", help="the id of a registry here, or NAME=https://… of a registry's file elsewhere"
        )
        parser.add_argument("--none", action="store_true", help="choose none")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Choose, or list."""
        if not options["registry"] and not options["none"]:
            for one in list_registries():
                self.stdout.write(f"{one.pk}  {one.organization.name}")
            return
        try:
            choices = [_read(text) for text in options["registry"]]
            choose_registries(Act(None, None, now()), None, choices)
        except LerError as error:
            raise CommandError(f"{error.message} {error.advice}") from error
        self.stdout.write(f"{len(choices)} chosen")


def _read(text: str) -> Choice:
    name, divider, address = text.partition("=")
    if divider:
        return Choice(address=address, name=name[:120])
    try:
        return Choice(registry_id=UUID(text))
    except ValueError:
        raise CommandError(f"{text} is neither the id of a registry nor NAME=https://….") from None
