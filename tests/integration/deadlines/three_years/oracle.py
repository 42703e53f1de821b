"""What must stand on a day, and whom it must reach: worked out in plain Python from the rows that people record.

Nothing that the product derives is asked: no deadline, no reminder, no affiliation, no query of a kind.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.models import ReminderWish, Responsibility
from integration.organisations.models import Membership, Organisation
from programmes.participants.models import ResidenceDocument
from programmes.pathways.models import Enrolment, Exam, Pause, PhaseEntry, Transfer
from programmes.sponsorships.models import Contact, Sponsorship

STEPS = {
    "planned_end": (30, 7),
    "exam_day": (28, 7),
    "exam_result": (14, 0),
    "permit_ends": (180, 90, 60, 30),
    "between_phases": (14, 3),
    "probation_ends": (28, 7),
    "no_sponsor": (14, 0),
    "contact_due": (3, 0),
}
NOT_FOR_SPONSORS = {"permit_ends"}
LONG_OVERDUE = 14
GAP_GRACE = RESULT_AFTER = timedelta(days=14)
DAY = timedelta(days=1)


class Fact(NamedTuple):
    """Something that falls due."""

    kind: str
    subject: int
    due_on: date
    enrolment: int


class Due(NamedTuple):
    """A reminder that must be there: of what, to whom, at which occasion (of a snooze its number)."""

    fact: Fact
    user: int
    occasion: str
    number: int


def goes_on(row, day):
    return row.ended_on is None or row.ended_on >= day


def active(row, day):
    return row.started_on <= day and goes_on(row, day)


def last_day_of(start, months):
    """The last day of so many months: the day before the corresponding day, or, where that is missing, the month's last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, length) if start.day > length else date(year, month + 1, start.day) - DAY


class Facts:
    """The rows as they stand now, and what falls due because of them on any day."""

    def __init__(self):
        self.enrolments = list(Enrolment.objects.order_by("pk"))
        self.entries = _by_enrolment(PhaseEntry.objects.select_related("phase").order_by("started_on", "pk"))
        self.exams = _by_enrolment(Exam.objects.order_by("pk"))
        self.pauses = _by_enrolment(Pause.objects.order_by("pk"))
        self.transfers = _by_enrolment(Transfer.objects.order_by("on"))
        self.sponsorships = _by_enrolment(Sponsorship.objects.select_related("sponsor").order_by("pk"))
        self.contacts = _by_enrolment(Contact.objects.filter(reached=True).order_by("pk"))
        self.documents = list(ResidenceDocument.objects.order_by("pk"))

    def on(self, day):
        """All that falls due."""
        return {
            Fact(kind, subject, due_on, one.pk)
            for one in self.enrolments
            for kind, subject, due_on in self._of(one, day)
        }

    def place_of(self, enrolment, day):
        """Where somebody belongs."""
        one = next(each for each in self.enrolments if each.pk == enrolment)
        moved = [move.organisation_id for move in self.transfers.get(enrolment, []) if move.on <= day]
        return moved[-1] if moved else one.organisation_id

    def sponsors_of(self, enrolment, day):
        """Those who accompany somebody and have an account."""
        rows = self.sponsorships.get(enrolment, [])
        return {each.sponsor.user_id for each in rows if active(each, day)} - {None}

    def _of(self, one, day):
        if not goes_on(one, day):
            return
        entries = self.entries.get(one.pk, [])
        main = [entry for entry in entries if not entry.parallel]
        yield from self._phases(one, entries, main, day)
        yield from self._exams(one, day)
        yield from self._permits(one, day)
        yield from self._accompaniment(one, main, day)

    def _phases(self, one, entries, main, day):
        for entry in entries:
            if entry.ended_on is not None:
                continue
            if entry.planned_end_on and one.ended_on is None:
                yield "planned_end", entry.pk, entry.planned_end_on
            months = entry.phase.probation_months
            if months and last_day_of(entry.started_on, months) >= day:
                yield "probation_ends", entry.pk, last_day_of(entry.started_on, months)
        if not main or any(entry.ended_on is None for entry in main) or self._rests(one, day):
            return
        until = max(entry.ended_on for entry in main) + DAY + GAP_GRACE
        if one.ended_on is None or one.ended_on >= until:
            yield "between_phases", one.pk, until

    def _exams(self, one, day):
        for exam in self.exams.get(one.pk, []):
            if exam.result:
                continue
            if exam.held_on >= day:
                yield "exam_day", exam.pk, exam.held_on
            yield "exam_result", exam.pk, exam.held_on + RESULT_AFTER

    def _permits(self, one, day):
        ends = [
            each.legal_valid_to or each.printed_valid_to
            for each in self.documents
            if each.participant_id == one.participant_id and each.issued_on <= day
        ]
        if ends and (one.ended_on is None or one.ended_on > max(ends)):
            yield "permit_ends", one.pk, max(ends)

    def _accompaniment(self, one, main, day):
        rows = self.sponsorships.get(one.pk, [])
        needing = [entry for entry in main if goes_on(entry, day) and entry.phase.sponsor_required]
        if needing and all(each.ended_on for each in rows):
            since = max([needing[0].started_on, *(each.ended_on + DAY for each in rows)])
            if goes_on(needing[0], since):
                yield "no_sponsor", one.pk, since
        now = [each.started_on for each in rows if active(each, day)]
        if not now or self._rests(one, day) or one.entered_on > day:
            return
        rested = [
            pause.ended_on + DAY for pause in self.pauses.get(one.pk, []) if pause.ended_on and pause.ended_on < day
        ]
        contacts = [each.held_on for each in self.contacts.get(one.pk, []) if each.held_on <= day]
        for entry in main:
            if active(entry, day) and entry.phase.contact_interval_days:
                begun = max([entry.started_on, min(now), *rested])
                every = timedelta(days=entry.phase.contact_interval_days)
                yield "contact_due", one.pk, max([begun, *contacts]) + every

    def _rests(self, one, day):
        return any(active(pause, day) for pause in self.pauses.get(one.pk, []))


class People:
    """Who holds a role, who is named, and who is away, as it stands now."""

    def __init__(self):
        self.parents = dict(Organisation.objects.order_by("pk").values_list("pk", "parent"))
        self.roles = list(Membership.objects.order_by("pk"))
        self.working = set(User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))
        self.named = {
            row.organisation_id: [row.responsible_id, row.deputy_id] for row in Responsibility.objects.order_by("pk")
        }
        self.wishes = list(ReminderWish.objects.order_by("pk"))

    def holds(self, user, role, places, day):
        """Whether somebody has a role for one of these places."""
        return user in self.working and any(
            each.user_id == user and each.role == role and each.organisation_id in places
            and (each.started_on is None or each.started_on <= day) and goes_on(each, day)
            for each in self.roles
        )  # fmt: skip

    def upwards(self, place):
        """A place and those above it."""
        return [place, *(self.upwards(self.parents[place]) if self.parents[place] else [])]

    def may_see(self, fact, user, place, accompanying, day):
        """Training managers what is about people at their places, sponsors what is about those they accompany."""
        sponsor = user in accompanying and fact.kind not in NOT_FOR_SPONSORS
        anywhere = set(self.parents)
        return self.holds(user, Role.TRAINING_MANAGER, self.upwards(place), day) or (
            sponsor and self.holds(user, Role.SPONSOR, anywhere, day)
        )

    def in_line(self, place, day):
        """Who is reminded, and who is as well of what has been overdue for long."""
        levels = [level for level in (self._level(each, place, day) for each in self.upwards(place)) if level]
        if not levels:
            return set(), set()
        first = levels[0]
        nearest = next((self.named[each] for each in self.upwards(place) if each in self.named), [])
        both = [user for user in nearest if user and self._sees(user, place, day)]
        other = [user for user in both if user not in first]
        if first & set(both) and other:
            return first, {other[0]}
        return first, next((level - first for level in levels[1:] if level - first), set())

    def _level(self, place, asked, day):
        if place not in self.named:
            here = {each.user_id for each in self.roles if each.organisation_id == place}
            here = {user for user in here if self.holds(user, Role.TRAINING_MANAGER, {place}, day)}
            return {user for user in here if not self._away(user, day)} or here
        responsible, deputy = (user if user and self._sees(user, asked, day) else None for user in self.named[place])
        if responsible and not (self._away(responsible, day) and deputy and not self._away(deputy, day)):
            return {responsible}
        return {deputy} - {None}

    def _sees(self, user, place, day):
        return self.holds(user, Role.TRAINING_MANAGER, self.upwards(place), day)

    def _away(self, user, day):
        return any(
            each.owner_id == user and each.away_from and each.away_from <= day
            and (each.away_until is None or each.away_until >= day)
            for each in self.wishes
        )  # fmt: skip


def reminders(facts, people, sleeping, day):
    """Every reminder that is due. `sleeping` are those put off: until when, and the number of what put it off."""
    for fact in facts.on(day):
        steps = [days for days in STEPS[fact.kind] if fact.due_on - timedelta(days=days) <= day]
        until, number = sleeping.get(fact[:3], (day, None))
        if not steps or until > day:
            continue
        late = day >= fact.due_on + timedelta(days=LONG_OVERDUE)
        first, after = people.in_line(facts.place_of(fact.enrolment, day), day)
        sponsors = facts.sponsors_of(fact.enrolment, day) if fact.kind not in NOT_FOR_SPONSORS else set()
        sponsors = {user for user in sponsors if people.holds(user, Role.SPONSOR, set(people.parents), day)}
        theirs_alone = fact.kind == "contact_due" and sponsors and not late
        yield from (Due(fact, user, "step", steps[-1]) for user in sponsors | (set() if theirs_alone else first))
        if late:
            yield from (Due(fact, user, "overdue", LONG_OVERDUE) for user in after)
        if number is not None:
            yield from (Due(fact, user, "back", number) for user in first)


def _by_enrolment(rows):
    found = {}
    for row in rows:
        found.setdefault(row.enrolment_id, []).append(row)
    return found
