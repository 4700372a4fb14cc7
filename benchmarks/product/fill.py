"""Makes an installation for the measurement, inside the product's own environment.

`python -m benchmarks.product.fill --zone CODE [--enterprises N]` migrates, loads the zone from
its readable file and writes made-up rows straight into the tables (only measurements may do
that: the rows carry no audit entry). Prints one JSON line.
"""

import argparse
import json

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--zone", required=True)
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps({"zone": load_zone(asked.zone)}))


def load_zone(code: str) -> int:
    """Load the zone from its readable file; returns its primary key."""
    from django.conf import settings

    from honglian.foundation.zones.api import load_zone as load
    from honglian.kit.actor import Actor

    return load(path=settings.ZONES_DIR / f"{code}.toml", by=Actor.system(None)).pk


if __name__ == "__main__":
    main()
