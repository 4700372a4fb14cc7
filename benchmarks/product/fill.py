"""Makes an installation for the measurement, inside the product's own environment.

`python -m benchmarks.product.fill --zone CODE [--enterprises N]` migrates, loads the zone from
its readable file and writes made-up rows straight into the tables (only measurements may do
that: the rows carry no audit entry). Prints one JSON line.
"""

import argparse
import json
import tomllib

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
    """The zone's row, from its file; returns its primary key."""
    from django.conf import settings

    from honglian.foundation.zones.config import ZoneConfig
    from honglian.foundation.zones.models import Zone

    config = tomllib.loads((settings.ZONES_DIR / f"{code}.toml").read_text(encoding="utf-8"))
    parsed = ZoneConfig.parse(config)
    zone, _ = Zone.objects.get_or_create(
        code=code,
        defaults={
            "name": parsed.name,
            "short_name": parsed.short_name,
            "config": parsed.model_dump(mode="json"),
        },
    )
    return zone.pk


if __name__ == "__main__":
    main()
