"""Three years of reminders while people change everything: each that is due once, none of what is over, none to strangers.

More of them by hand: `SEED="2 3 4"` for other lives, `EVERY_DAY=1` without any gap.
"""

import os
import random
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction

from integration.deadlines import following, statements
from integration.deadlines.models import Deadline, Reminder, Snooze
from integration.deadlines.reminders.services import LETTER, plan, write_letters
from integration.deadlines.services import refresh
from integration.outbox.delivery import deliver
from integration.outbox.models import Message

from .oracle import STEPS, Facts, People, reminders
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.services]

FIRST, LAST = date(2023, 12, 1), date(2026, 11, 30)
BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS_CHANGE = {date(2024, 3, 31), date(2024, 10, 27), date(2025, 3, 30), date(2025, 10, 26), date(2026, 3, 29)}


class Cut(Exception):  # noqa: N818  (no error: a worker that was switched off)
    """In the middle of it."""


@pytest.fixture(autouse=True)
def only_these_kinds(monkeypatch):
    """Those whose facts the oracle knows; the others would only take time."""
    followers = {
        label: {whose: codes & set(STEPS) for whose, codes in each.items()}
        for label, each in following._followers.items()
    }
    monkeypatch.setattr(following, "_followers", followers)


class Simulation:
    """The company, the days, and what was told to whom."""

    def __init__(self, seed, time_machine):
        self.chance = random.Random(seed)  # noqa: S311  (no secret)
        self.clock = time_machine
        self._set(FIRST, 6)
        self.world = World(self.chance, FIRST)
        self.expected, self.sent = set(), Counter()

    def _set(self, day, hour, minute=0):
        self.clock.move_to(datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN))

    def days(self):
        """Weeks day by day, then gaps of up to forty days; the nights in which the clocks change are never left out."""
        day = FIRST
        while day <= LAST:
            yield day
            for step in self._steps():
                following_day = day + timedelta(days=step)
                missed = [night for night in CLOCKS_CHANGE if day < night < following_day]
                day = min([*missed, following_day])
                if day <= LAST:
                    yield day
            day += timedelta(days=1)

    def _steps(self):
        if os.environ.get("EVERY_DAY"):
            return [1] * 40
        return [1] * self.chance.randrange(3, 9) + [self.chance.choice([2, 5, 13, 27, 40]) for _ in range(6)]

    # --- One day ---

    def live(self, day):
        """Something may happen in the morning, the schedulers look, something may happen at noon, the e-mails leave."""
        self._set(day, 6)
        if self.chance.random() < 0.4:
            self.world.a_day_at_work(day)
        if day in CLOCKS_CHANGE:
            self._look(day, 2, 30)
        self._look(day, self.chance.randrange(5, 20))
        if self.chance.random() < 0.1:
            self.world.a_day_at_work(day)
        if self.chance.random() < 0.7:
            self._send(day)

    def _look(self, day, hour, minute=0):
        self._set(day, hour, minute)
        if self.chance.random() < 0.1:
            cache.clear()
            statements._facts.cache_clear()
            statements._settled.cache_clear()
        if self.chance.random() < 0.1:
            with pytest.raises(Cut):
                self._schedule_and_be_cut_off(day)
        for _ in range(self.chance.choice([1, 1, 1, 2])):
            self._schedule(day)
        self._check(day)

    def _schedule(self, day):
        refresh(codes=STEPS, today=day)
        plan(day)
        write_letters()

    @transaction.atomic
    def _schedule_and_be_cut_off(self, day):
        self._schedule(day)
        raise Cut

    # --- What must hold ---

    def _check(self, day):
        facts = Facts()
        standing = Deadline.objects.filter(state="open").order_by("pk")
        rows = list(standing.values_list("kind", "subject", "due_on", "enrolment", "pk"))
        assert {row[:4] for row in rows} == facts.on(day)
        numbers = {row[:3]: row[4] for row in rows}
        due = {
            (numbers[each.fact[:3]], each.user, each.occasion, each.number)
            for each in reminders(facts, People(), self._sleeping(), day)
        }
        noted = {key: said for key, said in self._noted(set(numbers.values())).items() if key in due}
        assert set(noted) == due
        assert {said for said in noted.values() if said[0] == "withheld"} <= {("withheld", "not_seen")}
        self.expected |= due

    def _noted(self, deadlines):
        rows = Reminder.objects.filter(deadline__in=deadlines).order_by("pk")
        return {
            (row.deadline_id, row.recipient_id, row.occasion, row.number): (row.state, row.withheld) for row in rows
        }

    def _sleeping(self):
        rows = Snooze.objects.filter(ended_at=None).select_related("deadline").order_by("pk")
        return {(row.deadline.kind, row.deadline.subject, row.deadline.due_on): (row.until, row.pk) for row in rows}

    def _send(self, day):
        """What leaves stands at that moment, may be seen by whom it is sent to, and was never sent before."""
        waiting = Message.objects.filter(kind=LETTER, state="waiting").order_by("pk")
        if not waiting:
            return
        facts, people = Facts(), People()
        standing = {fact[:3]: fact for fact in facts.on(day)}
        for message in waiting:
            before = len(mail.outbox)
            state = deliver(message.pk)
            told = list(
                Reminder.objects.filter(letter=message.about, state="written").select_related("deadline", "recipient")
            )
            assert (state, len(mail.outbox) - before) == (("sent", 1) if told else ("dropped", 0))
            for row in told:
                assert mail.outbox[-1].to == [row.recipient.email]
                fact = standing[row.deadline.kind, row.deadline.subject, row.deadline.due_on]
                place, sponsors = facts.place_of(fact.enrolment, day), facts.sponsors_of(fact.enrolment, day)
                assert people.may_see(fact, row.recipient_id, place, sponsors, day)
                self.sent[row.pk] += 1

    def finish(self):
        """Two quiet weeks, in which everything waiting leaves."""
        for days in range(1, 15):
            self._look(LAST + timedelta(days=days), 9)
            self._send(LAST + timedelta(days=days))
        rows = {(r.deadline_id, r.recipient_id, r.occasion, r.number): r for r in Reminder.objects.order_by("pk")}
        assert set(self.sent.values()) == {1}
        assert {row.pk for row in rows.values() if row.state == "written"} == set(self.sent)
        assert not [row for row in rows.values() if row.state == "waiting"]
        never_due = [row.withheld for key, row in rows.items() if key not in self.expected]
        assert set(never_due) <= {"away", "not_seen"}


@pytest.mark.parametrize("seed", [int(seed) for seed in os.environ.get("SEED", "1").split()])
def test_in_three_years_each_reminder_that_is_due_is_there_once(time_machine, seed):
    simulation = Simulation(seed, time_machine)
    for day in simulation.days():
        simulation.live(day)
    simulation.finish()

    told = Reminder.objects.filter(pk__in=simulation.sent).order_by("pk").values_list("deadline__kind", flat=True)
    assert (len(set(told)) > 5, len(told) > 100) == (True, True)
