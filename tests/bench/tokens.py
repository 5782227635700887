"""How much more than a bare signature does a token cost, and how much does Node's jose take for the same?

    python tests/bench/tokens.py [--node FOLDER]

``FOLDER`` holds ``node_modules`` with the library jose (``tests/interop`` after ``npm ci``). Prints microseconds of CPU
for a token of an Open Badges 3.0 record of 1,000 letters, the best of four rounds of 1,000, and the ratios of one run.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openler.credentials.did import KeyDirectory
from openler.credentials.keys import KeyKind
from openler.credentials.proofs import create_vc_jwt, parse_compact_jws, verify_vc_jwt
from openler.credentials.proofs.jose import WRITTEN_ALGORITHMS
from openler.foundation.encodings import encode_base64url
from openler.testing.signing import did_key_of, fixed_signer, method_of

ROUNDS, REPEATS = 4, 1000
KINDS: tuple[KeyKind, ...] = ("Ed25519", "P-256", "P-384")


def record(issuer: str) -> dict[str, Any]:
    """Give the record."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f11",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "Welding, level 2",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "School of Metal"},
        "validFrom": "2026-05-04T09:30:00Z",
        "credentialSubject": {
            "id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1",
                "type": ["Achievement"],
                "name": "Welding, level 2",
                "description": "Joins sheets of steel in every position so that the seam passes the bend test.",
                "criteria": {
                    "narrative": "A test piece in each of four positions, judged by two masters of the trade."
                },
            },
        },
    }


def best(act: Callable[[], object]) -> float:
    """Give the CPU time of one act, in microseconds."""
    least = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        for _ in range(REPEATS):
            act()
        least = min(least, (time.process_time() - begin) / REPEATS * 1e6)
    return least


def measure(kind: KeyKind) -> tuple[dict[str, float], dict[str, Any]]:
    """Measure one kind of key; gives the times, and the case for the other library."""
    signer = fixed_signer(1, kind)
    claims, kid, keys = record(did_key_of(signer)), method_of(signer), KeyDirectory()
    token = create_vc_jwt(claims, signer=signer, verification_method=kid)
    jws = parse_compact_jws(token)
    times = {
        "raw sign": best(lambda: signer.sign(jws.signing_input)),
        "sign": best(lambda: create_vc_jwt(claims, signer=signer, verification_method=kid)),
        "raw verify": best(lambda: signer.public_key.verify(jws.signature, jws.signing_input)),
        "verify": best(lambda: verify_vc_jwt(token, resolve_key=keys.resolve_key, list_keys=keys.list_keys)),
    }
    jwk = {**signer.public_key.jwk, "d": encode_base64url(signer.secret)}
    told = {"iss": did_key_of(signer), **claims}
    return times, {
        "kind": kind,
        "alg": WRITTEN_ALGORITHMS[kind],
        "jwk": jwk,
        "kid": kid,
        "claims": told,
        "token": token,
    }


def ask_node(cases: list[dict[str, Any]], folder: str) -> dict[str, dict[str, float]]:
    """Let the other library do the same."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "cases.json"
        path.write_text(json.dumps(cases), "utf-8")
        script = Path(__file__).with_name("tokens.mjs")
        done = subprocess.run(
            ["node", str(script), str(path), str(Path(folder).resolve())], capture_output=True, text=True, check=True
        )
    times: dict[str, dict[str, float]] = json.loads(done.stdout)
    return times


def main() -> None:
    """Print one line for each kind of key."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node", metavar="FOLDER")
    folder = parser.parse_args().node
    measured = {kind: measure(kind) for kind in KINDS}
    node = ask_node([case for _, case in measured.values()], folder) if folder else {}
    for kind, (times, _) in measured.items():
        print(kind, " ".join(f"{name} {value:.0f}" for name, value in times.items()), end="")
        print(
            f" | of raw: sign {times['sign'] / times['raw sign']:.2f}, verify {times['verify'] / times['raw verify']:.2f}",
            end="",
        )
        if kind in node:
            ratios = [
                f"{act} {node[kind][act]:.0f} = {node[kind][act] / times[act]:.2f} of ours"
                for act in ("sign", "verify")
            ]
            print(" | jose:", ", ".join(ratios), end="")
        print()


if __name__ == "__main__":
    main()
