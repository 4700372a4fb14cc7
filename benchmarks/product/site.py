"""One installation of the product on one database, in a data folder of its own."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import child
from benchmarks.options import Place

ZONE = "xiangyang"
COMMAND = Path(sys.executable).with_name("honglian")


class Site:
    """An installation named `name`; `prepare` makes it anew, empty but for its zone."""

    def __init__(self, place: Place, name: str) -> None:
        self._folder = place.folder / f"site_{name}"
        self.env = {
            "HONGLIAN_DATA_DIR": str(self._folder),
            "DJANGO_SETTINGS_MODULE": "honglian.settings",
            "DATABASE_URL": place.fresh(name) if place.cluster else "",
        }

    def prepare(self, *fill: str) -> dict[str, object]:
        """Make the tables and the zone, then what `fill` (flags of product.fill) asks for."""
        for left in self._folder.glob("honglian.sqlite3*"):
            left.unlink()
        command = [sys.executable, "-m", "benchmarks.product.fill", "--zone", ZONE, *fill]
        return child.run(command, env=self.env).answer()

    def import_enterprises(self, file: Path) -> child.Measured:
        """Run `honglian import` on `file` as a user would; some rows may be left out."""
        words = ("import", "enterprises", file, "--zone", ZONE, "--good-rows", "--json")
        return child.run([COMMAND, *words], env=self.env, allowed=(0, 1))

    def python(self, words: Sequence[str | os.PathLike[str]]) -> child.Measured:
        """Run the product's interpreter with this installation's settings."""
        return child.run([sys.executable, *words], env=self.env)
