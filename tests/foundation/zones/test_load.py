"""A zone comes from a readable file, and loading it twice changes nothing."""

import tomllib

import pytest
from django.conf import settings

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.orgs.models import Department
from honglian.foundation.zones import actions, api
from honglian.foundation.zones.config import ZoneConfig
from honglian.foundation.zones.models import Chain, Zone, ZoneConfigVersion
from honglian.foundation.zones.toml import read_toml, write_toml
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

FILES = sorted(settings.ZONES_DIR.glob("*.toml"))
XIANNING = settings.ZONES_DIR / "xianning.toml"
pytestmark = pytest.mark.django_db


def load(path=XIANNING) -> Zone:
    return actions.load_zone(path=path, by=Actor.system(None))


def data() -> dict:
    return tomllib.loads(XIANNING.read_text(encoding="utf-8"))


def refused(changed: dict) -> str:
    with pytest.raises(Refusal) as caught:
        ZoneConfig.parse(changed)
    return caught.value.message


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_shipped_file_loads(path):
    zone = load(path)
    described = tomllib.loads(path.read_text(encoding="utf-8"))
    assert zone.code == described["code"] == path.stem
    assert Chain.objects.filter(zone=zone).count() == len(described["chains"])
    assert Department.rows.filter(zone=zone).count() == len(described["departments"])
    assert Department.rows.filter(zone=zone, is_fallback=True).count() == 1
    assert zone.settings.name == described["name"]


def test_both_zones_stand_side_by_side():
    zones = [load(path) for path in FILES]
    assert len({zone.pk for zone in zones}) == len(FILES) == 2
    assert zones[0].settings.cases != zones[1].settings.cases


def test_loading_twice_changes_nothing():
    zone = load()
    rows = list(Department.rows.values_list("pk", "name"))
    entries = AuditEntry.rows.count()
    again = load()
    assert (again.pk, again.version) == (zone.pk, 1)
    assert ZoneConfigVersion.objects.count() == 1
    assert AuditEntry.rows.count() == entries
    assert list(Department.rows.values_list("pk", "name")) == rows


def test_a_changed_file_is_the_next_version(tmp_path):
    zone = load()
    changed = data()
    changed["departments"][0]["name"] = "党群部"
    changed["chains"].append({"code": "nx", "name": "新链", "short_name": "新链"})
    path = tmp_path / "x.toml"
    path.write_text(write_toml(changed), encoding="utf-8")
    again = load(path)
    assert (again.pk, again.version) == (zone.pk, 2)
    assert Department.rows.get(zone=zone, code="party_office").name == "党群部"
    assert Chain.objects.filter(zone=zone, code="nx").exists()
    entry = AuditEntry.rows.order_by("-seq").first()
    assert entry.verb == "zones.configure"
    assert any(change == ["党群工作部（组织部）", "党群部"] for change in entry.changes.values())


def test_a_name_given_by_an_import_survives_an_unrelated_change():
    zone = load()
    Department.rows.filter(zone=zone, code="tax").update(name="税务局高新区分局")
    changed = zone.settings.dumped()
    changed["hotline"] = "0715-8888888"
    actions.save_config(zone=zone, data=changed, by=Actor.system(zone.pk))
    assert Department.rows.get(zone=zone, code="tax").name == "税务局高新区分局"


def test_the_cache_never_mixes_two_configurations():
    zone = load()
    assert zone.settings.hotline == ""
    changed = zone.settings.dumped() | {"hotline": "12345"}
    zone = actions.save_config(zone=zone, data=changed, by=Actor.system(zone.pk))
    assert zone.settings.hotline == "12345"
    assert api.config_of(zone.pk).hotline == "12345"


def test_settings_are_read_without_loading_the_text_again(django_assert_num_queries):
    zone = load()
    assert zone.settings
    with django_assert_num_queries(1):
        assert api.config_of(zone.pk).code == "xianning"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_is_exported_is_read_back_the_same(path):
    config = load(path).settings
    assert ZoneConfig.parse(read_toml(write_toml(config.dumped()).encode())) == config


def test_odd_texts_survive_the_export():
    odd = {"a": '引号" \\ 反斜杠\n换行\x7f', "b": [1, 2.5, True], "c": {"中 文": "x"}, "d": []}
    assert read_toml(write_toml(odd).encode()) == odd


def test_an_unknown_department_is_named():
    changed = data()
    changed["categories"][0]["lead"] = "nobody"
    assert "用工" in refused(changed)
    assert "nobody" in refused(changed)


def test_a_level_without_clock_is_named():
    changed = data()
    changed["categories"][0]["level"] = "L9"
    assert "L9" in refused(changed)


def test_a_bad_duration_is_named():
    changed = data()
    changed["cases"]["levels"][2]["finish"] = "一周"
    message = refused(changed)
    assert "主办办结" in message
    assert "一周" in message


def test_weights_must_add_up_to_one():
    changed = data()
    changed["rates"]["solve"] = 0.7
    assert "1.2" in refused(changed)


def test_exactly_one_department_is_the_fallback():
    changed = data()
    changed["departments"][0]["is_fallback"] = True
    assert "兜底" in refused(changed)


def test_a_code_may_not_appear_twice():
    changed = data()
    changed["departments"].append(dict(changed["departments"][0]))
    assert "party_office" in refused(changed)


def test_schema_errors_are_said_in_chinese():
    changed = data()
    del changed["city"]
    changed["departments"][1]["colour"] = "red"
    message = refused(changed)
    assert "城市：没有填写" in message
    assert "部门 第 2 项 colour：是不认识的项" in message
    assert "Field required" not in message


def test_hours_that_overlap_are_refused():
    changed = data()
    changed["work_hours"] = [["08:30", "12:00"], ["11:00", "17:30"]]
    assert "11:00" in refused(changed)


def test_an_unknown_kind_of_organisation_is_refused(tmp_path):
    changed = data()
    changed["tiers"][0]["types"] = ["guild"]
    path = tmp_path / "x.toml"
    path.write_text(write_toml(changed), encoding="utf-8")
    with pytest.raises(Refusal, match="guild"):
        load(path)
    assert not Zone.objects.exists()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'code = "x', "格式有误"),
        ('code = "高新"'.encode("gbk"), "UTF-8"),
        (b"", "没有填写"),
    ],
)
def test_an_unusable_file_is_explained(tmp_path, raw, words):
    path = tmp_path / "bad.toml"
    path.write_bytes(raw)
    with pytest.raises(Refusal, match=words):
        load(path)


def test_an_administrator_edits_the_own_zone_only():
    zone, other = (load(path) for path in FILES)
    by = Actor("管理员", "sysadmin", zone.pk, permissions=frozenset({"zones.edit"}))
    with pytest.raises(NotAllowed):
        actions.save_config(zone=other, data=other.settings.dumped(), by=by)
    with pytest.raises(NotAllowed):
        actions.load_zone(path=XIANNING, by=by)
    with pytest.raises(Refusal, match="代码"):
        actions.save_config(zone=zone, data=other.settings.dumped(), by=by)


def test_without_the_permission_nothing_is_written():
    zone = load()
    by = Actor("专干", "org_admin", zone.pk)
    with pytest.raises(NotAllowed):
        actions.save_config(zone=zone, data=zone.settings.dumped() | {"city": "别处"}, by=by)
    zone.refresh_from_db()
    assert zone.settings.city == "咸宁"


def test_a_real_database_never_becomes_a_demonstration():
    load()
    assert not api.is_demo()
    with pytest.raises(ValueError, match="正式数据"):
        api.mark_demo()
    assert not api.is_demo()


def test_an_empty_database_can_be_marked_as_a_demonstration():
    api.mark_demo()
    load()
    api.mark_demo()
    assert api.is_demo()


def test_rows_older_than_the_digest_never_share_a_configuration():
    zones = [load(path) for path in FILES]
    Zone.objects.update(digest="")
    found = [Zone.objects.get(pk=zone.pk).settings.code for zone in zones]
    assert found == [zone.code for zone in zones]
