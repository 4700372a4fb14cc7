"""A year of whistles in a zone, through the same actions as a real one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from honglian.algo.workdays import WorkCalendar
from honglian.domains.cases import api as cases
from honglian.domains.enterprises.api import Enterprise
from honglian.kit import clock
from honglian.kit.actor import Actor

from .timeline import Story

DEMANDS = tomllib.loads((Path(__file__).parent / "data" / "demands.toml").read_text("utf-8"))[
    "demand"
]
# How often each kind of demand comes up; what is not named counts 1.
WEIGHTS = {"labor": 4, "finance": 4, "approval": 2, "policy": 2, "energy": 2, "infrastructure": 2}
URGENT = {"energy", "fire", "safety"}


@dataclass
class Desk:
    """Who acts in the zone: one actor a role, and one a department."""

    dispatcher: Actor
    leader: Actor
    departments: dict[str, Actor]
    reporters: dict[int, Actor]


class Year:
    """Plans stories; chance decides how each goes, the same for the same seed."""

    def __init__(
        self, rng: Random, desk: Desk, calendar: WorkCalendar, companies: list[Enterprise]
    ) -> None:
        self.rng = rng
        self.desk = desk
        self.calendar = calendar
        self.companies = companies

    def stories(self, count: int, start: datetime, end: datetime) -> list[tuple[datetime, Story]]:
        """``count`` cases between start and end, a little more of them towards the end."""
        span = (end - start).total_seconds()
        found = []
        for _ in range(count):
            moment = start + timedelta(seconds=span * self.rng.random() ** 0.85)
            found.append((self._working(moment), self._story()))
        return found

    def fresh(self, count: int, end: datetime) -> list[tuple[datetime, Story]]:
        """Cases of the last fortnight that are not done yet: new, in work, some too late."""
        moments = [end - timedelta(days=14 * self.rng.random()) for _ in range(count)]
        return [(self._working(m), self._story(pace=self.rng.uniform(0.6, 2.4))) for m in moments]

    def _working(self, moment: datetime) -> datetime:
        """The moment itself in working time, else a minute early on the next workday."""
        local = clock.local(moment)
        if not self.calendar.is_workday(local.date()) or not 9 <= local.hour < 17:
            day = local.date() + timedelta(days=1)
            while not self.calendar.is_workday(day):
                day += timedelta(days=1)
            opening = time(8 + self.rng.randint(0, 2), self.rng.randint(31, 59))
            local = datetime.combine(day, opening, clock.CHINA)
        return local

    def _later(self, low: float, high: float) -> datetime:
        """Some hours from the story's present, moved into working time."""
        return self._working(clock.now() + timedelta(hours=self.rng.uniform(low, high)))

    def _demand(self) -> dict:
        weights = [WEIGHTS.get(d["category"], 1) for d in DEMANDS]
        return self.rng.choices(DEMANDS, weights)[0]

    def _story(self, pace: float = 0) -> Story:
        """One case; ``pace`` is the share of the limit that the answer takes, 0 for chance."""
        demand, company = self._demand(), self.rng.choice(self.companies)
        number = self._report(demand, company)
        yield self._later(0.1, 1.5)
        if self.rng.random() < 0.03:
            reason = "经核实，此事已进入诉讼程序，请通过法定渠道反映，已告知办理方式。"
            cases.actions.refuse(
                number=number, situation="statutory", reason=reason, by=self.desk.dispatcher
            )
            return
        yield from self.follow(number, demand, company, pace)

    def follow(self, number: str, demand: dict, company: Enterprise, pace: float = 0) -> Story:
        """A reported case from the acceptance on; also for what was reported elsewhere."""
        cases.actions.accept(number=number, by=self.desk.dispatcher)
        yield self._later(0.1, 1)
        cases.actions.dispatch(number=number, by=self.desk.dispatcher)
        yield from self._handle(number, demand, company, pace)

    def _report(self, demand: dict, company: Enterprise) -> str:
        words = {
            "company": company.name,
            "product": company.products or "产品",
            "n": self.rng.randint(3, 30),
            "month": (clock.local(clock.now()).month % 12) + 1,
        }
        reporter = self.desk.reporters.get(company.pk, self.desk.dispatcher)
        return cases.actions.report(
            by=reporter,
            enterprise_id=company.pk,
            title=demand["title"].format(**words),
            text=demand["text"].format(**words),
            category=demand["category"],
            reporter_name=company.contact_name,
        ).case.number

    def _case(self, number: str) -> cases.Case:
        return cases.detail(self.desk.dispatcher, number)

    def _orders(self, number: str) -> list[cases.Order]:
        return cases.orders_of(self._case(number))

    def _handle(self, number: str, demand: dict, company: Enterprise, pace: float) -> Story:
        """Each department signs, calls and answers; then the call-back and the archive."""
        slow = self.rng.random() < 0.12
        for order in self._orders(number):
            actor = self.desk.departments[order.department.code]
            yield self._later(0.2, 1.2)
            cases.actions.sign(number=number, by=actor)
            yield self._later(0.3, 3)
            way = self.rng.choice(["call", "call", "visit"])
            cases.actions.contact(number=number, way=way, by=actor)
        for order in reversed(self._orders(number)):
            actor = self.desk.departments[order.department.code]
            limit = order.finish_due_at - clock.now()
            share = pace or (self.rng.uniform(1.05, 1.6) if slow else self.rng.uniform(0.05, 0.6))
            yield self._working(clock.now() + max(limit, timedelta(hours=1)) * share)
            lead = order.role == "lead"
            outcome = self.rng.choices(["solved", "explained", "partially"], [88, 8, 4])[0]
            text = demand["reply"].format(
                company=company.name, product=company.products, n=self.rng.randint(3, 20), month=6
            )
            cases.actions.reply(
                number=number,
                text=text if lead else "本部门协办事项已办理，材料已交主办部门。",
                outcome=outcome if lead else "solved",
                by=actor,
            )
        yield self._later(4, 40)
        yield from self._settle(number, demand, company)

    def _settle(self, number: str, demand: dict, company: Enterprise) -> Story:
        chance = self.rng.random()
        reached = chance > 0.04
        happy = self.rng.choices(["satisfied", "basically", "dissatisfied"], [84, 11, 5])[0]
        cases.actions.call_back(
            number=number,
            reached=reached,
            contacted=self.rng.random() < 0.985 if reached else None,
            solved=(happy != "dissatisfied" and self.rng.random() < 0.96) if reached else None,
            satisfaction=happy if reached else "",
            by=self.desk.dispatcher,
        )
        if reached and happy == "dissatisfied" and self._case(number).state == "dispatched":
            yield from self._handle_again(number)
            return
        yield self._later(0.2, 3)
        cases.actions.close(number=number, by=self.desk.dispatcher)

    def _handle_again(self, number: str) -> Story:
        """Reopened once: the departments that must do it again answer, then all is well."""
        for order in self._orders(number):
            if order.state == "signed":
                actor = self.desk.departments[order.department.code]
                yield self._later(8, 60)
                cases.actions.reply(
                    number=number,
                    text="已再次上门，与企业当面核对并落实到位。",
                    outcome="solved",
                    by=actor,
                )
        yield self._later(6, 40)
        cases.actions.call_back(
            number=number,
            reached=True,
            contacted=True,
            solved=True,
            satisfaction="basically",
            by=self.desk.dispatcher,
        )
        yield self._later(0.2, 3)
        cases.actions.close(number=number, by=self.desk.dispatcher)
