"""What the scripts add in a real browser, and that the pages also work without them."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def seven(books) -> None:
    for i in range(7):
        books.objects.create(title=f"第{i}册", rank=i % 3)


def open_list(site, **kwargs) -> Page:
    page = site(**kwargs)
    page.goto("/shelf/")
    return page


def test_typing_updates_the_table_and_the_address(site) -> None:
    page = open_list(site)
    page.locator("#listing-q").press_sequentially("第1")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert page.url.endswith("/shelf/?q=%E7%AC%AC1")
    expect(page.locator("#listing-q")).to_be_focused()
    page.locator("#filter-rank").select_option("2")
    expect(page.get_by_text("没有符合这些条件的图书")).to_be_visible()
    assert "q=%E7%AC%AC1&rank=2" in page.url
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("#listing-q")).to_have_value("第1")


def test_sorting_by_a_head_keeps_the_filter_and_survives_the_next_filter(site) -> None:
    page = open_list(site)
    page.locator("#filter-rank").select_option("1")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="书名").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("书名")
    assert "rank=1" in page.url
    page.locator("#listing-q").press_sequentially("第4")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "sort=title" in page.url


def test_the_list_works_without_script(site) -> None:
    page = open_list(site, javascript=False)
    page.locator("#listing-q").fill("第1")
    page.get_by_role("button", name="查询").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto("/shelf/")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("tbody tr").first).to_contain_text("第3册")
    page.locator("summary", has_text="列").click()
    page.get_by_label("等级").last.uncheck()
    page.get_by_role("button", name="应用").click()
    expect(page.locator("thead th")).to_have_count(2)


def test_keyboard_moves_opens_ticks_and_searches(site) -> None:
    page = open_list(site)
    page.keyboard.press("/")
    expect(page.locator("#listing-q")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.evaluate("() => document.activeElement.blur()")
    for key in "jjk":
        page.keyboard.press(key)
    expect(page.locator("tr.is-current")).to_contain_text("第6册")
    page.keyboard.press("x")
    expect(page.get_by_text("已选 1 项")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("书")


def test_bulk_needs_a_choice_and_carries_it(site, books) -> None:
    page = open_list(site)
    page.get_by_role("button", name="上架").click()
    expect(page.get_by_text("请先在表格里勾选")).to_be_visible()
    page.get_by_label("本页全选").check()
    expect(page.get_by_text("已选 3 项")).to_be_visible()
    page.get_by_role("button", name="上架").click()
    newest = list(books.objects.order_by("-pk").values_list("pk", flat=True)[:3])
    expect(page.locator("h1")).to_have_text(f"书 0 {'、'.join(map(str, newest))}")


def test_rows_are_cards_on_a_phone(site) -> None:
    page = open_list(site, width=390, height=844, touch=True)
    assert page.locator("tbody tr").first.bounding_box()["height"] > 60
    assert (
        page.locator("td[data-label=等级]").first.evaluate(
            "cell => getComputedStyle(cell, '::before').content"
        )
        == '"等级"'
    )
    expect(page.locator("#filter-rank")).to_be_hidden()
    page.locator("summary", has_text="筛选").click()
    expect(page.locator("#filter-rank")).to_be_visible()


def test_a_refusal_of_a_fragment_is_said_in_its_own_words(site) -> None:
    page = open_list(site)
    page.locator("#listing-q").fill("拒绝")
    expect(page.locator("#hl-live")).to_have_text("检索词“拒绝”不能使用，请换一个词。")
    site.expect_complaint("Response Status Error Code 422")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_a_broken_line_is_said_in_words(site) -> None:
    page = open_list(site)
    page.route("**/shelf/?q=*", lambda route: route.abort())
    page.locator("#listing-q").fill("第1")
    expect(page.locator("#hl-live")).to_contain_text("连不上服务器")
    site.expect_complaint("console: htmx:")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_a_second_press_sends_nothing(site) -> None:
    page = site()
    page.goto("/note/")
    page.get_by_label("情况说明").fill("积水")
    held = []
    page.route("**/note/", lambda route: held.append(route))
    words = page.evaluate(
        """async () => {
          const button = document.querySelector("main form button[type=submit]");
          button.click();
          button.click();
          await new Promise((later) => setTimeout(later, 50));
          button.click();
          return button.textContent;
        }"""
    )
    assert words == "正在保存…"
    assert len(held) == 1
    held[0].fulfill(status=200, content_type="text/html", body="<h1>好</h1>")


def test_offline_the_form_stays_and_says_so(site) -> None:
    page = site()
    page.goto("/note/")
    page.get_by_label("情况说明").fill("积水")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#hl-live")).to_contain_text("现在没有网络")
    expect(page.get_by_label("情况说明")).to_have_value("积水")
    assert "POST /note/" not in site.asked


def test_a_draft_is_offered_after_a_crash_and_gone_after_saving(site) -> None:
    page = site()
    page.goto("/note/")
    page.get_by_label("情况说明").fill("车间门口积水")
    page.get_by_label("影响生产").check()
    page.wait_for_timeout(500)
    page.goto("/note/")
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_label("情况说明")).to_have_value("车间门口积水")
    expect(page.get_by_label("影响生产")).to_be_checked()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_have_text("已保存")
    page.goto("/note/")
    expect(page.get_by_label("情况说明")).to_have_value("")
    expect(page.get_by_role("button", name="恢复")).to_have_count(0)


def test_errors_stand_at_the_top_and_lead_to_the_field(site) -> None:
    page = site()
    page.goto("/note/")
    page.get_by_label("影响生产").check()
    page.get_by_role("button", name="保存").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.get_by_label("情况说明")).to_be_focused()
    expect(page.get_by_label("影响生产")).to_be_checked()
    assert page.get_by_label("情况说明").get_attribute("aria-describedby") == "id_text_error"


def test_a_large_photo_is_made_smaller_before_it_is_sent(site) -> None:
    noise = Image.effect_noise((2600, 2000), 60).convert("RGB")
    photo = io.BytesIO()
    noise.save(photo, "PNG")
    page = site(width=390, height=844, touch=True)
    page.goto("/ui/gallery/")
    page.set_input_files(
        "#id_photos",
        [
            {"name": "车间.png", "mimeType": "image/png", "buffer": photo.getvalue()},
            {"name": "说明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"},
            {"name": "坏.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 700_000},
        ],
    )
    expect(page.locator("[data-hl-chosen] li")).to_have_text(
        [re.compile(r"车间\.jpg"), "说明.pdf（1 KB）", "坏.jpg（700 KB）"]
    )
    sent = page.evaluate(
        "() => [...document.getElementById('id_photos').files].map((file) => [file.type, file.size])"
    )
    assert sent[0][0] == "image/jpeg"
    assert sent[0][1] < len(photo.getvalue()) / 2
    assert sent[2] == ["image/jpeg", 700_000]


def test_a_file_beyond_the_limit_is_named_at_once(site) -> None:
    page = site()
    page.goto("/ui/gallery/")
    page.set_input_files(
        "#id_photos",
        {"name": "录像.mp4", "mimeType": "video/mp4", "buffer": b"0" * 10_100_000},
    )
    expect(page.locator("[data-hl-chosen] li")).to_have_text(
        "录像.mp4（10.1 MB），超过 10 MB，请换小一些的"
    )


def test_a_number_is_copied_and_said(site) -> None:
    page = site()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/ui/gallery/")
    page.get_by_role("button", name="复制受理编号").click()
    expect(page.locator("#hl-live")).to_have_text("已复制。")
    assert page.evaluate("() => navigator.clipboard.readText()") == "CX-2026-000318"


def test_the_wall_reloads_itself_and_stays_when_the_line_breaks(site) -> None:
    page = site(width=1920, height=1080)
    page.clock.install()
    page.goto("/ui/gallery/wall/")
    with page.expect_navigation():
        page.clock.fast_forward("05:01")
    assert site.asked.count("GET /ui/gallery/wall/") == 2
    page.context.set_offline(True)
    page.clock.fast_forward("05:01")
    expect(page.locator("#hl-live")).to_contain_text("网络中断")
    assert page.locator("h1").is_visible()


def test_a_line_that_breaks_while_sending_loses_nothing(site) -> None:
    page = site()
    page.goto("/note/")
    page.get_by_label("情况说明").fill("积水")
    page.route("**/note/", lambda route: route.abort())
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#hl-live")).to_contain_text("连不上服务器")
    site.expect_complaint("console: htmx:")
    expect(page.get_by_label("情况说明")).to_have_value("积水")
    page.unroute("**/note/")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_have_text("已保存")


def test_a_message_does_not_stand_in_the_way_of_the_button(site) -> None:
    page = site(width=390, height=844, touch=True)
    page.goto("/note/")
    page.get_by_label("情况说明").fill("积水")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#hl-live")).to_contain_text("现在没有网络")
    page.context.set_offline(False)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_have_text("已保存")
