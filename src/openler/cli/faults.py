"""What does a reader see when this program itself is at fault? One line that a report can quote, never a traceback."""

import traceback
from pathlib import Path


def unexpected(error: Exception) -> str:
    """Tell a fault of this program in one line, with what a report about it needs."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "openler" in frame.filename]
    place = f" at {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return (
        f"this is a fault of the program, not of your file: {type(error).__name__}{place}. "
        "Please report it with that line (see SECURITY.md and CONTRIBUTING.md)."
    )
