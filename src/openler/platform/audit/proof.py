"""Was the audit of this installation changed after it was written? Nothing is changed by asking, and nobody is named."""

from openler.platform.arguments import say
from openler.platform.audit.queries import judge_whole_chain


def tell_chain() -> int:
    """Say what a walk along the chain found; 1 where a line does not agree."""
    verdict = judge_whole_chain()
    if verdict.broken_at is None:
        say(f"All {verdict.entries} entries agree.")
        return 0
    say(f"Entry {verdict.broken_at} is the first that does not agree: {verdict.reason}.")
    return 1
