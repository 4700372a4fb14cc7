"""Another hotline's file: numbers kept, brought in twice without doubles, bad rows named; a photo cut in the middle."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from honglian.domains.cases.models import Case
from honglian.foundation.sheets.api import import_file
from honglian.foundation.workflow.models import WorkItem
from honglian.kit.actor import Actor
from tests.domains.cases.test_pages import browser
from tests.foundation.sheets.bringing import counts, sentences

HEAD = "工单编号,来源,企业名称,诉求内容,诉求类别,联系人,联系电话\n"
ROWS = (
    "A-1,12345,咸宁清泉食品有限公司,退税两个月没到账,税务,赵,13800138000\n"
    "A-2,12345,某小店,门口路面塌陷,,钱,\n"
    "A-1,市长信箱,,路灯不亮,,,\n"
)


def bring(cast, text, **more):
    by = Actor.system(cast.zone.pk, channel="cli")
    return import_file(by=by, ledger_code="hotline", source=text.encode(), name="热线.csv", **more)


def test_a_file_is_reported_once_however_often_it_comes(cast):
    assert counts(bring(cast, HEAD + ROWS)) == (3, 0, 0, 0)
    assert counts(bring(cast, HEAD + ROWS.replace("两个月", "三个月"))) == (0, 0, 3, 0)
    assert Case.rows.count() == 3
    case = Case.rows.get(source="12345", outside_number="A-1")
    assert (case.enterprise, case.category, case.channel) == (cast.enterprise, "tax", "hotline")
    assert case.due_at is not None
    assert WorkItem.rows.get(pk=case.item_id).holder_role == "dispatcher"
    assert case.text == "退税两个月没到账"  # what is being worked on is not rewritten


def test_bad_rows_are_named_and_nothing_is_written(cast):
    bad = HEAD + "A-1,12345,,停电,没有这类,,\n,12345,,停水,,,\n"
    outcome = bring(cast, bad)
    assert Case.rows.count() == 0
    said = "".join(sentences(outcome))
    assert "没有找到诉求类别“没有这类”" in said
    assert "外部编号" in said


def jpeg() -> bytes:
    whole = BytesIO()
    Image.effect_noise((400, 400), 90).convert("RGB").save(whole, "JPEG")
    return whole.getvalue()


def refused(answer) -> None:
    """The words stay in the form, the reason stands there, nothing was stored."""
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "停电两小时，写了很久" in page
    assert "hl-errors" in page
    assert Case.rows.count() == 0


def test_a_photo_cut_in_the_middle_is_refused_and_the_words_stay(cast):
    cut = SimpleUploadedFile("现场.jpg", jpeg()[:9000], content_type="image/jpeg")
    sent = {"text": "停电两小时，写了很久", "photos": cut}
    refused(browser(cast.boss).post(reverse("cases:new"), sent))
