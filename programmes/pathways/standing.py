"""How enrolments stand today, for many of them at once and as far as somebody may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from integration.accounts.models import User
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedQuerySet
from programmes.pathways.access import FEW
from programmes.pathways.enums import JourneyState
from programmes.pathways.models import Affiliation, Enrolment, Pause, PhaseEntry


@dataclass(frozen=True)
class Standing:
    """Where an enrolment is, and how far.

    `away` is the last day with the organisations that somebody sees, if the enrolment has gone elsewhere: what came
    after is not theirs to know.
    """

    enrolment: Enrolment
    state: JourneyState
    entry: PhaseEntry | None
    place: Organisation | None
    away: date | None
    today: date

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self.state not in {JourneyState.ENDED, JourneyState.NOT_ENTERED}

    @property
    def overdue(self) -> bool:
        """Whether the phase should have ended by now (INDICATORS G7)."""
        end = self.entry.planned_end_on if self.entry else None
        return self.running and end is not None and end < self.today

    @property
    def progress(self) -> int | None:
        """Elapsed days of the planned ones, in percent; none without a planned end."""
        if self.entry is None or self.entry.planned_end_on is None:
            return None
        planned = (self.entry.planned_end_on - self.entry.started_on).days + 1
        elapsed = (self.today - self.entry.started_on).days + 1
        return max(0, min(100, elapsed * 100 // planned))


def standings(user: User, enrolments: Sequence[Enrolment]) -> dict[int, Standing]:
    """How each of them stands today, by its id: three queries, however many there are."""
    today = timezone.localdate()
    ids = [enrolment.pk for enrolment in enrolments]
    entries = PhaseEntry.objects.visible_to(user).filter(enrolment__in=ids, ended_on=None, parallel=False)
    open_entries = {entry.enrolment_id: entry for entry in entries.select_related("phase").order_by("started_on", "pk")}
    paused = set(
        Pause.objects.visible_to(user).active_on(today).filter(enrolment__in=ids).values_list("enrolment", flat=True)
    )
    times = Affiliation.objects.visible_to(user).filter(enrolment__in=ids).select_related("organisation")
    places = _places(times.order_by("started_on"), today)
    found = {}
    for enrolment in enrolments:
        entry, time = open_entries.get(enrolment.pk), places.get(enrolment.pk)
        found[enrolment.pk] = Standing(
            enrolment=enrolment,
            state=_state(enrolment, entry, today, paused=enrolment.pk in paused),
            entry=entry,
            place=time.organisation if time else None,
            away=time.ended_on if time and time.next_id and time.ended_on and time.ended_on < today else None,
            today=today,
        )
    return found


def _places(times: Iterable[Affiliation], today: date) -> dict[int, Affiliation]:
    """Of each enrolment the time that holds today, else the last before or the first after."""
    found: dict[int, Affiliation] = {}
    for time in times:
        if time.started_on <= today or time.enrolment_id not in found:
            found[time.enrolment_id] = time
    return found


def _state(enrolment: Enrolment, entry: PhaseEntry | None, today: date, *, paused: bool) -> JourneyState:
    """As `queries.state_of` says."""
    if enrolment.ended_on is not None:
        return JourneyState.ENDED
    if enrolment.entered_on > today:
        return JourneyState.NOT_ENTERED
    if paused:
        return JourneyState.PAUSED
    return JourneyState.BETWEEN_PHASES if entry is None else JourneyState.IN_PHASE


def in_state(
    rows: ScopedQuerySet[Enrolment], state: JourneyState | str, user: User, today: date
) -> ScopedQuerySet[Enrolment]:
    """The enrolments that stand so today, as far as the user may see it; by what is kept of each for lists."""
    if state == JourneyState.ENDED:
        return rows.filter(progress__ended_on__isnull=False)
    if state == JourneyState.NOT_ENTERED:
        return rows.filter(progress__ended_on=None, progress__entered_on__gt=today)
    going = rows.filter(begun(today))
    resting = Pause.objects.visible_to(user).active_on(today).order_by()
    pauses = resting.filter(enrolment=OuterRef("pk"))
    if state == JourneyState.PAUSED:
        # Asked beforehand: the database does not foresee how few rest at any time.
        few = list(resting.values_list("enrolment", flat=True)[: FEW + 1])
        return going.filter(Q(pk__in=few) if len(few) <= FEW else Q(Exists(pauses)))
    if state == JourneyState.IN_PHASE:
        return going.filter(Exists(open_main_entries(user)), ~Exists(pauses))
    return going.in_hands_of(user).filter(~Exists(pauses), progress__between_phases=True)


def begun(today: date) -> Q:
    """Entered, and not ended."""
    return Q(progress__ended_on=None, progress__entered_on__lte=today)


def open_main_entries(user: User) -> QuerySet[PhaseEntry]:
    """The main-track phases of the row's enrolment whose end is not recorded."""
    visible = PhaseEntry.objects.visible_to(user)
    return visible.filter(enrolment=OuterRef("pk"), ended_on=None, parallel=False)
