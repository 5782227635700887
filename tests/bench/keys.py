"""What does a key cost: to read it the first time and again, and to sign in software and in a module (SoftHSM)?

CPU time for reading, wall time for signing, because a module works outside of this process's count; the median of the
rounds. Run: python tests/bench/keys.py
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from openler.credentials.did import resolve_did
from openler.credentials.keys import SIGNING_KINDS, jwk, multikey, parse_jwk, parse_multikey, public
from openler.platform.keystore.pkcs11_keys import create_pkcs11
from openler.platform.keystore.pkcs11_uri import parse_pkcs11_uri
from openler.testing.modules import make_trial_token
from openler.testing.signing import fixed_signer

ROUNDS, TIMES = 7, 200


def measure(
    act: Callable[[], object], *, clock: Callable[[], float], before: Callable[[], object] = lambda: None
) -> float:
    """Give the microseconds of an act, the median of the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        spent = 0.0
        for _ in range(TIMES):
            before()
            start = clock()
            act()
            spent += clock() - start
        rounds.append(spent / TIMES * 1e6)
    return statistics.median(rounds)


def forget() -> None:
    """Empty the caches of keys."""
    for cache in (multikey._parse, jwk._key_of_point, public._load):
        cache.cache_clear()


def lines() -> Iterator[str]:
    """Give the table line by line, in microseconds."""
    yield "| kind | Multikey, new | Multikey, known | JWK, new | JWK, known | did:key, known | signed here | in SoftHSM, checked |"
    yield "|---|---|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        token = make_trial_token(Path(folder) / "token")
        for number, kind in enumerate(SIGNING_KINDS, 1):
            here = fixed_signer(number, kind)
            text, members, did = here.public_key.multikey, here.public_key.jwk, f"did:key:{here.public_key.multikey}"
            there = create_pkcs11(parse_pkcs11_uri(token.uri(label=kind, id=bytes([number]))), kind)
            cells = [
                measure(lambda text=text: parse_multikey(text), clock=time.process_time, before=forget),
                measure(lambda text=text: parse_multikey(text), clock=time.process_time),
                measure(lambda members=members: parse_jwk(members), clock=time.process_time, before=forget),
                measure(lambda members=members: parse_jwk(members), clock=time.process_time),
                measure(lambda did=did: resolve_did(did), clock=time.process_time),
                measure(lambda here=here: here.sign(b"x" * 64), clock=time.perf_counter),
                measure(lambda there=there: there.sign(b"x" * 64), clock=time.perf_counter),
            ]
            yield f"| {kind} | " + " | ".join(f"{cell:,.1f}" for cell in cells) + " |"


if __name__ == "__main__":
    for line in lines():
        print(line)
