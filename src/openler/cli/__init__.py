"""What does a person or a script in a terminal see? Words, exit codes, and no server, database or Django behind them."""

from openler.cli.entry import main

__all__ = ["main"]
