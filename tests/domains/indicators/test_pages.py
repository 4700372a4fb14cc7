"""The library, a figure's page, its records, and composing without code, as people use them."""

import json
import re
from datetime import date

from django.contrib.auth import SESSION_KEY
from django.test import Client

from honglian.cli import main
from honglian.domains.cases.models import Case
from honglian.domains.indicators import actions
from honglian.domains.indicators.models import Indicator, IndicatorVersion
from honglian.foundation.accounts.models import User

COMPOSED = {
    "code": "ZD-09", "name": "满意并解决", "unit": "%", "confidentiality": "internal", "decimals": "1",
    "measure": "share", "period": "year_to_date", "date": "created", "compare": "year", "show": "value",
    "base_0_column": "satisfaction", "base_0_op": "filled",
    "where_0_column": "satisfaction", "where_0_op": "in", "where_0_value": "满意",
    "where_1_column": "solved", "where_1_op": "yes",
}  # fmt: skip


def sign_in(actor) -> Client:
    client = Client()
    user = User.objects.get(pk=actor.user_id)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert client.session[SESSION_KEY]
    return client


def pk(place, code: str) -> int:
    return Indicator.rows.get(zone=place.zone, code=code).pk


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_library_shows_every_figure_with_what_it_rests_on(place):
    page = text(sign_in(place.actor("leader")).get("/indicators/"))
    assert "XN-P02" in page
    assert "<strong>3 家</strong>" in page
    assert "“招商”还没有建" in page
    found = text(sign_in(place.actor("stat_user")).get("/indicators/?q=重大隐患"))
    assert "XN-S02" in found
    assert "XN-P02" not in found


def test_a_count_opens_to_as_many_records_each_with_its_page(place):
    client = sign_in(place.actor("leader"))
    number = pk(place, "XN-P07")
    page = client.get(f"/indicators/{number}/records/")
    assert page.context["total"] == page.context["figure"].value == 3
    lines = page.context["lines"]
    assert len(lines) == 3
    assert all(client.get(line.url).status_code == 200 for line in lines)
    other = client.get(f"/indicators/{number}/records/?set=excluded").context["total"]
    assert other == 0
    assert client.get(f"/indicators/{number}/records/?set=nonsense").status_code == 404


def test_a_grid_lead_reads_the_figures_of_the_own_chain_alone(place):
    chain = place.zone.chains.first()
    lead = place.actor("grid_leader", "chain", chain.pk)
    page = sign_in(lead).get("/indicators/")
    assert "本产业链" in text(page)
    found = {f.code: f for _, rows in page.context["groups"] for f in rows}
    mine = [o for o in place.orgs if o.chain_id == chain.pk and o.unit_name]
    assert found["XN-P02"].value == len(mine)
    actions.enter(indicator_id=pk(place, "XN-E02"), day=date(2026, 5, 31), value=10, source="局",
                  by=place.actor("stat_user"))  # fmt: skip
    found = sign_in(lead).get(f"/indicators/{pk(place, 'XN-E02')}/").context["figure"]
    assert (found.value, found.why) == (None, "这是全区数，不在您的范围内")


def test_who_may_not_open_single_records_sees_the_total(place):
    page = sign_in(place.actor("stat_user")).get(f"/indicators/{pk(place, 'XN-P03')}/records/")
    assert page.context["total"] == 11
    assert page.context["lines"] == []
    assert "只看汇总数" in text(page)


def test_a_figure_is_composed_previewed_and_saved_without_code(place):
    by = place.actor("stat_user")
    client = sign_in(by)
    assert "企业诉求" in text(client.get("/indicators/new/"))
    shown = client.post("/indicators/preview/cases.case/", COMPOSED, headers={"HX-Request": "true"})
    rated = [c for c in place.cases if c.satisfaction and c.created_at.year == 2026]
    assert shown.context["figure"].value == 100
    assert shown.context["total"] == len(rated) > 0
    assert "<html" not in text(shown)
    wrong = client.post("/indicators/new/cases.case/", COMPOSED | {"where_0_value": "很好"})
    assert wrong.status_code == 422
    assert "“满意度”没有“很好”，可以写：满意、基本满意、不满意" in text(wrong)
    saved = client.post("/indicators/new/cases.case/", COMPOSED)
    version = IndicatorVersion.rows.get(indicator__code="ZD-09")
    assert saved["Location"] == f"/indicators/versions/{version.pk}/"
    again = client.get(f"/indicators/versions/{version.pk}/edit/")
    assert again.context["how"].initial["where_0_value"] == "满意"
    page = text(client.get(saved["Location"]))
    assert "计入条件" in page
    assert "满意度是满意；并且企业确认解决为“是”" in page


def test_steps_of_a_definition_by_its_buttons(place):
    statistician, checker = sign_in(place.actor("stat_user")), sign_in(place.actor("org_admin"))
    statistician.post("/indicators/new/cases.case/", COMPOSED)
    version = IndicatorVersion.rows.get(indicator__code="ZD-09")
    for client, verb in ((statistician, "submit"), (checker, "check"), (statistician, "publish")):
        assert (
            "提交核对" in text(statistician.get(f"/indicators/versions/{version.pk}/"))
            or verb != "submit"
        )
        assert client.post(f"/indicators/versions/{version.pk}/{verb}/").status_code == 302
    version.refresh_from_db()
    assert version.state == "published"
    assert sign_in(place.actor("leader")).get("/indicators/new/").status_code == 403


def test_the_command_prints_every_figure_from_records(place, capsys):
    assert main(["figures", "--zone", "xianning", "--json"]) == 0
    found = {f["code"]: f for f in json.loads(capsys.readouterr().out)["figures"]}
    assert len(found) == 40
    assert found["XN-P07"]["value"] == "3"
    Case.rows.filter(pk=place.cases[0].pk).delete()
    place.pledges[0].delete()
    assert main(["figures", "--zone", "xianning", "--json"]) == 0
    after = {f["code"]: f for f in json.loads(capsys.readouterr().out)["figures"]}
    assert {c for c in after if after[c] != found[c]} == {"XN-P06", "XN-P07"}
    assert main(["figures", "--zone", "xianning", "--as-of", "2026-10-01"]) == 0
    shown = capsys.readouterr().out
    assert "XN-Z04  新签约引进项目  未建" in shown
    assert "共 40 项" in shown
