"""Why may I see this? The answer in sentences, computed from the same filter that let it through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Model, Q
from django.http import Http404

from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.scoping import ScopedQuerySet

from .models import Grant
from .roles import ROLES

Because = Callable[[Actor, Any], str]
LOOKUPS = {"in", "exact", "isnull", "gte", "lte"}
# What it means that the scope names the object itself.
BY_ITSELF = {
    ScopeKind.ORG: "就是您所辖的党组织或它的下级",
    ScopeKind.ENTERPRISE: "就是您所在的企业",
    ScopeKind.PLEDGE: "由您包保联系",
    ScopeKind.DEPARTMENT: "归您的部门办理",
    ScopeKind.CHAIN: "在您负责的产业链上",
    ScopeKind.GRID: "在您负责的网格里",
    ScopeKind.OWN: "是您本人的",
}
_because: dict[str, Because] = {}


@dataclass(frozen=True, slots=True)
class Explanation:
    """``sentences`` in order: as whom, over which scope, why this falls into it, by whom granted."""

    thing: Any
    kind_name: str
    sentences: list[str]


def explain_with(kind: str, because: Because) -> None:
    """Let a domain say in its own words why an object falls into a scope.

    ``kind`` is ``app.model``; called from ``AppConfig.ready``. Without one the reason is
    read off the filter.
    """
    _because[kind.lower()] = because


def explain(actor: Actor, kind: str, pk: int) -> Explanation:
    """For an object the actor sees; 404 for everything else, so that nothing is given away."""
    model = _scoped_model(kind)
    thing = model.objects.visible_to(actor).filter(pk=pk).first()
    if thing is None:
        raise Http404(f"{kind} {pk} is not visible")
    name = str(model._meta.verbose_name)
    because = _because.get(kind.lower(), _read_off)
    return Explanation(
        thing,
        name,
        [*_as_whom(actor), because(actor, thing), f"这个身份可以查看{name}。", _granted(actor)],
    )


def _scoped_model(kind: str) -> type[Model]:
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        raise Http404(f"no model {kind}") from None
    if not isinstance(getattr(model, "objects", None) and model.objects.all(), ScopedQuerySet):
        raise Http404(f"{kind} has no scope")
    return model


def _as_whom(actor: Actor) -> list[str]:
    role = ROLES.get(actor.role)
    where = _scope_words(actor)
    return [
        f"您现在的身份是“{role.name if role else actor.role}”：{role.description if role else ''}",
        f"这个身份的范围是：{where}。",
    ]


def _scope_words(actor: Actor) -> str:
    grant = _grant(actor)
    label = grant.scope_label if grant else ""
    return f"{actor.scope.kind.chinese}“{label}”" if label else actor.scope.kind.chinese


def _granted(actor: Actor) -> str:
    grant = _grant(actor)
    if grant is None:
        return "这个身份不是授权得来的（系统内部）。"
    until = f"，到 {grant.valid_to} 止" if grant.valid_to else "，长期有效"
    reason = f"，事由：{grant.reason}" if grant.reason else ""
    return (
        f"由 {grant.granted_by} 于 {clock.local(grant.created_at):%Y-%m-%d} 授予{until}{reason}。"
    )


def _grant(actor: Actor) -> Grant | None:
    return Grant.rows.filter(pk=actor.grant_id).first() if actor.grant_id else None


def _read_off(actor: Actor, thing: Any) -> str:
    """Which part of the scope's filter the object satisfies, in words."""
    name = f"“{thing}”"
    if actor.scope.kind == ScopeKind.ZONE:
        return f"{name}属于 {thing.zone.name}，在您的范围“全区”之内。"
    condition = type(thing).objects.all().scope_q(actor)
    if not condition:
        return f"{name}属于 {thing.zone.name}；这类记录在区内不另外限制范围。"
    for part in _alternatives(condition):
        if type(thing)._base_manager.filter(part, pk=thing.pk).exists():
            return f"{name}{_words(part, thing, actor)}，因此在您的范围之内。"
    return f"{name}在您的范围之内。"


def _alternatives(condition: Q) -> list[Q]:
    if condition.connector == Q.OR and not condition.negated:
        return [child if isinstance(child, Q) else Q(child) for child in condition.children]
    return [condition]


def _words(part: Q, thing: Any, actor: Actor) -> str:
    leaves = [child for child in part.children if isinstance(child, tuple)]
    if any(path.split("__")[0] == "pk" for path, _ in leaves):
        return BY_ITSELF.get(actor.scope.kind, "符合您范围的条件")
    said = [words for leaf in leaves if (words := _leaf(leaf, thing))]
    return "的" + "，".join(said) if said else "符合您范围的条件"


def _leaf(child: tuple[str, Any], thing: Any) -> str:
    """``chain_id__in`` → 产业链是“新材料”; a relation of many is named without its value."""
    steps = [step for step in child[0].split("__") if step not in LOOKUPS]
    model, value, labels = type(thing), thing, []
    for step in steps:
        try:
            field = model._meta.get_field(step.removesuffix("_id") or step)
        except FieldDoesNotExist:
            return ""
        labels.append(_field_name(field))
        value = _follow(value, field)
        if not field.is_relation:
            break
        model = field.related_model
    return (
        f"{'的'.join(labels)}是“{value}”" if value not in (None, "") else f"{'的'.join(labels)}符合"
    )


def _field_name(field: Any) -> str:
    """The Chinese name of a column; of an unnamed key that of what it points to."""
    own = str(getattr(field, "verbose_name", field.name))
    if own.isascii() and field.is_relation:
        return str(field.related_model._meta.verbose_name)
    return own


def _follow(value: Any, field: Any) -> Any:
    if value is None or field.auto_created or field.many_to_many or field.one_to_many:
        return None
    try:
        return getattr(value, field.name)
    except ObjectDoesNotExist:
        return None
