"""Nothing under version control depends on one machine, one registry or someone else's server."""

import json
import re

import pytest

from tests.architecture.tracked import ROOT, name_of, text_of, tracked

# Put together from halves, so that this file does not hold what it forbids.
REGISTRIES = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry.npm" + "js",
    "npm" + "mirror",
    "registry.yarn" + "pkg",
    "deb.debian" + ".org",
]
DELIVERY_NETWORKS = [
    "unpkg" + ".com",
    "jsdelivr" + ".net",
    "cdn" + "js",
    "boot" + "cdn",
    "googleapis" + ".com",
    "gstatic" + ".com",
    "staticfile" + ".org",
]
MACHINE_PATH = re.compile(r"(?<![\w.~}$/])/(?:work|root|home|tmp|Users|opt|mnt)/[\w.-]")
LOADED = re.compile(
    r"""(?:src|href|action|poster|srcset|hx-\w+)\s*=\s*["']?\s*(?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)
LOCKS = sorted(path for path in tracked() if path.suffix == ".lock")


def lines_with(words: list[str]) -> list[str]:
    """Every line under version control that has one of the words."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    return lines_matching(pattern)


def lines_matching(pattern: re.Pattern[str], suffixes: tuple[str, ...] = ()) -> list[str]:
    found = []
    for path in tracked():
        text = text_of(path)
        if text is None or (suffixes and path.suffix not in suffixes) or not pattern.search(text):
            continue
        lines = enumerate(text.splitlines(), start=1)
        found += [
            f"{name_of(path)}:{n}: {line.strip()[:120]}"
            for n, line in lines
            if pattern.search(line)
        ]
    return found


def test_no_file_names_a_package_registry():
    found = lines_with(REGISTRIES)
    assert not found, "\n".join(found)


def test_no_file_names_a_delivery_network():
    found = lines_with(DELIVERY_NETWORKS)
    assert not found, "\n".join(found)


def test_no_file_holds_a_path_of_one_machine():
    found = lines_matching(MACHINE_PATH)
    assert not found, "\n".join(found)


def test_pages_and_styles_load_only_from_our_own_address():
    found = lines_matching(LOADED, suffixes=(".html", ".css", ".svg"))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", LOCKS, ids=name_of)
def test_locks_hold_hashes_and_no_addresses(path):
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.findall(r"^[A-Za-z0-9][\w.-]*==\S+", text, re.MULTILINE)
    assert pins
    assert text.count("--hash=sha256:") >= len(pins)


def test_the_front_end_lock_records_no_addresses_of_packages():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://x.example/a.js">',
        "<link href='//x.example/a.css'>",
        "url(http://x.example/f.woff2)",
    ],
)
def test_foreign_loads_are_recognised(line):
    assert LOADED.search(line)


@pytest.mark.parametrize(
    "line", ['<a href="/cases/1/">', "url(#arrow)", "xmlns='http://www.w3.org/2000/svg'"]
)
def test_own_addresses_are_not_taken_for_foreign(line):
    assert not LOADED.search(line)


def test_machine_paths_are_recognised_and_addresses_are_not():
    assert MACHINE_PATH.search("open('" + "/tm" + "p/x.csv')")
    assert not MACHINE_PATH.search("path('api/work/items/')")
    assert not MACHINE_PATH.search("${TMPDIR:-/tmp}/honglian")
