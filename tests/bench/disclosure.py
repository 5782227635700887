"""What does it cost to sign a record so that parts can be shown, to derive a part, and to verify it?

Part of ``make bench``; alone: ``python tests/bench/disclosure.py``.
"""

import copy
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openler
from openler.credentials.keys import SoftwareSigner

BADGE = Path(__file__).parents[1] / "vectors" / "field-cases" / "jsonld-image-object" / "badge.json"
AT = datetime(2026, 11, 25, tzinfo=UTC)
ROUNDS, TIMES, RAW_TIMES = 7, 5, 200
# A list that keeps its order stands in it, as in every badge with grades.
RESULTS = [
    {
        "id": "urn:uuid:9a1f6b1e-42a7-4f5c-a6a3-2a4d6a0f9c12",
        "type": ["ResultDescription"],
        "name": "Grade",
        "resultType": "LetterGrade",
        "allowedValue": ["A", "B", "C", "D"],
    }
]


def _median(act: Callable[[], object], times: int) -> float:
    act()
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            act()
        found.append((time.process_time() - start) / times)
    return statistics.median(found)


def disclosure_rows() -> list[tuple[str, str]]:
    """Measure issuing, deriving and verifying with ecdsa-sd-2023, in raw P-256 signatures and verifications."""
    signer = SoftwareSigner.generate("P-256")
    key = openler.KeyFile.of(signer)
    claims = {name: value for name, value in json.loads(BADGE.read_bytes()).items() if name != "proof"}
    claims = copy.deepcopy(claims)
    claims["issuer"] = {**(claims["issuer"] if isinstance(claims["issuer"], dict) else {}), "id": key.controller}
    claims["credentialSubject"]["achievement"]["resultDescription"] = RESULTS

    def issue() -> dict[str, object]:
        return openler.issue(
            claims,
            signer=signer,
            verification_method=key.id,
            at=AT,
            cryptosuite="ecdsa-sd-2023",
            chance=os.urandom,
        )

    record = issue()
    everything = [f"/{name}" for name in claims if name != "@context"]
    whole = openler.derive(record, selective=everything)
    least = openler.derive(record, selective=[])
    message = b"m" * 64
    signature = signer.sign(message)
    raw_sign = _median(lambda: signer.sign(message), RAW_TIMES)
    raw_verify = _median(lambda: signer.public_key.verify(signature, message), RAW_TIMES)
    issued, derived = _median(issue, TIMES), _median(lambda: openler.derive(record, selective=everything), TIMES)
    checks = [_median(lambda part=part: openler.verify(part, at=AT), TIMES) for part in (whole, least)]
    raw = f"raw P-256 takes {raw_sign * 1000:.3f} ms and {raw_verify * 1000:.3f} ms"
    return [
        (
            "sign a badge so that parts can be shown (ecdsa-sd-2023)",
            f"{issued * 1000:.1f} ms, as {issued / raw_sign:.0f} raw signatures; {raw}",
        ),
        (
            "show all of it / what is mandatory, verified by all ten checks",
            f"derived in {derived * 1000:.1f} ms; verified in {checks[0] * 1000:.1f} / {checks[1] * 1000:.1f} ms, as "
            + f"{checks[0] / raw_verify:.0f} / {checks[1] / raw_verify:.0f} raw verifications",
        ),
    ]


if __name__ == "__main__":
    for name, figure in disclosure_rows():
        print(f"{name}: {figure}")
    sys.exit(0)
