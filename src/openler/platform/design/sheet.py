"""Which style sheet do pages load? One: tokens, fonts, foundations, then every component's own, joined in that order.

The parts stay beside their templates; the joined file is made from them in the data folder, so that a page asks once.
"""

import re
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEET = "design/design.css"
_HERE = Path(__file__).parent
# No value of ours holds such signs in its text.
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_GROUND = ("tokens", "fonts", "foundations")


def sheet_parts() -> list[Path]:
    """List the files that the sheet is joined from."""
    ground = [_HERE / "styles" / f"{name}.css" for name in _GROUND]
    return ground + sorted((_HERE / "components").glob("*/*.css"))


def join_sheet() -> str:
    """Join the parts, each under its name; what they say to their readers in comments does not travel."""
    parts = (f"/* {part.stem} */\n{_COMMENT.sub('', part.read_text('utf-8')).strip()}\n" for part in sheet_parts())
    return '@charset "UTF-8";\n' + "".join(parts)


@cache
def _made_folder() -> Path:
    """Write the sheet into the data folder where it is missing or old."""
    folder = Path(settings.OPENLER_HOME) / "made"
    file = folder / SHEET
    content = join_sheet().encode()
    if not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        draft.write_bytes(content)
        draft.replace(file)
    return folder


class SheetFinder(BaseFinder):
    """Let Django's static files find the joined sheet like any other file."""

    def check(self, **kwargs: Any) -> list[Any]:
        """There is nothing to set up wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Give the place of the sheet, nothing for any other path."""
        found = [str(_made_folder() / SHEET)] if path == SHEET else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """List the one file."""
        yield SHEET, FileSystemStorage(location=_made_folder())
