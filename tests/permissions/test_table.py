"""The permission table: every address × every role × own, other's and another zone's object.

``table.csv`` is reviewed by people. A cell holds three letters for the own, the other and the foreign
object (one where the address names none):

    y  reached: the page, the action, or its refusal about the content
    n  403: this role may not do it
    0  404: not there for this role
    l  sent to the sign-in page, or 401
    m  405: the address does not answer this method

``HONGLIAN_WRITE_TABLE=FOLDER`` (an empty one) writes the table anew, for review as a difference.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from honglian.foundation.access.roles import ROLES
from honglian.foundation.audit.models import AuditEntry

from .addresses import Address, body_of, file_field, operations, pages
from .world import FOREIGN, OTHER, OWN, World

TABLE = Path(__file__).parent / "table.csv"
ROLE_COLUMNS = ["anonymous", *ROLES]
LETTERS = {403: "n", 404: "0", 401: "l", 405: "m"}


class Undo(Exception):
    """Takes a request's writes back."""


@pytest.fixture
def world(db) -> World:
    return World()


def read() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {(row["address"], row["method"]): row for row in csv.DictReader(stream)}


def letter(response) -> str:
    if response.status_code in (301, 302) and "/login/?next=" in response.get("Location", ""):
        return "l"
    assert response.status_code < 500, response
    return LETTERS.get(response.status_code, "y")


def ask(send, address: Address, things: dict) -> str:
    """The letter of one request, all its writes undone; a refused one wrote nothing."""
    found = ""
    try:
        with transaction.atomic():
            before = AuditEntry.rows.count()
            found = letter(send(address, things))
            if found in "n0lm":
                assert AuditEntry.rows.count() == before, address
            raise Undo
    except Undo:
        return found


def cells(world: World, address: Address, send) -> str:
    places = [OWN] if address.kind == "-" else [OWN, OTHER, FOREIGN]
    return "".join(ask(send, address, world.corners[p].things) for p in places)


def browse(client: Client):
    """Pages as one person sees them; a sign-out is undone like its rows."""
    kept = client.cookies.get(settings.SESSION_COOKIE_NAME)
    session = kept.value if kept else None

    def send(address: Address, things: dict):
        url = address.url(things)
        response = client.get(url) if address.method == "GET" else client.post(url, {})
        client.cookies.clear()
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        return response

    return send


def call(token: str):
    client = Client(headers={"authorization": f"Bearer {token}"} if token else {})

    def send(address: Address, things: dict):
        url = address.url(things)
        method = getattr(client, address.method.lower())
        if address.method == "GET":
            return method(url)
        if field := file_field(address):
            return method(url, {field: SimpleUploadedFile("x.csv", b"\xe4\xbc\x81")})
        return method(url, json.dumps(body_of(address, things)), content_type="application/json")

    return send


def column(world: World, role: str) -> dict[tuple[str, str], tuple[str, str]]:
    """What one role meets at every address: (name, method) → (kind of object, cell)."""
    client = world.client(role)
    page, rest = browse(client), call(world.tokens.get(role, ""))
    return {
        (address.name, address.method): (address.kind, cells(world, address, send))
        for send, addresses in ((page, pages()), (rest, operations()))
        for address in addresses
    }


def write(table: dict[tuple[str, str], dict[str, str]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["address", "method", "object", *ROLE_COLUMNS])
        for (name, method), row in sorted(table.items()):
            if any(set(row[role]) != {"m"} for role in ROLE_COLUMNS):
                writer.writerow([name, method, row["object"], *(row[r] for r in ROLE_COLUMNS)])


def keep(folder: Path, role: str, measured: dict[tuple[str, str], tuple[str, str]]) -> None:
    """Lay a column into the folder of a writing run; whoever lays the last one writes the table."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{role}.json"
    part.with_suffix(".new").write_text(json.dumps([[*k, *v] for k, v in measured.items()]))
    part.with_suffix(".new").rename(part)
    if any(not (folder / f"{r}.json").exists() for r in ROLE_COLUMNS):
        return
    table: dict[tuple[str, str], dict[str, str]] = {}
    for column_of in ROLE_COLUMNS:
        for name, method, kind, cell in json.loads((folder / f"{column_of}.json").read_text()):
            table.setdefault((name, method), {"object": kind})[column_of] = cell
    write(table)


@pytest.mark.parametrize("role", ROLE_COLUMNS)
def test_every_cell_of_a_role_holds(world, role):
    measured = column(world, role)
    if folder := os.environ.get("HONGLIAN_WRITE_TABLE"):
        keep(Path(folder), role, measured)
        return
    expected = read()
    answering = {key for key, (_, cell) in measured.items() if set(cell) != {"m"}}
    assert sorted(answering - expected.keys()) == [], "addresses that the table does not name"
    assert sorted(expected.keys() - measured.keys()) == [], "rows whose address is gone"
    wrong = [
        f"{name} {method}: {measured[name, method][1]} 表中是 {row[role]}"
        for (name, method), row in expected.items()
        if measured[name, method][1] != row[role]
    ]
    assert wrong == []


def test_nothing_of_another_zone_is_ever_reached():
    reached = [
        (name, method, role)
        for (name, method), row in read().items()
        for role in ROLE_COLUMNS
        if len(row[role]) == 3 and row[role][2] == "y"
    ]
    assert reached == []


def test_officers_reach_no_business_object():
    business = {"enterprise", "case", "member", "org", "post", "promise", "file"}
    reached = [
        (name, role)
        for (name, _), row in read().items()
        if row["object"] in business
        for role in ("sysadmin", "secadmin", "auditor")
        if "y" in row[role]
    ]
    assert reached == []
