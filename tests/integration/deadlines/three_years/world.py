"""A company with a site, and what its people do to a dozen journeys, by chance."""

from datetime import timedelta

from django.core.exceptions import ValidationError

from integration.accounts.roles import Role
from integration.deadlines.enums import Rhythm
from integration.deadlines.following import all_at_once
from integration.deadlines.models import Deadline, ReminderWish, Responsibility
from integration.deadlines.snoozing import bring_back, put_off
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Membership
from programmes.pathways import services as journey
from programmes.pathways.enums import EndReason, ExamKind, ExamResult, Outcome, PauseReason, PhaseKind
from programmes.sponsorships.enums import Channel
from programmes.sponsorships.services import end_sponsorship, note_contact, start_sponsorship
from tests import factories as make

HOW_MANY = 12


class World:
    """At the company somebody is responsible and has a deputy; at the site whoever manages the training there."""

    def __init__(self, chance, first):
        self.chance = chance
        programme = make.programme()
        make.phase(programme, PhaseKind.INTERNSHIP)
        make.phase(programme, PhaseKind.TRAINING, sponsor_required=True, contact_interval_days=28, probation_months=4)
        self.company = programme.organisation
        self.site = make.organisation(kind=OrganisationKind.SITE, parent=self.company)
        self.responsible, self.deputy = (make.member(Role.TRAINING_MANAGER, self.company) for _ in range(2))
        self.here = make.member(Role.TRAINING_MANAGER, self.site)
        Responsibility.objects.create(organisation=self.company, responsible=self.responsible, deputy=self.deputy)
        users = [make.member(Role.SPONSOR, self.company) for _ in range(3)]
        self.sponsors = [make.sponsor(user=user, organisation=self.company) for user in users]
        self.staff = [self.responsible, self.deputy, self.here, *users]
        for user in self.staff:
            ReminderWish.objects.create(owner=user)
        group = make.cohort(programme)
        self.people = [
            make.enrolment(cohort=group, entered_on=first, organisation=(self.company, self.site)[number % 2])
            for number in range(HOW_MANY)
        ]
        for one in self.people:
            make.phase_entry(one, planned_end_on=self._after(first, 60, 900))
            make.residence_document(one.participant, issued_on=first, printed_valid_to=self._after(first, 60, 900))

    def _after(self, day, least, most):
        return day + timedelta(days=self.chance.randrange(least, most))

    def a_day_at_work(self, day):
        """Some things happen, one by one or all at once; what is not possible as things stand changes nothing."""
        changes = (
            self.extend, self.move_permit, self.new_permit, self.examine, self.examine, self.accompany, self.call,
            self.leave_alone, self.rest, self.finish, self.begin, self.begin, self.transfer, self.undo, self.undo,
            self.leave, self.put_off, self.bring_back, self.be_away, self.change_role, self.wish, self.lock_account,
        )  # fmt: skip
        chosen = [
            (self.chance.choice(changes), self.chance.choice(self.people)) for _ in range(self.chance.randrange(1, 6))
        ]
        if self.chance.random() < 0.5:
            with all_at_once():
                self._do(chosen, day)
        else:
            self._do(chosen, day)

    def _do(self, chosen, day):
        for change, one in chosen:
            try:
                change(type(one).objects.get(pk=one.pk), day)
            except ValidationError:
                continue

    # --- Journeys ---

    def extend(self, one, day):
        entry = one.phase_entries.order_by("started_on", "pk").last()
        if entry:
            journey.extend(entry, self._after(day, -20, 300))

    def examine(self, one, day):
        result = self.chance.choice([None, None, ExamResult.PASSED, ExamResult.FAILED])
        kind = self.chance.choice([ExamKind.INTERMEDIATE, ExamKind.FINAL])
        journey.record_exam(one, kind, self._after(day, -20, 60), attempt=self.chance.randrange(1, 3), result=result)

    def rest(self, one, day):
        if one.pauses.filter(ended_on=None).exists():
            journey.resume(one, day)
        else:
            journey.pause(one, day, PauseReason.ILLNESS, ended_on=self.chance.choice([None, self._after(day, 1, 40)]))

    def finish(self, one, day):
        entry = one.phase_entries.filter(ended_on=None).order_by("pk").first()
        if entry:
            journey.complete_phase(entry, day, self.chance.choice([Outcome.COMPLETED, Outcome.ENDED_EARLY]))

    def begin(self, one, day):
        phases = list(one.cohort.programme.phases.order_by("position"))
        journey.start_phase(one, self.chance.choice(phases), day, planned_end_on=self._after(day, 10, 300))

    def transfer(self, one, day):
        journey.transfer(one, day, self.chance.choice([self.company, self.site]))

    def leave(self, one, day):
        if self.chance.random() < 0.2:
            journey.end_enrolment(one, self._after(day, -10, 30), EndReason.OTHER_EMPLOYER)

    def undo(self, one, day):
        if one.steps.exists():
            journey.undo_last_step(one)

    # --- Papers and company ---

    def move_permit(self, one, day):
        document = one.participant.residence_documents.order_by("pk").last()
        document.legal_valid_to = self._after(day, 1, 300)
        document.save()

    def new_permit(self, one, day):
        make.residence_document(one.participant, issued_on=day, printed_valid_to=self._after(day, 1, 500))

    def accompany(self, one, day):
        start_sponsorship(self.chance.choice(self.sponsors), one, day)

    def leave_alone(self, one, day):
        standing = one.sponsorships.filter(ended_on=None).order_by("pk").first()
        if standing:
            end_sponsorship(standing, self._after(day, 0, 30))

    def call(self, one, day):
        reached = self.chance.random() < 0.8
        note_contact(self.chance.choice(self.sponsors), one, self._after(day, -5, 1), Channel.PHONE, reached=reached)

    # --- Staff ---

    def put_off(self, one, day):
        shown = (
            Deadline.objects.filter(enrolment=one.pk, state="open", shown_on__lte=day).order_by("kind", "pk").first()
        )
        if shown:
            put_off(shown, self._after(day, 1, 40), "später", self.deputy)

    def bring_back(self, one, day):
        for each in Deadline.objects.filter(enrolment=one.pk, state="open").order_by("pk"):
            bring_back(each)

    def be_away(self, one, day):
        ReminderWish.objects.filter(owner=self.chance.choice(self.staff)).update(
            away_from=day, away_until=self._after(day, 0, 30)
        )

    def wish(self, one, day):
        ReminderWish.objects.filter(owner=self.chance.choice(self.staff)).update(
            rhythm=self.chance.choice([Rhythm.SINGLE, Rhythm.DAILY, Rhythm.WEEKLY])
        )

    def change_role(self, one, day):
        """Somebody's role ends today, or is theirs again."""
        row = Membership.objects.get(user=self.chance.choice(self.staff))
        row.ended_on = None if row.ended_on else day
        row.save()

    def lock_account(self, one, day):
        user = self.chance.choice(self.staff)
        user.is_active = not user.is_active
        user.save()
