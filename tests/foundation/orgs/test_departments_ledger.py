"""The ledger of departments and their accounts."""

import pytest

from honglian.foundation.access.models import Grant
from honglian.foundation.accounts.models import User
from honglian.foundation.orgs.models import Department
from honglian.foundation.sheets import actions
from honglian.kit.errors import NotAllowed
from tests.foundation.places import make_actor, make_grant, make_user, make_zone
from tests.foundation.sheets.bringing import counts, sentences
from tests.foundation.sheets.files import csv_bytes

HEADERS = ("部门代码", "部门名称", "负责人", "账号", "姓名", "手机", "角色")
ROW = ("test_dept", "测试局", "赵一", "test-zhang", "张三", "13812345678", "承办人")


def table(*rows, headers=HEADERS):
    return csv_bytes([headers, *rows])


def test_a_department_with_its_account_and_grant(bring):
    assert counts(bring(table(ROW), "departments")) == (1, 0, 0, 0)
    department = Department.rows.get(code="test_dept")
    user = User.objects.get(username="test-zhang")
    assert (department.name, department.leader) == ("测试局", "赵一")
    assert (user.name, user.mobile, user.must_change_password) == ("张三", "13812345678", True)
    assert not user.has_usable_password()
    grant = Grant.rows.get(user=user)
    assert (grant.role, grant.scope_kind, grant.scope_id) == (
        "dept_worker",
        "department",
        department.pk,
    )
    assert counts(bring(table(ROW), "departments")) == (0, 0, 1, 0)


def test_several_accounts_are_several_rows(bring):
    second = ("test_dept", "测试局", "", "test-li", "李四", "", "")
    assert counts(bring(table(ROW, second), "departments")) == (2, 0, 0, 0)
    assert Department.rows.filter(code="test_dept").count() == 1
    assert Grant.rows.count() == 2


def test_rows_of_one_department_must_agree(bring):
    second = ("test_dept", "别的局", "", "test-li", "李四", "", "")
    outcome = bring(table(ROW, second), "departments")
    assert "与第 2 行同一部门的“测试局”不一致" in sentences(outcome)[0]


def test_other_roles_are_not_granted_here(bring):
    outcome = bring(table((*ROW[:6], "系统管理员")), "departments")
    assert "其他角色由安全管理员在“授权”里办理" in sentences(outcome)[0]
    assert User.objects.count() == Grant.rows.count() == 0


def test_an_officer_gets_no_second_role(bring, zone):
    make_grant(zone, make_user(zone, "test-zhang"), "secadmin", "none")
    outcome = bring(table(ROW), "departments")
    assert "三员账号，不能兼任" in sentences(outcome)[0]


def test_accounts_of_another_zone_are_not_taken(bring):
    make_user(make_zone("xianning"), "test-zhang")
    outcome = bring(table(ROW), "departments")
    assert "别的高新区已经有人用了" in sentences(outcome)[0]


def test_changes_reach_department_and_account(bring, machine):
    bring(table(ROW), "departments")
    changed = ("test_dept", "测试局", "钱二", "test-zhang", "张叁", "13900000000", "")
    outcome = bring(table(changed), "departments")
    assert counts(outcome) == (0, 1, 0, 0)
    user = User.objects.get(username="test-zhang")
    assert (user.name, user.mobile) == ("张叁", "13900000000")
    assert Department.rows.get(code="test_dept").leader == "钱二"
    actions.undo(batch_id=outcome.batch.pk, by=machine)
    user.refresh_from_db()
    assert (user.name, user.mobile) == ("张三", "13812345678")


def test_undo_removes_accounts_nobody_has_used(bring, machine):
    batch = bring(table(ROW), "departments").batch
    undone = actions.undo(batch_id=batch.pk, by=machine)
    assert undone.kept == []
    assert not User.objects.filter(username="test-zhang").exists()
    assert not Department.rows.filter(code="test_dept").exists()


def test_undo_keeps_an_account_with_a_password(bring, machine):
    batch = bring(table(ROW), "departments").batch
    user = User.objects.get(username="test-zhang")
    user.set_password("Worker-2026")
    user.save()
    undone = actions.undo(batch_id=batch.pk, by=machine)
    assert ("张三", "导入后又有改动") in undone.kept


def test_the_security_administrator_may_import_without_business_scope(bring, zone):
    by = make_actor(zone, "secadmin", "none")
    assert counts(bring(table(ROW), "departments", by=by)) == (1, 0, 0, 0)


def test_who_hands_out_passwords_does_not_grant_by_an_import(bring, zone):
    with pytest.raises(NotAllowed):
        bring(table(ROW), "departments", by=make_actor(zone, "sysadmin", "none"))
    assert not User.objects.filter(username="test-zhang").exists()
