"""Is the browser that the tests look through on this machine? Installs Chromium and fonts where they are missing."""

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-noto-core", "fonts-noto-color-emoji")
NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Install what is missing by the system's package manager; 0 when a browser is there."""
    if any(shutil.which(name) for name in NAMES):
        return 0
    if shutil.which("apt-get") is None:
        print(
            "The tests look at pages through Chromium. Please install it, then run 'make test' again.", file=sys.stderr
        )
        return 1
    root = [] if os.geteuid() == 0 else ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run([*root, "apt-get", *words], env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print("Chromium could not be installed; 'apt-get " + " ".join(words) + "' says why.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
