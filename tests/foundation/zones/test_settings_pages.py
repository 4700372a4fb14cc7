"""The settings of a zone are edited by forms; each saved section is a version with a way back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.orgs.models import Department
from honglian.foundation.zones.differences import differences
from honglian.foundation.zones.forms import SectionForm
from honglian.foundation.zones.models import ZoneConfigVersion
from honglian.foundation.zones.toml import write_toml


@pytest.fixture
def admin(cast, signed):
    return signed(cast("sysadmin"))


def entered(form: SectionForm) -> dict:
    """What a browser would send for a form that nobody changed."""
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, ""):
            data[bound.html_name] = value if isinstance(value, list) else str(value)
    return data


def change(client, name, *args, **fields):
    """Open a section, change some fields, send it."""
    address = reverse(f"zones:{name}", args=args)
    form = client.get(address).context["form"]
    return client.post(
        address, {k: v for k, v in (entered(form) | fields).items() if v is not None}
    )


def config(zone):
    zone.refresh_from_db()
    return zone.settings


@pytest.mark.parametrize(
    ("section", "args"),
    [
        ("words", ()),
        ("tiers", ()),
        ("chains", ()),
        ("refusals", ()),
        ("hours", ()),
        ("limits", ()),
        ("rates", ()),
        ("category", ("labor",)),
    ],
)
def test_a_section_sent_back_unchanged_changes_nothing(admin, zone, section, args):
    before = config(zone)
    assert change(admin, section, *args).status_code == 302
    assert config(zone) == before
    assert zone.version == 1


def test_words(admin, zone):
    change(admin, "words", hotline="0715-8210000", term_whistle="企业吹哨一键通", note="主任会")
    found = config(zone)
    assert (found.hotline, found.term("whistle", "")) == ("0715-8210000", "企业吹哨一键通")
    row = ZoneConfigVersion.objects.get(zone=zone, version=2)
    assert row.note == "主任会"
    entry = AuditEntry.rows.filter(verb="zones.configure").order_by("-seq").first()
    assert entry.changes["服务热线"] == ["（无）", "0715-8210000"]


def test_a_tier_is_added_and_taken_away(admin, zone):
    change(admin, "tiers", name_4="党小组", types_4=["branch"])
    assert [t.name for t in config(zone).tiers][-1] == "党小组"
    change(admin, "tiers", name_4=None, types_4=None)
    assert len(config(zone).tiers) == 4
    answer = change(admin, "tiers", name_4="党小组")
    assert "至少选一类" in answer.content.decode()


def test_a_chain_is_renamed_and_one_is_added(admin, zone):
    change(admin, "chains", nm_name="新材料与化工", nm_aliases="新材料，化工、NM")
    assert zone.chains.get(code="nm").name == "新材料与化工"
    assert config(zone).chains[2].aliases == ("新材料", "化工", "NM")
    half = change(admin, "chains", _new_code="ev")
    assert "要填代码、全称和简称" in half.content.decode()
    taken = change(admin, "chains", _new_code="nm", _new_name="x", _new_short_name="x")
    assert "已经有了" in taken.content.decode()
    change(admin, "chains", _new_code="ev", _new_name="新能源汽车", _new_short_name="汽车")
    assert [c.code for c in zone.chains.all()] == ["fb", "im", "nm", "ev"]


def test_what_is_told_when_nothing_can_be_accepted(admin, zone):
    change(admin, "refusals", text_secret="涉密事项：\r\n请走保密渠道")
    assert config(zone).not_accepted["secret"] == "涉密事项： 请走保密渠道"


def test_hours(admin, zone):
    change(admin, "hours", begin_0="09:00")
    assert config(zone).work_hours[0][0].hour == 9
    overlap = change(admin, "hours", begin_1="11:00")
    assert "重叠" in overlap.content.decode()
    half = change(admin, "hours", begin_2="19:00")
    assert "要么都填" in half.content.decode()
    assert zone.version == 2


def test_limits(admin, zone):
    change(admin, "limits", L3_finish="5 工作日", accept="15分钟", auto_dispatch="on")
    found = config(zone)
    assert found.level("L3").finish == "5 工作日"
    assert (found.cases.accept, found.cases.auto_dispatch) == ("15分钟", True)


@pytest.mark.parametrize("text", ["一周", "0 天", "五天", "5", "5 工作周"])
def test_a_limit_nobody_understands_is_refused_beside_its_field(admin, zone, text):
    answer = change(admin, "limits", L3_finish=text)
    assert answer.status_code == 200
    assert "L3_finish" in answer.context["form"].errors
    assert "2 工作日" in answer.content.decode()
    assert config(zone).level("L3").finish == "7 天"


def test_rates(admin, zone):
    answer = change(admin, "rates", solve="0.6")
    assert "之和应为 1，现在是 1.1" in answer.content.decode()
    change(admin, "rates", solve="0.6", response="0.0")
    assert config(zone).rates.solve == 0.6


def test_a_category_is_changed(admin, zone):
    change(admin, "category", "labor", lead="econ", co=["hr"], level="L2", examples="缺人\n招工难")
    found = config(zone).category("labor")
    assert (found.lead, found.co, found.level) == ("econ", ("hr",), "L2")
    assert found.examples == ("缺人", "招工难")


def test_a_category_is_added_and_taken_out(admin, zone):
    data = {"code": "gov_buy", "name": "政府采购", "lead": "finance", "level": "L3", "examples": ""}
    assert admin.post(reverse("zones:new_category"), data).status_code == 302
    assert config(zone).category("gov_buy").lead == "finance"
    again = admin.post(reverse("zones:new_category"), data)
    assert "已经有了" in again.content.decode()
    admin.post(reverse("zones:drop_category", args=["gov_buy"]))
    assert config(zone).category("gov_buy") is None


def test_the_lead_does_not_help_itself(admin, zone):
    answer = change(admin, "category", "labor", lead="econ", co=["econ"])
    assert "不用再选进协办" in answer.content.decode()
    assert config(zone).category("labor").lead == "hr"


def test_a_department_that_only_an_import_knew_can_lead(admin, zone):
    Department.rows.create(zone=zone, code="smart_city", name="智慧城市中心")
    change(admin, "category", "labor", lead="smart_city", co=None)
    found = config(zone)
    assert found.category("labor").lead == "smart_city"
    assert "smart_city" in {d.code for d in found.departments}


def test_an_unknown_category_is_404(admin, zone):
    assert zone.pk
    assert admin.get(reverse("zones:category", args=["nothing"])).status_code == 404


def test_history_shows_differences_and_leads_back(admin, zone):
    change(admin, "rates", solve="0.6", response="0.0", note="年度调整")
    page = admin.get(reverse("zones:history")).content.decode()
    assert "年度调整" in page
    page = admin.get(reverse("zones:version", args=[2])).content.decode()
    for words in ("三率权重 › 解决率", "0.5", "0.6"):
        assert words in page
    admin.post(reverse("zones:restore", args=[1]))
    assert config(zone).rates.solve == 0.5
    assert zone.version == 3
    assert admin.get(reverse("zones:version", args=[9])).status_code == 404


def exported(client) -> bytes:
    answer = client.post(reverse("zones:export"))
    assert answer["Content-Disposition"] == 'attachment; filename="xianning-v1.toml"'
    return answer.content


def test_the_exported_file_is_read_back_without_a_change(admin, zone):
    text = exported(admin)
    assert AuditEntry.rows.filter(verb="zones.export").exists()
    file = SimpleUploadedFile("x.toml", text)
    page = admin.post(reverse("zones:import"), {"file": file}).content.decode()
    assert "没有改动" in page
    assert config(zone).code == "xianning"


def test_an_import_is_shown_first_and_then_carried_out(admin, zone):
    text = exported(admin).decode().replace('hotline = ""', 'hotline = "12345"')
    address = reverse("zones:import")
    page = admin.post(address, {"file": SimpleUploadedFile("x.toml", text.encode())})
    assert "服务热线" in page.content.decode()
    assert config(zone).hotline == ""
    admin.post(address, {"text": page.context["text"]})
    assert config(zone).hotline == "12345"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"code = ", "格式有误"),
        ("code = '高新'".encode("gbk"), "UTF-8"),
        (b"x = 1\n" * 100_000, "512 KB"),
    ],
)
def test_a_bad_file_is_explained(admin, zone, content, words):
    file = SimpleUploadedFile("x.toml", content)
    page = admin.post(reverse("zones:import"), {"file": file}).content.decode()
    assert words in page
    assert config(zone).code == "xianning"


def test_another_zones_file_is_refused(admin, zone, other_zone):
    text = write_toml(other_zone.settings.dumped())
    file = SimpleUploadedFile("x.toml", text.encode())
    page = admin.post(reverse("zones:import"), {"file": file}).content.decode()
    assert "不能导入到 咸宁" in page
    assert config(zone).code == "xianning"


def test_differences_follow_items_by_their_code():
    before = {"departments": [{"code": "a", "name": "甲"}, {"code": "b", "name": "乙"}]}
    after = {"departments": [{"code": "b", "name": "乙二"}, {"code": "c", "name": "丙"}]}
    found = [(d.place, d.before, d.after) for d in differences(before, after)]
    assert found == [
        ("部门 › 甲", "甲", "（无）"),
        ("部门 › 乙二 › 名称", "乙", "乙二"),
        ("部门 › 丙", "（无）", "丙"),
    ]
