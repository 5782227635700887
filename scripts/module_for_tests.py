"""Is the hardware module that the tests sign with on this machine, and OpenSSL? Installs SoftHSM where it is missing.

SoftHSM is a PKCS #11 module in software; with it the way of a signature through a hardware module is tried for real.
"""

import os
import shutil
import subprocess
import sys

# The program that makes a token, and the package that holds it and the module.
NEEDED = {"softhsm2-util": "softhsm2", "openssl": "openssl"}


def main() -> int:
    """Install what is missing by the system's package manager; 0 when all is there."""
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if not missing:
        return 0
    names = " and ".join(missing)
    if shutil.which("apt-get") is None:
        print(f"The tests need {names}. Please install it, then run 'make test' again.", file=sys.stderr)
        return 1
    root = [] if os.geteuid() == 0 else ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
        done = subprocess.run([*root, "apt-get", *words], env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print(f"{names} could not be installed; 'apt-get {' '.join(words)}' says why.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
