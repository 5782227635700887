"""How many records are signed from a class list in a second, in which memory, and how large does the database grow?

Raw signatures are made in turn with the records, so that a busy machine slows both.

Run in a process of its own with OPENLER_HOME set, and DATABASE_URL for PostgreSQL; prints one line of JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
ROWS = 1000
RAW_A_CHUNK = 100


def _database_bytes() -> int:
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(settings.DATABASES["default"]["NAME"]).stat().st_size


def main() -> int:
    """Check and sign a class, and tell the figures."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from openler.credentials.keys import SoftwareSigner
    from openler.platform.issuing import batches
    from web.issuing import College
    from web.people import AT

    college = College()
    before = _database_bytes()
    text = "name,email,student_id,exam,points\n" + "".join(
        f"Person {number},p{number}@people.example,{number:06},Proficient,87\n" for number in range(ROWS)
    )
    start = time.perf_counter()
    batch = batches.ask_release(college.act(college.issuer), college.check(text))
    batch = batches.release(college.act(college.reviewer), batch)
    checked = time.perf_counter() - start
    signer, raws, raw_cpu, more = SoftwareSigner.generate("Ed25519"), 0, 0.0, True
    signed, signed_cpu = 0.0, 0.0
    while more:
        start, cpu = time.perf_counter(), time.process_time()
        more = batches.sign_chunk(str(batch.pk), at=AT)
        signed, signed_cpu = signed + time.perf_counter() - start, signed_cpu + time.process_time() - cpu
        cpu = time.process_time()
        for _ in range(RAW_A_CHUNK):
            signer.sign(b"m" * 64)
        raws, raw_cpu = raws + RAW_A_CHUNK, raw_cpu + time.process_time() - cpu
    figures = {
        "records_per_second": ROWS / signed,
        "rows_checked_per_second": ROWS / checked,
        "cpu_ms_per_record": signed_cpu * 1000 / ROWS,
        "raw_signatures_per_record": (signed_cpu / ROWS) / (raw_cpu / raws),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "bytes_per_record": (_database_bytes() - before) / ROWS,
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
