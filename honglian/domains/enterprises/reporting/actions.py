"""Writes: ask for a period, fill in, check, lock, publish, put right."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from ..models import Enterprise
from . import desk
from .items import BY_CODE, CODES, doubts, wrong
from .models import Collection, Return, Revision, collects
from .selectors import FILTERS, asked, reference
from .states import COLLECT, COLLECTION, RETURN

# What the registry (LD16) keeps of the newest published year.
REGISTRY = ("employees", "revenue", "output", "tax", "rd_spend")


def _collector(by: Actor) -> None:
    if not collects(by):
        raise NotAllowed("经营数据由本区指定的部门收集，您的部门没有这项职责。")


def _locked(by: Actor, pk: int, verb: str) -> Collection:
    """The collection, locked for this transaction, in a state that allows the verb."""
    _collector(by)
    rows = Collection.objects.visible_to(by).select_for_update()
    found = get_object_or_404(rows, pk=pk)
    COLLECTION.apply(found.state, verb)
    return found


@action(COLLECT)
def open_collection(*, year: int, month: int, due_on: date, wanted: str, by: Actor) -> Collection:
    """Ask the running enterprises of a kind for a period; each gets a line on its desk.

    ``month`` is 0 for the year. A period is asked for once and not before it is over.
    """
    _collector(by)
    today = clock.today()
    if wanted not in FILTERS:
        raise Refusal("请选填报范围。", field="wanted")
    over = date(year + (month in (0, 12)), 1 if month in (0, 12) else month + 1, 1)
    if today < over:
        raise Refusal(f"这一期到 {over:%Y-%m-%d} 才结束，请到那时再收集。", field="month")
    if due_on < today:
        raise Refusal("填报截止日期已经过了，请改晚一些。", field="due_on")
    if Collection.rows.filter(zone_id=by.zone_id, year=year, month=month).exists():
        raise Refusal("这一期已经在收集，请打开那一期，不用重建。", field="month")
    enterprises = list(asked(by.zone_id or 0, wanted).order_by("pk"))
    if not enterprises:
        raise Refusal(f"没有在建或投产的{FILTERS[wanted][0]}，请先在企业库里登记。", field="wanted")
    made = Collection.rows.create(
        zone_id=by.zone_id, year=year, month=month, ends_on=over - timedelta(days=1), due_on=due_on,
        asked=FILTERS[wanted][0],
    )  # fmt: skip
    Return.rows.bulk_create(
        Return(zone_id=by.zone_id, collection=made, enterprise=e) for e in enterprises
    )
    asked_for = list(made.returns.select_related("enterprise", "collection"))
    desk.show(asked_for, by=by, verb="open", name="请填报")
    record(by=by, verb="returns.open", target=made, note=f"{made}，{len(enterprises)} 家")
    return made


@action("enterprises.fill")
def fill(*, return_id: int, explanation: str = "", by: Actor, **values: Decimal | None) -> Return:
    """An enterprise's figures, or its collector's entry for it; again and again until checked.

    Raises :class:`Refusal` for what cannot be; what may be but looks wrong wants an explanation.
    """
    rows = Return.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows.select_related("collection", "enterprise"), pk=return_id)
    if found.collection.state != "open":
        raise Refusal(f"{found.collection}已经锁定，要改请联系收集部门。")
    RETURN.apply(found.state, "fill")
    if unknown := values.keys() - set(CODES):
        raise ValueError(f"not reported: {sorted(unknown)}")
    for code, sentence in wrong(values).items():
        raise Refusal(sentence, field=code)
    seen = doubts(values, *reference(found), config_of(found.zone_id).reporting)
    if seen and len(explanation.strip()) < 4:
        first = next(iter(seen))
        raise Refusal(f"{seen[first]}没有错就在“说明”里写一句原因。", field=first)
    for code in CODES:
        setattr(found, code, values.get(code))
    found.explanation, found.doubts = explanation.strip()[:500], seen
    found.filled_by, found.filled_at = by.name[:64], clock.now()
    found.query, found.state = "", "filled"
    found.save()
    desk.show([found], by=by, verb="fill", name="填报", text=found.explanation)
    record(by=by, verb="returns.fill", target=found, note=str(found.collection))
    return found


@action(COLLECT)
def check(*, return_ids: list[int], by: Actor) -> int:
    """The collector has looked at these returns; returns how many were filled and are checked now."""
    _collector(by)
    rows = Return.objects.visible_to(by).select_for_update(of=("self",)).filter(
        pk__in=return_ids, state="filled", collection__state="open"
    )  # fmt: skip
    done = list(rows.select_related("enterprise", "collection"))
    _move(done, "checked", by, "check", "审核通过")
    for period in {found.collection for found in done}:
        count = sum(found.collection_id == period.pk for found in done)
        record(by=by, verb="returns.check", target=period, note=f"{period}，{count} 家")
    return len(done)


def _move(rows: list[Return], state: str, by: Actor, verb: str, name: str) -> None:
    """Several returns into one state, with their lines on the desks."""
    for found in rows:
        found.state = state
    Return.rows.filter(pk__in=[found.pk for found in rows]).update(state=state)
    desk.show(rows, by=by, verb=verb, name=name)


@action(COLLECT)
def ask_again(*, return_id: int, query: str, by: Actor) -> Return:
    """Send a return back with what is doubtful about it."""
    _collector(by)
    rows = Return.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows.select_related("collection", "enterprise"), pk=return_id)
    RETURN.apply(found.state, "query")
    if found.collection.state != "open":
        raise Refusal(f"{found.collection}已经锁定，先解锁再退回。")
    if len(query.strip()) < 4:
        raise Refusal("请写清楚请企业核实什么。", field="query")
    found.state, found.query = "queried", query.strip()[:300]
    found.save(update_fields=["state", "query"])
    desk.show([found], by=by, verb="query", name="退回核实", text=found.query)
    record(by=by, verb="returns.query", target=found, note=found.query)
    return found


@action(COLLECT)
def lock(*, collection_id: int, by: Actor) -> Collection:
    """Close the collection: every filled return must be checked; who did not report is named as 未报."""
    found = _locked(by, collection_id, "lock")
    open_ones = found.returns.filter(state="filled").count()
    if open_ones:
        raise Refusal(f"还有 {open_ones} 家已填报、没有审核，先审核或退回，再锁定。")
    late = found.returns.filter(state__in=("waiting", "queried"))
    _move(list(late.select_related("enterprise", "collection")), "missing", by, "miss", "未报")
    return _turn(found, "locked", "returns.lock", by)


@action(COLLECT)
def unlock(*, collection_id: int, why: str, by: Actor) -> Collection:
    """Open a locked collection again; who had not reported is asked again."""
    found = _locked(by, collection_id, "unlock")
    if len(why.strip()) < 4:
        raise Refusal("请写明为什么解锁。", field="why")
    late = found.returns.filter(state="missing").select_related("enterprise", "collection")
    _move(list(late), "waiting", by, "ask", "重新收集")
    return _turn(found, "open", "returns.unlock", by, why.strip())


@action(COLLECT)
def publish(*, collection_id: int, by: Actor) -> Collection:
    """From now on these figures count; later changes are revisions that keep what stood before."""
    found = _locked(by, collection_id, "publish")
    found.published_at = clock.now()
    found.save(update_fields=["published_at"])
    _turn(found, "published", "returns.publish", by)
    _to_registry(found)
    return found


def _to_registry(of: Collection, only: Return | None = None) -> None:
    """The registry shows the newest published year, and the staff of the newest period.

    Entered once: nobody types into the registry what was reported here.
    """
    later = Q(year__gt=of.year) | Q(year=of.year, month__gt=of.month)
    kind = Q(month__gt=0) if of.month else Q(month=0)
    if Collection.rows.filter(later & kind, zone_id=of.zone_id, state="published").exists():
        return
    names = ("employees",) if of.month else REGISTRY
    for found in [only] if only is not None else of.returns.filter(state="checked"):
        known = {n: getattr(found, n) for n in names if getattr(found, n) is not None}
        Enterprise.rows.filter(pk=found.enterprise_id).update(**known)


def _turn(found: Collection, state: str, verb: str, by: Actor, note: str = "") -> Collection:
    found.state = state
    found.save(update_fields=["state"])
    record(by=by, verb=verb, target=found, note="；".join(filter(None, (str(found), note)))[:200])
    return found


@action(COLLECT)
def revise(*, return_id: int, item: str, value: Decimal | None, why: str, by: Actor) -> Revision:
    """Put a published number right; the old one stays on record with who and why."""
    _collector(by)
    rows = Return.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows.select_related("collection", "enterprise"), pk=return_id)
    COLLECTION.apply(found.collection.state, "revise")
    if item not in BY_CODE:
        raise Refusal("请选要更正的指标。", field="item")
    if len(why.strip()) < 4:
        raise Refusal("请写明为什么更正，以后查得到。", field="why")
    before = getattr(found, item)
    if before == value:
        raise Refusal("更正的数和原数一样，请核对。", field="value")
    after = {**found.values, item: value}
    if sentence := wrong(after).get(item):
        raise Refusal(sentence, field="value")
    setattr(found, item, value)
    found.state = "checked"
    found.save(update_fields=[item, "state"])
    made = Revision.rows.create(
        of=found, item=item, before=before, after=value, why=why.strip()[:300],
        by_name=by.name[:64], at=clock.now(),
    )  # fmt: skip
    changes = {BY_CODE[item].name: [str(before), str(value)]}
    record(by=by, verb="returns.revise", target=found, changes=changes, note=made.why)
    _to_registry(found.collection, found)
    return made
