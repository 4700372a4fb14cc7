"""Pages of organisations: the tree of a day, what is due, and the forms that name the article."""

from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from PIL import Image

from honglian.domains.members.models import OrgTerm
from honglian.domains.members.organising.drawing import Box, svg, text_width
from honglian.domains.members.organising.turns import TURNS
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.orgs.api import PartyOrg, Post
from tests.domains.members.test_as_of import JUNE, reorganise
from tests.domains.members.test_organising import ask_for, temporary

TREE = "/orgs/tree/"


def text_of(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def sheet_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_tree_of_march_stays_after_june(party):
    browser = party.browser("admin")
    before = text_of(browser, f"{TREE}?on=2026-03-15")
    reorganise(party, JUNE)
    after = text_of(browser, f"{TREE}?on=2026-03-15")
    tree = slice(before.index('class="org-tree"'), before.index("</section>"))
    assert before[tree] == after[slice(after.index('class="org-tree"'), after.index("</section>"))]
    assert "东片党总支" not in after
    today = text_of(browser, TREE)
    assert "西山食品集团党支部" in today
    assert "2026-03-15 的组织" in after


def test_posts_come_back_with_their_day(party):
    Post.objects.filter(org=party.branch).update(ends_on=date(2026, 5, 1))
    Post.objects.create(
        org=party.branch, kind="secretary", person_name="新书记", starts_on=date(2026, 5, 1)
    )
    browser = party.browser("admin")
    assert "书记 secretary同志" in text_of(browser, f"{TREE}?on=2026-04-30")
    assert "书记 新书记" in text_of(browser, f"{TREE}?on=2026-05-01")
    page = text_of(browser, f"/orgs/{party.branch.pk}/?on=2026-04-30")
    assert "secretary同志" in page
    assert "新书记" not in page
    assert "免去" not in page


@pytest.mark.parametrize("typed", ["三月", "2026-13-01", "2099-01-01"])
def test_what_is_no_day_is_said_and_today_is_shown(party, typed):
    text = text_of(party.browser("admin"), f"{TREE}?on={typed}")
    assert "现在显示今天的情况" in text
    assert "东风机电党支部" in text


def test_the_search_keeps_the_way_down_and_finds_pinyin(party):
    browser = party.browser("admin")
    for typed in ("东风", "dfjd", "secretary同志", "D2"):
        text = text_of(browser, f"{TREE}?q={typed}")
        assert "东风机电党支部" in text, typed
        assert "高新区企业党委" in text
        assert "西山食品党支部" not in text, typed
    assert "没有找到" in text_of(browser, f"{TREE}?q=造船")


def test_the_same_organisation_stands_in_several_structures(party):
    chain = party.zone.chains.all()[0]
    PartyOrg.rows.filter(pk=party.branch.pk).update(chain=chain)
    PartyOrg.rows.get(pk=party.branch.pk).save()
    party.branch.ties.create(kind="park", name="横沟片区")
    browser = party.browser("admin")
    assert chain.name in text_of(browser, f"{TREE}?by=chain")
    park = text_of(browser, f"{TREE}?by=park")
    assert park.index("横沟片区") < park.index("东风机电党支部") < park.index("没有登记")


def test_the_roster_and_the_picture_are_of_their_day(party):
    reorganise(party, JUNE)
    browser = party.browser("admin")
    rows = sheet_of(browser.post("/orgs/tree/export/", {"on": "2026-03-15", "file": "xlsx"}))
    found = {r["党组织名称"]: (r["层级"], r["正式党员"], r["书记"]) for r in rows}
    assert found["东风机电党支部"] == (2, 9, "secretary同志")
    assert found["西山食品党支部"][:2] == (2, 0)
    answer = browser.post("/orgs/tree/export/", {"on": "2026-11-25", "file": "svg"})
    drawn = ElementTree.fromstring(answer.content)
    words = "".join(drawn.itertext())
    assert "西山食品集团党支部" in words
    assert "截至 2026-11-25" in words
    answer = browser.post("/orgs/tree/export/", {"on": "2026-11-25", "file": "png"})
    shown = Image.open(BytesIO(answer.content)).convert("L")
    wide, high = float(drawn.get("width")), float(drawn.get("height"))
    assert shown.width / shown.height == pytest.approx(wide / high, rel=0.01)
    title = shown.crop((0, 0, shown.width, shown.height * 60 // int(high)))
    assert sum(title.histogram()[:100]) > 500, "the title is written, not boxes or blanks"
    verbs = set(AuditEntry.rows.values_list("verb", flat=True))
    assert {"orgs.roster", "orgs.picture"} <= verbs
    assert party.browser("secretary").post("/orgs/tree/export/", {}).status_code == 403


def test_the_picture_gives_every_box_its_row_and_escapes_names():
    drawn = svg("甲<乙>", "说明", [Box("上&级", children=(Box("一", "书记 甲"), Box("二")))])
    tree = ElementTree.fromstring(drawn)
    boxes = tree.findall(".//{http://www.w3.org/2000/svg}rect")[1:]
    tops = [int(b.get("y")) for b in boxes]
    assert len(boxes) == 3
    assert tops == sorted(set(tops))
    assert "上&级" in "".join(tree.itertext())
    assert text_width("党a") == 14 + 8


def test_who_sees_no_members_sees_no_numbers(party):
    party.add("stat", "stat_user")
    browser = party.browser("stat")
    text = text_of(browser, TREE)
    assert "党员 10" not in text
    assert "正式" not in text
    assert browser.get("/orgs/checkup/").status_code == 403
    answer = browser.post("/orgs/tree/export/", {"file": "svg"})
    assert answer.status_code == 403


def test_a_set_up_below_the_threshold_is_refused_beside_its_field(party):
    browser = party.browser("staff")
    form = {
        "parent": party.committee.pk, "type_code": "branch", "name": "新桥电子党支部",
        "applied_on": "2026-11-02", "formal": 2, "units": "新桥电子公司", "reason": "企业党员增加",
    }  # fmt: skip
    answer = browser.post("/orgs/new/", form)
    assert answer.status_code == 422
    assert "ORG-022" in answer.content.decode()
    answer = browser.post("/orgs/new/", form | {"formal": 3})
    assert answer.status_code == 302
    assert "批复同意" in text_of(browser, answer.url)
    assert "新桥电子党支部" in text_of(browser, "/orgs/set-ups/")


def test_an_election_is_entered_by_its_form(party):
    PartyOrg.rows.filter(pk=party.branch.pk).update(term_ends_on=date(2026, 12, 20))
    browser, base = party.browser("staff"), f"/orgs/{party.branch.pk}"
    assert browser.post(f"{base}/reelect/", {"on": "2026-11-02"}).status_code == 302
    form = {
        "on": "2026-11-20", "number": 4, "expected": 9, "present": 6, "seats": 3, "candidates": 4,
        "fewest_votes": 6, "secretary": "党员01", "committee": "党员02 组织委员\n党员03 宣传委员",
    }  # fmt: skip
    answer = browser.post(f"{base}/elect/", form)
    assert answer.status_code == 422
    assert "五分之四" in answer.content.decode()
    excused = {"excused": ["ill", "moved"], "excused_counts": "1"}
    assert "逐项填人数" in browser.post(f"{base}/elect/", form | excused).content.decode()
    excused |= {"excused_counts": "1、1", "excused_agreed": "on"}
    assert browser.post(f"{base}/elect/", form | excused).status_code == 302
    term = OrgTerm.rows.get(org=party.branch, number=4)
    assert (term.expected, term.excused) == (7, {"ill": 1, "moved": 1})
    page = text_of(browser, f"{base}/")
    assert "第 4 届" in page
    assert "组织委员" in page


def test_every_verb_has_a_form_or_says_why_not(party):
    org = ask_for(party)
    task = temporary(party)
    browser = party.browser("admin")
    for verb in TURNS:
        for pk in (party.branch.pk, org.pk, task.pk):
            answer = browser.get(f"/orgs/{pk}/{verb}/")
            assert answer.status_code in (200, 422), (verb, pk)
            if answer.status_code == 422:
                assert "不能“" in answer.content.decode(), (verb, pk)


def test_a_circle_is_refused_beside_the_superior(party):
    below = PartyOrg.rows.create(
        zone=party.zone, code="D8", name="下级党总支", type="general_branch",
        parent=party.committee,
    )  # fmt: skip
    form = {"on": "2026-11-20", "name": "高新区企业党委", "parent": below.pk, "paper_no": "1号"}
    answer = party.browser("admin").post(f"/orgs/{party.committee.pk}/change/", form)
    assert answer.status_code == 422
    assert "高新区企业党委 → 下级党总支 → 高新区企业党委" in answer.content.decode()


def test_strangers_get_404_and_those_who_may_not_get_403(party):
    assert party.browser("neighbour").get(f"/orgs/{party.branch.pk}/").status_code == 404
    assert party.browser("neighbour").get(f"/orgs/{party.branch.pk}/change/").status_code == 403
    assert party.browser("leader").get("/orgs/new/").status_code == 403
    other = party.add("lower", "committee_staff", "org", party.other.pk)
    assert other
    assert party.browser("lower").get(f"/orgs/{party.branch.pk}/change/").status_code == 404


def test_the_work_lists_say_what_is_due(party):
    PartyOrg.rows.filter(pk=party.branch.pk).update(term_ends_on=date(2026, 12, 10))
    browser = party.browser("admin")
    assert "30 天内" in text_of(browser, "/orgs/terms/?level=close")
    assert "东风机电党支部" not in text_of(browser, "/orgs/terms/?level=over")
    checked = text_of(browser, "/orgs/checkup/")
    assert "ORG-006" in checked
    assert "西山食品党支部没有登记在任的书记" in checked
    rows = sheet_of(browser.post("/orgs/checkup/?rule=ORG-024"))
    assert {r["规则"] for r in rows} == {"ORG-024"}
    org = temporary(party)
    assert org.name in text_of(browser, "/orgs/temporary/")
    assert "江承志" in text_of(browser, "/orgs/posts/?now=1")
    assert "江承志" not in text_of(browser, "/orgs/posts/?several=1")


def test_the_figure_of_a_past_day_opens_its_members(party):
    browser = party.browser("admin")
    reorganise(party, JUNE)
    march = text_of(browser, "/orgs/tree/people/?on=2026-03-15")
    assert "共 10 名党员" in march
    assert "西山食品" not in march
    rows = sheet_of(browser.post("/orgs/tree/people/?on=2026-06-10", {"export": "xlsx"}))
    places = {r["姓名"]: r["当时所在党支部"] for r in rows}
    assert len(rows) == 9
    assert places["党员01"] == "西山食品集团党支部"
    assert "共 1 名党员" in text_of(browser, "/orgs/tree/people/?on=2026-03-15&full=0")


def test_what_the_superior_decides_is_not_offered_to_the_organisation_itself(party):
    own = text_of(party.browser("staff"), f"/orgs/{party.committee.pk}/")
    below = text_of(party.browser("staff"), f"/orgs/{party.branch.pk}/")
    assert "启动换届" in own
    assert "启动调整" not in own
    assert "启动调整" in below
