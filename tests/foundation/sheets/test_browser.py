"""The import in a real browser, on a desk and on a phone, with and without JavaScript."""

import pytest
from django.urls import reverse

from honglian.domains.enterprises.models import Enterprise
from tests.browser import assert_accessible, picture

from .files import csv_bytes, enterprise, enterprises
from .test_pages import signed_in


@pytest.fixture
def visit(open_page, zone):
    """A page of the clerk of the zone."""
    client = signed_in(zone, "org_admin")

    def visit(**kwargs):
        page = open_page(**kwargs)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([{**cookie, "url": open_page.base_url}])
        return page

    return visit


def choose(page, content: bytes) -> None:
    page.goto(reverse("sheets:import", args=["enterprises"]))
    page.set_input_files(
        "input[type=file]", {"name": "企业.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="上传并检查").click()


BAD = csv_bytes([*enterprises(1, 2), enterprise(3, name="", capital="很多")])


def test_from_the_file_to_the_ledger_and_back(visit):
    page = visit(width=1440, height=900)
    choose(page, BAD)
    page.get_by_role("heading", name="有 1 行不能导入").wait_for()
    page.get_by_role("button", name="只导入没有错的行（2 行）").click()
    page.get_by_text("已导入").first.wait_for()
    assert Enterprise.rows.count() == 2
    page.get_by_role("link", name="撤销这一批").click()
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("已撤销：删除 2 条").first.wait_for()
    assert Enterprise.rows.count() == 0


def test_without_javascript_on_a_phone(visit):
    page = visit(width=390, height=844, touch=True, javascript=False)
    choose(page, csv_bytes(enterprises(1)))
    page.get_by_role("button", name="导入（新增 1，变更 0）").click()
    page.get_by_text("已导入").first.wait_for()
    assert Enterprise.rows.count() == 1


ADDRESSES = ("home", "import", "export", "batch", "columns", "batches")


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_and_fits(visit, width, tmp_path):
    page = visit(width=width, height=900)
    choose(page, BAD)
    page.get_by_role("heading", name="有 1 行不能导入").wait_for()
    batch = page.url.rstrip("/").rsplit("/", 1)[-1]
    for name in ADDRESSES:
        args = {"import": ["enterprises"], "export": ["enterprises"]}.get(name, [])
        args = [batch] if name in ("batch", "columns") else args
        page.goto(reverse(f"sheets:{name}", args=args))
        picture(page, tmp_path / f"{name}-{width}.png")
        assert_accessible(page)
        assert _overflow(page) <= 0, f"{name} is wider than {width} px"


def _overflow(page) -> int:
    """Pixels by which the page is wider than the window."""
    return page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
