"""Which drawing stands for which word? One set, 24 units wide, drawn for this product; files under `icons/`."""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "icons"
_OUTER = re.compile(r"\A<svg [^>]*>\s*(.*?)\s*</svg>\s*\Z", re.DOTALL)
_GAP = re.compile(r">\s+<")


@cache
def icon_names() -> tuple[str, ...]:
    """List the names of all icons, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.svg")))


@cache
def icon_drawing(name: str) -> str:
    """Give the inner drawing of an icon.

    Raises: KeyError for a name that the set does not have.
    """
    if name not in icon_names():
        raise KeyError(name)
    found = _OUTER.match((_FOLDER / f"{name}.svg").read_text("utf-8"))
    if found is None:
        raise ValueError(f"{name}.svg is not one svg element")
    return _GAP.sub("><", found.group(1))
