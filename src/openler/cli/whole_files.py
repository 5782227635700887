"""How is a long file written whole or not at all?"""

import contextlib
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from openler.foundation.errors import Misuse


class WholeFile:
    """A file that is put in its place when it is complete; until then it stands beside it under another name."""

    def __init__(self, target: str) -> None:
        """Begin.

        Raises:
            Misuse: nothing can be written there.
        """
        self._target = Path(target)
        self._is_wanted = True
        try:
            if self._target.is_dir():
                raise IsADirectoryError("it is a folder")
            descriptor, name = tempfile.mkstemp(dir=self._target.parent, prefix=".openler-")
        except OSError as error:
            raise self._fault(error) from None
        self._file, self._name = os.fdopen(descriptor, "wb"), Path(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        try:
            self._file.close()
            if kind is None and self._is_wanted:
                # A temporary file is private; the finished one gets the mode that any new file would have.
                mask = os.umask(0)
                os.umask(mask)
                self._name.chmod(0o666 & ~mask)
                self._name.replace(self._target)
                return
        except OSError as error:
            self._drop()
            raise self._fault(error) from None
        self._drop()

    def write(self, data: bytes) -> None:
        """Add to the file.

        Raises:
            Misuse: the disk is full, or the like.
        """
        try:
            self._file.write(data)
        except OSError as error:
            raise self._fault(error) from None

    def give_up(self) -> None:
        """Leave the place as it was."""
        self._is_wanted = False

    def _drop(self) -> None:
        with contextlib.suppress(OSError):
            self._name.unlink()

    def _fault(self, error: OSError) -> Misuse:
        reason = (error.strerror or str(error) or type(error).__name__).lower()
        return Misuse(f"{self._target} cannot be written: {reason}.")
