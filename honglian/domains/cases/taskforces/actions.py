"""A task force is formed, plans, meets, finishes its tasks, and is dissolved with a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.api import find_item, log, next_number, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from ..causes.models import CommonCause
from ..models import Case
from .models import Meeting, Member, Task, TaskForce
from .rights import runs, works_on
from .states import FORCE, TASK

KIND, TASK_KIND = "cases.taskforce", "cases.force_task"
END_OF_DAY = time(17, 30)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, END_OF_DAY, clock.CHINA)


@action("taskforces.lead")
def form_up(
    *,
    name: str,
    aim: str,
    leader: str,
    lead_department: int,
    due_on: date,
    by: Actor,
    departments: Sequence[int] = (),
    cause: int | None = None,
    case: str = "",
    project: str = "",
    leader_user: int | None = None,
) -> TaskForce:
    """Form a task force for one of: a common cause, a demand (by its number), a project."""
    if sum(map(bool, (cause, case, project))) != 1:
        raise Refusal(
            "请写明为什么成立：一个项目、一件诉求或一类共性问题，只选一样。", field="project"
        )
    if due_on < clock.today():
        raise Refusal("计划完成日期已经过了，请选今天或以后的日期。", field="due_on")
    known = Department.rows.filter(zone_id=by.zone_id, is_active=True)
    lead = get_object_or_404(known, pk=lead_department)
    force = TaskForce(
        zone_id=by.zone_id,
        number=next_number(by.zone_id or 0, f"ZB{clock.today():%Y}"),
        name=name,
        aim=aim,
        leader=leader,
        leader_user_id=leader_user,
        lead_department=lead,
        project=project,
        origin=TaskForce.Origin.PROJECT,
        formed_on=clock.today(),
        due_on=due_on,
    )
    _for(force, cause, case, by)
    force.save()
    force.departments.set(known.filter(pk__in=departments).exclude(pk=lead.pk))
    force.item = _on_desk(force)
    force.save(update_fields=["item"])
    said = f"组长 {leader}，牵头 {lead.name}，{_origin(force)}"
    log(force.item, by=by, verb="form", name="成立专班", after=force.state, text=said)
    record(by=by, verb="taskforces.form", target=force, note=said[:200])
    for department in [lead, *force.departments.all()]:
        _tell(force, f"成立专班：{force.name}", aim, department.pk, by)
    return force


def _for(force: TaskForce, cause: int | None, case: str, by: Actor) -> None:
    if cause:
        found = get_object_or_404(CommonCause.objects.visible_to(by), pk=cause)
        force.origin, force.cause, force.chain_id = "cause", found, found.chain_id
    elif case:
        told = Case.objects.visible_to(by).filter(number=case.strip().upper()).first()
        if told is None:
            raise Refusal(f"没有编号为 {case} 的诉求，请核对编号。", field="case")
        force.origin, force.case, force.chain_id = "case", told, told.chain_id


def _origin(force: TaskForce) -> str:
    if force.cause:
        return f"共性问题“{force.cause.title}”"
    return f"诉求 {force.case.number}" if force.case else f"项目“{force.project}”"


def _on_desk(force: TaskForce):
    return open_item(
        kind=KIND,
        object_id=force.pk,
        table=FORCE,
        state=force.state,
        root=None,
        zone_id=force.zone_id,
        number=force.number,
        title=f"专班：{force.name}",
        url=reverse("cases:taskforce", args=[force.pk]),
        expected="推进任务，每周开例会",
        due_at=_end_of(force.due_on),
        due_kind="finish",
        holder_department=force.lead_department,
        holder_name=force.lead_department.name,
        chain_id=force.chain_id,
    )


def _tell(force: TaskForce, title: str, body: str, department: int, by: Actor) -> None:
    notify(
        zone_id=force.zone_id,
        topic="cases.taskforce",
        title=title,
        body=body[:200],
        url=reverse("cases:taskforce", args=[force.pk]),
        department_id=department,
        without=by.user_id,
    )


def _locked(force_id: int, by: Actor, verb: str) -> TaskForce:
    rows = TaskForce.objects.visible_to(by).select_for_update(of=("self",))
    force = get_object_or_404(rows, pk=force_id)
    if not runs(force, by):
        raise NotAllowed(
            f"专班由牵头部门（{force.lead_department.name}）和组长 {force.leader} 打理，请联系他们。"
        )
    force.state = FORCE.apply(force.state, verb)
    return force


@action("taskforces.work")
def enlist(
    *,
    force_id: int,
    name: str,
    by: Actor,
    duty: str = "",
    department: int | None = None,
    user: int | None = None,
) -> Member:
    """Take somebody in."""
    force = _locked(force_id, by, "enlist")
    if force.members.filter(name=name, department=department, left_on=None).exists():
        raise Refusal(f"{name} 已经是成员。", field="name")
    member = Member.rows.create(
        force=force,
        name=name,
        duty=duty,
        department_id=department,
        user_id=user,
        joined_on=clock.today(),
    )
    log(force.item, by=by, verb="enlist", name="加成员", text=f"{name} {duty}".strip())
    record(by=by, verb="taskforces.enlist", target=force, note=name)
    return member


@action("taskforces.work")
def release(*, member_id: int, by: Actor) -> Member:
    """Somebody leaves; what they did stays."""
    member = get_object_or_404(Member.rows.select_related("force"), pk=member_id)
    force = _locked(member.force_id, by, "enlist")
    if member.left_on:
        raise Refusal(f"{member.name} 已在 {member.left_on} 离开专班。")
    member.left_on = clock.today()
    member.save(update_fields=["left_on"])
    log(force.item, by=by, verb="release", name="成员离开", text=member.name)
    record(by=by, verb="taskforces.release", target=force, note=member.name)
    return member


@action("taskforces.work")
def plan(
    *,
    force_id: int,
    text: str,
    department: int,
    due_on: date,
    by: Actor,
    owner: str = "",
    owner_user: int | None = None,
) -> Task:
    """Add a task with its owner and day; it goes to the owner's desk, else the department's."""
    force = _locked(force_id, by, "plan")
    if due_on < clock.today():
        raise Refusal("期限已经过了，请选今天或以后的日期。", field="due_on")
    rows = Department.rows.filter(zone_id=force.zone_id, is_active=True)
    where = get_object_or_404(rows, pk=department)
    task = Task.rows.create(
        force=force,
        text=text,
        department=where,
        owner=owner,
        owner_user_id=owner_user,
        due_on=due_on,
    )
    task.item = open_item(
        kind=TASK_KIND,
        object_id=task.pk,
        table=TASK,
        state=task.state,
        root=force.item,
        zone_id=force.zone_id,
        number=force.number,
        title=f"专班任务：{text}"[:200],
        url=reverse("cases:taskforce", args=[force.pk]),
        expected="完成任务",
        due_at=_end_of(due_on),
        due_kind="finish",
        holder_user_id=owner_user,
        holder_department=None if owner_user else where,
        holder_name=owner or where.name,
        chain_id=force.chain_id,
    )
    task.save(update_fields=["item"])
    if where.pk != force.lead_department_id:
        force.departments.add(where)
    said = f"{text}（{where.name}{owner}，{due_on:%m月%d日}前）"
    log(task.item, by=by, verb="plan", name="加任务", after=task.state, text=said)
    record(by=by, verb="taskforces.plan", target=force, note=said[:200])
    _tell(force, f"专班任务：{text}"[:80], said, where.pk, by)
    return task


@action("taskforces.work")
def finish(*, task_id: int, word: str, by: Actor) -> Task:
    """Done, with what came of it."""
    rows = Task.rows.select_for_update(of=("self",)).select_related("force__lead_department")
    seen = TaskForce.objects.visible_to(by).values("pk")
    task = get_object_or_404(rows, pk=task_id, force__in=seen)
    if not works_on(task, by):
        raise NotAllowed(f"这项任务由 {task.owner or task.department.name} 办理。")
    _end(task, "finish", word, by)
    record(by=by, verb="taskforces.finish", target=task.force, note=f"{task.text}：{word}"[:200])
    return task


def _end(task: Task, verb: str, word: str, by: Actor) -> None:
    before, task.state = task.state, TASK.apply(task.state, verb)
    task.word, task.ended_at = word, clock.now()
    task.save(update_fields=["state", "word", "ended_at"])
    item = find_item(TASK_KIND, task.pk)
    update_item(item, TASK, task.state)
    name = next(t.name for t in TASK.transitions if t.verb == verb)
    said = f"{task.text}：{word}"
    log(item, by=by, verb=verb, name=name, before=before, after=task.state, text=said)


@action("taskforces.work")
def meet(*, force_id: int, held_on: date, text: str, by: Actor, attendees: str = "") -> Meeting:
    """Notes of a meeting that was held."""
    force = _locked(force_id, by, "meet")
    if held_on > clock.today():
        raise Refusal("开会日期在今天以后，开过了再记。", field="held_on")
    if held_on < force.formed_on:
        raise Refusal(f"专班 {force.formed_on} 才成立，请核对开会日期。", field="held_on")
    notes = Meeting.rows.create(
        force=force, held_on=held_on, attendees=attendees, text=text, noted_by=by.name[:64]
    )
    log(force.item, by=by, verb="meet", name="开例会", text=text)
    record(by=by, verb="taskforces.meet", target=force, note=f"{held_on}")
    return notes


@action("taskforces.lead")
def dissolve(*, force_id: int, result: str, by: Actor, words: Mapping[int, str]) -> TaskForce:
    """End it with a result. Every task that is still open needs a word: who goes on with it, or why not."""
    force = _locked(force_id, by, "dissolve")
    left = list(force.tasks.filter(state="open"))
    silent = [task for task in left if not words.get(task.pk, "").strip()]
    if silent:
        raise Refusal(
            f"还有 {len(silent)} 项任务没办完，也没有说明：{silent[0].text}"
            f"{'等' if len(silent) > 1 else ''}。请逐项写明由谁接着办，或为什么不再办。",
            code="open_tasks",
            field=f"word_{silent[0].pk}",
        )
    for task in left:
        _end(task, "end", words[task.pk].strip(), by)
    force.result, force.dissolved_on = result, clock.today()
    force.save(update_fields=["state", "result", "dissolved_on"])
    force.members.filter(left_on=None).update(left_on=force.dissolved_on)
    item = find_item(KIND, force.pk)
    update_item(item, FORCE, force.state)
    log(item, by=by, verb="dissolve", name="解散", after=force.state, text=result)
    record(by=by, verb="taskforces.dissolve", target=force, note=result[:200])
    return force
