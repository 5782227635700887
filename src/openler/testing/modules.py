"""How do I try keys in a hardware module without one? A token of SoftHSM, in a folder of its own."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Where the distributions put the library.
_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
TRIAL_PIN = "471108"


@dataclass(frozen=True, slots=True)
class TrialToken:
    """A token for a trial.

    Attributes:
        label: its label.
        module_path: the module's library.
        folder: where SoftHSM keeps it; away from there, the token is gone.
        configuration: SoftHSM's configuration, for SOFTHSM2_CONF.
        pin_file: the file of its PIN.
    """

    label: str
    module_path: str
    folder: Path
    configuration: Path
    pin_file: Path

    def uri(self, *, label: str = "", id: bytes = b"") -> str:
        """Name the token, or a key in it, as a PKCS #11 URI with library and file of the PIN."""
        key = (f";object={label}" if label else "") + ("".join([";id=", *(f"%{one:02X}" for one in id)]) if id else "")
        return f"pkcs11:token={self.label}{key}?module-path={self.module_path}&pin-source=file:{self.pin_file}"


def make_trial_token(folder: Path, *, label: str = "openler-trial") -> TrialToken:
    """Make a token in a folder, and let this process and its children find it.

    Raises: FileNotFoundError where SoftHSM is not installed, subprocess.CalledProcessError.
    """
    module_path = next((place for place in _PLACES if Path(place).exists()), "")
    if not module_path:
        raise FileNotFoundError("SoftHSM is not installed: scripts/module_for_tests.py installs it.")
    tokens, configuration, pin_file = folder / "tokens", folder / "softhsm2.conf", folder / "pin"
    tokens.mkdir(parents=True)
    configuration.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
    pin_file.write_text(f"{TRIAL_PIN}\n")
    pin_file.chmod(0o600)
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", TRIAL_PIN, "--so-pin", TRIAL_PIN],
        check=True,
        capture_output=True,
    )
    return TrialToken(label, module_path, tokens, configuration, pin_file)
