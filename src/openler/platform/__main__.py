"""How are Django's own commands run on this installation? `python -m openler.platform COMMAND`, such as `migrate`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one of Django's commands with the settings of this installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openler.platform.settings")
    execute_from_command_line(["openler.platform", *sys.argv[1:]])


if __name__ == "__main__":
    main()
