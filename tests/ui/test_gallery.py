"""The gallery shows every component; it must be accessible, free of inline code, and whole at both widths."""

import re

import pytest

from tests.browser import assert_accessible

WIDTHS = [1440, 390]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address", ["/ui/gallery/", "/ui/gallery/wall/", "/note/", "/shelf/", "/book/1/"]
)
def test_pages_are_accessible_and_nothing_is_cut_off(site, books, address: str, width: int) -> None:
    books.objects.create(
        title="湖北省高新区智能机电装备制造产业技术研究院股份有限公司（咸宁分公司）", rank=1
    )
    page = site(width=width, height=900, touch=width < 500)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert_accessible(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("address", ["/ui/gallery/", "/ui/gallery/wall/", "/shelf/", "/note/"])
def test_no_inline_style_or_script(client, books, address: str) -> None:
    page = client.get(address).content.decode()
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert "<style" not in page
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script


def test_no_letter_on_the_wall_is_smaller_than_28_pixels(site) -> None:
    page = site(width=1920, height=1080)
    page.goto("/ui/gallery/wall/")
    page.wait_for_selector("[data-ready] svg text")
    sizes = page.evaluate(
        """() => {
          const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (words.nextNode()) {
            const box = words.currentNode.parentElement;
            if (!words.currentNode.textContent.trim() || ["SCRIPT", "STYLE"].includes(box.tagName)) continue;
            if (box.closest(".visually-hidden, .hl-chart__table")) continue;
            found.push([parseFloat(getComputedStyle(box).fontSize), words.currentNode.textContent.trim()]);
          }
          return found;
        }"""
    )
    assert len(sizes) > 20
    assert [pair for pair in sizes if pair[0] < 28] == []


def test_charts_have_their_table_behind_them(site) -> None:
    page = site()
    page.goto("/ui/gallery/")
    page.wait_for_selector("[data-ready] svg")
    page.get_by_text("看数据表").click()
    assert page.locator("figure table.hl-table tbody tr").count() == 6


def test_the_menu_of_a_phone_opens_without_script(site) -> None:
    page = site(width=390, height=844, touch=True, javascript=False)
    page.goto("/ui/gallery/")
    assert not page.locator("#nav").is_visible()
    page.get_by_role("link", name="打开菜单").click()
    assert page.locator("#nav").get_by_role("link", name="吹哨报到").is_visible()
    page.get_by_role("link", name="关闭菜单").click()
    assert not page.locator("#nav").is_visible()
