"""Definitions: composed by one, checked by another, used from a day on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.algo.figures.change import QUALIFIERS
from honglian.analytics.api import Formula, checked, known
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from ..models import Indicator, IndicatorVersion
from ..reference import Reference, of_zone
from ..states import VERSION

EDIT, CHECK = "indicators.edit", "indicators.check"
ITEM = "indicators.indicatorversion"
CHECKERS = "org_admin"  # whose desk a submitted definition lies on
ABOUT = ("name", "unit", "group", "source", "confidentiality", "owner_id", "aliases")
HOW = (
    "decimals",
    "qualifier",
    "step",
    "numerator",
    "denominator",
    "period_words",
    "note",
    "because",
)


@action(EDIT)
def load_references(*, by: Actor) -> int:
    """Bring the figures of the published report about this zone; those that exist stay as they are.

    They come as they are printed, so they need no second person. Returns how many are new.
    """
    zone = Zone.objects.get(pk=by.zone_id)
    wanted = of_zone(zone.code)
    if not wanted:
        raise Refusal(f"没有关于{zone.short_name}的参考指标，请用“新编指标”自己编制。")
    have = set(Indicator.rows.filter(zone=zone).values_list("code", flat=True))
    owners = dict(Department.rows.filter(zone=zone).values_list("code", "pk"))
    fresh = [r for r in wanted if r.code not in have]
    for number, reference in enumerate(fresh, start=len(have) + 1):
        _bring(zone, reference, owners.get(reference.owner), number, by)
    record(by=by, verb="indicators.load", target=zone, note=f"{len(fresh)} 项")
    return len(fresh)


def _bring(zone: Zone, ref: Reference, owner: int | None, number: int, by: Actor) -> None:
    made = Indicator.rows.create(
        zone=zone, code=ref.code, name=ref.name, aliases=list(ref.aliases), group=ref.group,
        unit=ref.unit, owner_id=owner, source=ref.source, needs=ref.needs, order=number * 10,
        confidentiality=ref.confidentiality, reported=ref.reported,
    )  # fmt: skip
    if ref.needs:
        return
    now = clock.now()
    IndicatorVersion.rows.create(
        zone=zone, indicator=made, number=1, formula=dict(ref.formula), is_entered=ref.entered,
        decimals=ref.decimals, qualifier=ref.qualifier, step=ref.step, numerator=ref.numerator,
        denominator=ref.denominator, period_words=ref.period, note=ref.note,
        state="published", valid_from=clock.today(), drafted_by=by.name, drafted_at=now,
        checked_by=ref.source, checked_at=now, published_by=by.name, published_at=now,
    )  # fmt: skip


@action(EDIT)
def compose(
    *, code: str, about: dict[str, Any], formula: Formula | None, how: dict[str, Any], by: Actor
) -> IndicatorVersion:
    """A new figure with its first draft; ``formula`` None makes an entered-only one.

    ``about`` are columns of :class:`Indicator`, ``how`` of :class:`IndicatorVersion`.
    """
    code = code.strip().upper()
    if not code:
        raise Refusal("请填写指标编码，如 ZD-01。", field="code")
    if Indicator.rows.filter(zone_id=by.zone_id, code=code).exists():
        raise Refusal(f"编码 {code} 已经有了，请换一个。", field="code")
    last = Indicator.rows.filter(zone_id=by.zone_id).aggregate(last=Max("order"))["last"] or 0
    made = Indicator(zone_id=by.zone_id, code=code, order=last + 10)
    _describe(made, about)
    made.save()
    return _draft(made, formula, how, by)


@action(EDIT)
def revise_definition(
    *, indicator_id: int, formula: Formula | None, how: dict[str, Any], by: Actor
) -> IndicatorVersion:
    """A new draft of a figure in use; the version in use stays until the draft is checked and begun."""
    rows = Indicator.objects.visible_to(by).select_for_update(of=("self",))
    indicator = get_object_or_404(rows, pk=indicator_id)
    if indicator.versions.filter(state__in=["draft", "submitted", "checked"]).exists():
        raise Refusal(f"“{indicator.name}”已有一份没有走完的新口径，请先办完那一份。")
    if not how.get("because", "").strip():
        raise Refusal("改口径要写明为什么改。", field="because")
    return _draft(indicator, formula, how, by)


def _draft(indicator: Indicator, formula: Formula | None, how: dict, by: Actor) -> IndicatorVersion:
    last = indicator.versions.aggregate(last=Max("number"))["last"] or 0
    version = IndicatorVersion(
        zone_id=by.zone_id, indicator=indicator, number=last + 1, drafted_by=by.name,
        drafted_user_id=by.user_id, drafted_at=clock.now(),
    )  # fmt: skip
    _say_how(version, formula, how)
    version.save()
    record(by=by, verb="indicators.compose", target=version)
    return version


@action(EDIT)
def change(
    *,
    version_id: int,
    formula: Formula | None,
    how: dict[str, Any],
    about: dict[str, Any] | None = None,
    by: Actor,
) -> IndicatorVersion:
    """Change a draft; of a figure that was never in use its name and unit too."""
    version = _locked(version_id, by)
    VERSION.apply(version.state, "change")
    if about and version.number == 1:
        _describe(version.indicator, about)
        version.indicator.save()
    _say_how(version, formula, how)
    version.drafted_by, version.drafted_user_id = by.name, by.user_id
    version.save()
    record(by=by, verb="indicators.change", target=version)
    return version


def _describe(indicator: Indicator, about: dict[str, Any]) -> None:
    for name in ABOUT:
        if name in about:
            setattr(indicator, name, about[name])
    if not indicator.name:
        raise Refusal("请填写指标名称。", field="name")


def _say_how(version: IndicatorVersion, formula: Formula | None, how: dict[str, Any]) -> None:
    for name in HOW:
        if name in how:
            setattr(version, name, how[name])
    if version.qualifier and version.qualifier not in QUALIFIERS:
        raise Refusal(f"模糊量只能是{'、'.join(QUALIFIERS)}。", field="qualifier")
    if Decimal(version.step) < 0:
        raise Refusal("取整到的数不能小于 0。", field="step")
    version.is_entered = formula is None
    version.formula = {} if formula is None else _sound(formula).dumped()


def _sound(formula: Formula) -> Formula:
    found = known(formula.record)
    if found is None:
        raise Refusal("请选择记录种类。", field="record")
    return checked(formula, found)


def _locked(version_id: int, by: Actor) -> IndicatorVersion:
    rows = IndicatorVersion.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("indicator"), pk=version_id)


def _move(version: IndicatorVersion, verb: str, by: Actor, text: str = "") -> None:
    """The state, the timeline and the audit entry of one step."""
    name = next(t.name for t in VERSION.transitions if t.verb == verb)
    before, version.state = version.state, VERSION.apply(version.state, verb)
    item = find_item(ITEM, version.pk)
    if item is not None:
        holder = CHECKERS if version.state == "submitted" else "stat_user"
        expected = {"submitted": "核对口径", "checked": "开始使用", "draft": "修改口径"}
        update_item(
            item, VERSION, version.state, holder_role=holder,
            expected=expected.get(version.state, ""),
        )  # fmt: skip
        if version.state == "published":  # in use is not final, but nothing is waited for
            item.closed_at, item.expected = clock.now(), ""
            item.save(update_fields=["closed_at", "expected"])
        log(item, by=by, verb=verb, name=name, before=before, after=version.state, text=text)
    record(by=by, verb=f"indicators.{verb}", target=version, note=text)


@action(EDIT)
def submit(*, version_id: int, by: Actor) -> IndicatorVersion:
    """Ask for somebody else to check a draft."""
    version = _locked(version_id, by)
    if find_item(ITEM, version.pk) is None:
        version.item = open_item(
            kind=ITEM, object_id=version.pk, table=VERSION, state=version.state, root=None,
            zone_id=version.zone_id, number=version.indicator.code, title=f"指标口径：{version}",
            url=reverse("indicators:version", args=[version.pk]), holder_role=CHECKERS,
        )  # fmt: skip
    _move(version, "submit", by)
    version.save()
    return version


@action(CHECK)
def check(*, version_id: int, by: Actor) -> IndicatorVersion:
    """Somebody else has looked at it: nobody checks what they wrote themselves."""
    version = _locked(version_id, by)
    if by.user_id is not None and by.user_id == version.drafted_user_id:
        raise NotAllowed("口径由您编制，请另一位有核对权限的同事核对。")
    _move(version, "check", by)
    version.checked_by, version.checked_user_id = by.name, by.user_id
    version.checked_at = clock.now()
    version.save()
    return version


@action(CHECK)
def send_back(*, version_id: int, reason: str, by: Actor) -> IndicatorVersion:
    if not reason.strip():
        raise Refusal("退回要写明哪里不对、怎么改。", field="reason")
    version = _locked(version_id, by)
    _move(version, "send_back", by, reason)
    version.checked_by, version.checked_user_id, version.checked_at = "", None, None
    version.save()
    return version


@action(EDIT)
def publish(*, version_id: int, by: Actor, since: date | None = None) -> IndicatorVersion:
    """Begin to use a checked definition from a day on (today); the one before ends the day before."""
    version = _locked(version_id, by)
    VERSION.apply(version.state, "publish")
    begins = since or clock.today()
    before = version.indicator.versions.filter(state="published").first()
    if before is not None:
        if before.valid_from and begins <= before.valid_from and version.number > 1:
            begins = max(begins, before.valid_from)
        before.valid_to = begins - timedelta(days=1)
        before.state = VERSION.apply(before.state, "retire")
        before.save(update_fields=["valid_to", "state"])
    _move(version, "publish", by)
    version.valid_from, version.published_by = begins, by.name
    version.published_at = clock.now()
    version.save()
    if version.indicator.needs:
        Indicator.rows.filter(pk=version.indicator_id).update(needs="")
    return version


@action(EDIT)
def retire(*, version_id: int, reason: str, by: Actor) -> IndicatorVersion:
    """The figure is no longer reported; what was published stays."""
    if not reason.strip():
        raise Refusal("停用要写明原因。", field="reason")
    version = _locked(version_id, by)
    _move(version, "retire", by, reason)
    version.valid_to = clock.today()
    version.save()
    return version


@action(EDIT)
def drop(*, version_id: int, by: Actor) -> IndicatorVersion:
    """A draft that leads nowhere."""
    version = _locked(version_id, by)
    _move(version, "drop", by)
    version.save()
    return version
