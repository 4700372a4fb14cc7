"""What was typed and photographed stays through errors and through a sign-in that ran out."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from honglian.domains.cases.models import Case
from honglian.foundation.files.models import Attachment

from .conftest import sign_in


def photo() -> dict:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "JPEG")
    return {"name": "车间.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@pytest.mark.browser
def test_text_and_photo_survive_an_error_and_an_expired_sign_in(open_page, people):
    page = sign_in(open_page(width=390, height=844, touch=True), "firm")
    page.goto("/cases/new/")
    page.get_by_label("发生了什么").fill("污水管堵了，车间积水。")
    page.set_input_files("#id_photos", photo())
    page.get_by_text("再说细一点").click()
    page.get_by_label("联系电话").fill("12")
    send = page.locator("main form button[type=submit]")
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("11 位")
    page.get_by_label("联系电话").fill("13800138000")
    page.context.clear_cookies(name="sessionid")
    send.click()
    expect(page.get_by_text("登录已过期，还没有提交")).to_be_visible()
    open_page.complaints[:] = [one for one in open_page.complaints if "401" not in one]
    sign_in(page.context.new_page(), "firm")
    send.click()
    page.wait_for_url(re.compile(r"/cases/SQ\d+"))
    case = Case.rows.get()
    assert case.text == "污水管堵了，车间积水。"
    assert Attachment.objects.filter(name="车间.jpg").count() == 1
    assert page.evaluate("() => localStorage.getItem('hl-draft:whistle')") is None
