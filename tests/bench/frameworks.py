"""How long does somebody wait for a framework of 5,000 items, and for a search in it?

Run in a process of its own with OPENLER_HOME set, and DATABASE_URL for PostgreSQL; prints one line of JSON.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
ITEMS = 5000
SEARCHES = 20


def main() -> int:
    """Import a framework, look for some of its items, and tell the figures."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from openler.platform.frameworks.queries import search_items
    from openler.platform.frameworks.services import import_framework
    from web.people import act

    items = [{"identifier": f"i{n}", "fullStatement": f"Handles part number {n} of the rig"} for n in range(ITEMS)]
    links = [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": f"i{n}"},
            "destinationNodeURI": {"identifier": f"i{n // 10}"},
        }
        for n in range(1, ITEMS)
    ]
    data = json.dumps({"CFDocument": {"title": "Rig"}, "CFItems": items, "CFAssociations": links}).encode()
    start, cpu = time.perf_counter(), time.process_time()
    framework = import_framework(act(), tenant_id=None, data=data, title="").framework
    imported, used = time.perf_counter() - start, time.process_time() - cpu
    start, first_hits = time.perf_counter(), 0
    for n in range(0, ITEMS, ITEMS // SEARCHES):
        label = f"Handles part number {n} of the rig"
        first_hits += search_items(label, framework)[0].label == label
    figures = {
        "seconds": imported,
        "cpu_ms_per_item": used * 1000 / framework.item_count,
        "search_ms": (time.perf_counter() - start) * 1000 / SEARCHES,
        "first_hits": first_hits / SEARCHES,
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
