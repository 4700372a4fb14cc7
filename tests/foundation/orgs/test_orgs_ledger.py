"""The ledger of Party organisations: a tree in a table."""

from honglian.foundation.orgs.models import OrgClosure, PartyOrg, Post
from honglian.foundation.sheets import actions
from tests.foundation.sheets.bringing import counts, sentences
from tests.foundation.sheets.files import csv_bytes

HEADERS = ("党组织名称", "党组织编码", "组织类别", "上级党组织", "书记")
TOP = ("高新区党工委", "DZZ-1", "党工委", "", "")
MIDDLE = ("园区综合党委", "DZZ-2", "综合党委", "高新区党工委", "江承志")
LEAF = ("楚能党支部", "DZZ-3", "党支部", "DZZ-2", "王五")


def table(*rows, headers=HEADERS):
    return csv_bytes([headers, *rows])


def tree():
    return dict(PartyOrg.rows.values_list("code", "parent__code"))


def test_parents_may_stand_below_their_children_in_the_file(bring):
    outcome = bring(table(LEAF, MIDDLE, TOP), "orgs")
    assert counts(outcome) == (3, 0, 0, 0)
    assert tree() == {"DZZ-1": None, "DZZ-2": "DZZ-1", "DZZ-3": "DZZ-2"}
    depths = OrgClosure.objects.filter(descendant__code="DZZ-3").order_by("depth")
    assert list(depths.values_list("ancestor__code", flat=True)) == ["DZZ-3", "DZZ-2", "DZZ-1"]
    assert counts(bring(table(LEAF, MIDDLE, TOP), "orgs")) == (0, 0, 3, 0)


def test_a_cycle_is_named_in_order(bring):
    rows = [
        ("甲", "A", "党委", "丙", ""),
        ("乙", "B", "党总支", "甲", ""),
        ("丙", "C", "党支部", "乙", ""),
    ]
    outcome = bring(table(*rows), "orgs", good_rows=True)
    assert counts(outcome) == (0, 0, 0, 3)
    assert sentences(outcome)[0] == (
        "第 2 行 上级党组织：上下级成了圈：甲 → 丙 → 乙 → 甲，请改正其中一处"
    )


def test_a_cycle_with_what_is_stored_is_found(bring):
    bring(table(TOP, MIDDLE, LEAF), "orgs")
    outcome = bring(table(("高新区党工委", "DZZ-1", "党工委", "楚能党支部", "")), "orgs")
    assert "高新区党工委 → 楚能党支部 → 园区综合党委 → 高新区党工委" in sentences(outcome)[0]
    assert tree()["DZZ-1"] is None


def test_one_may_not_be_ones_own_parent(bring):
    outcome = bring(table(("甲", "A", "党委", "甲", "")), "orgs")
    assert "甲 → 甲" in sentences(outcome)[0]


def test_an_unknown_parent_is_named(bring):
    outcome = bring(table(LEAF), "orgs")
    assert "没有找到上级党组织“DZZ-2”" in sentences(outcome)[0]


def test_a_row_under_a_bad_row_stays_out_too(bring):
    bad = ("园区综合党委", "DZZ-2", "", "高新区党工委", "")
    outcome = bring(table(TOP, bad, LEAF), "orgs", good_rows=True)
    assert counts(outcome) == (1, 0, 0, 2)
    assert "上级党组织在第 3 行，那一行有错" in sentences(outcome)[1]


def test_without_codes_name_and_unit_tell_rows_apart_and_codes_are_given(bring):
    headers = ("党组织名称", "组织类别", "所在单位")
    rows = [("第一党支部", "党支部", "甲公司"), ("第一党支部", "党支部", "乙公司")]
    assert counts(bring(table(*rows, headers=headers), "orgs")) == (2, 0, 0, 0)
    assert sorted(tree()) == ["DZZ-XIANGYANG-0001", "DZZ-XIANGYANG-0002"]
    again = bring(table(*rows, ("第二党支部", "党支部", "丙公司"), headers=headers), "orgs")
    assert counts(again) == (1, 0, 2, 0)
    assert "DZZ-XIANGYANG-0003" in tree()


def test_equal_names_as_parents_ask_for_the_code(bring):
    rows = [("支部", "A", "党支部", "", ""), ("支部", "B", "党支部", "", "")]
    bring(table(*rows), "orgs")
    outcome = bring(table(("小组", "C", "党支部", "支部", "")), "orgs")
    assert "有 2 个党组织都叫“支部”，请改填党组织编码" in sentences(outcome)[0]


def test_another_secretary_ends_the_post_of_the_former(bring, machine):
    bring(table(TOP, MIDDLE), "orgs")
    changed = (*MIDDLE[:4], "许静宜")
    outcome = bring(table(changed), "orgs")
    assert counts(outcome) == (0, 1, 0, 0)
    assert outcome.preview["changed"][0]["fields"] == [["书记", "江承志", "许静宜"]]
    posts = Post.objects.filter(org__code="DZZ-2").order_by("pk")
    assert [(p.person_name, p.ends_on is None) for p in posts] == [
        ("江承志", False),
        ("许静宜", True),
    ]
    actions.undo(batch_id=outcome.batch.pk, by=machine)
    [post] = Post.objects.filter(org__code="DZZ-2")
    assert (post.person_name, post.ends_on) == ("江承志", None)


def test_a_blank_secretary_changes_nothing(bring):
    bring(table(TOP, MIDDLE), "orgs")
    assert counts(bring(table((*MIDDLE[:4], "")), "orgs")) == (0, 0, 1, 0)


def test_undo_removes_a_whole_new_tree(bring, machine):
    batch = bring(table(TOP, MIDDLE, LEAF), "orgs").batch
    undone = actions.undo(batch_id=batch.pk, by=machine)
    assert undone.kept == []
    assert PartyOrg.rows.count() == OrgClosure.objects.count() == Post.objects.count() == 0


def test_undo_keeps_the_parents_of_what_stays(bring, machine):
    first = bring(table(TOP, MIDDLE), "orgs").batch
    bring(table(LEAF), "orgs")
    undone = actions.undo(batch_id=first.pk, by=machine)
    assert sorted(tree()) == ["DZZ-1", "DZZ-2", "DZZ-3"]
    assert {name for name, _ in undone.kept} >= {"高新区党工委", "园区综合党委"}


def test_dates_must_be_in_order(bring):
    headers = (*HEADERS, "成立日期", "本届届满日期")
    outcome = bring(table((*TOP, "2020-05-01", "2019-05-01"), headers=headers), "orgs")
    assert "届满日期 2019-05-01 不晚于成立日期 2020-05-01" in sentences(outcome)[0]
