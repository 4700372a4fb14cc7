"""Imports a ledger of enterprises inside one process and times it as the peers are timed.

`python -m benchmarks.product.ledger FILE --zone CODE` starts the clock when everything is loaded and
stops it when the last row is committed: read, check, preview, write, audit. Prints one JSON line.
"""

import argparse
import json
import time
from pathlib import Path

import django


def run(path: Path, code: str) -> dict[str, object]:
    """Import `path` into the zone and return counts and seconds."""
    from honglian.foundation.sheets.api import import_file
    from honglian.foundation.zones.api import Zone
    from honglian.kit.actor import Actor

    by = Actor.system(Zone.objects.get(code=code).pk, channel="cli")
    began = time.perf_counter()
    outcome = import_file(by=by, ledger_code="enterprises", source=path, good_rows=True)
    return {**outcome.counts, "seconds": time.perf_counter() - began}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--zone", required=True)
    asked = parser.parse_args()
    django.setup()
    print(json.dumps(run(asked.file, asked.zone)))
