"""Who looks after what falls due at an organisation, who deputises, and who is next."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.enums import Part
from integration.deadlines.refusals import CANNOT_SEE_IT
from integration.organisations.models import Membership, Organisation
from integration.periods.querysets import active_on
from integration.periods.refusals import Refused

if TYPE_CHECKING:
    from integration.deadlines.models import Responsibility

Accompanying = Callable[[Collection[int], date], Iterable[tuple[int, int]]]
_accompanying: list[Accompanying] = []


class Duty(NamedTuple):
    """Somebody, and why it is them."""

    user: int
    part: Part


def accompanied_by(accompanying: Accompanying) -> None:
    """Say who accompanies people, as pairs of enrolment and user; declared by the app above that knows."""
    _accompanying.append(accompanying)


def sponsors_of(enrolments: Collection[int], today: date) -> dict[int, list[Duty]]:
    """Those who accompany enrolments today and have an account: they are the first to know."""
    found: dict[int, list[Duty]] = defaultdict(list)
    for accompanying in _accompanying:
        for enrolment, user in accompanying(enrolments, today):
            found[enrolment].append(Duty(user, Part.SPONSOR))
    return found


class Duties:
    """Who is responsible where on a day. A constant number of queries for all organisations.

    From an organisation upwards, the first is whoever is named as responsible there, or deputises; where nobody is
    named, the training managers who hold their role for that very organisation. Whoever cannot see it is passed over.
    """

    def __init__(self, today: date) -> None:
        self.today = today

    def first(self, organisation: int) -> list[Duty]:
        """Who is reminded."""
        return next(self._levels(organisation), [])

    def next(self, organisation: int) -> list[Duty]:
        """Who is reminded as well of what has been overdue for long: the deputy, or whoever is responsible above."""
        levels = self._levels(organisation)
        first = {duty.user for duty in next(levels, [])}
        deputy = self._other_of_two(organisation, first)
        if deputy is not None:
            return [Duty(deputy, Part.NEXT)]
        above = next((level for level in levels if {duty.user for duty in level} - first), [])
        return [Duty(duty.user, Part.NEXT) for duty in above if duty.user not in first]

    def passed_over(self, organisation: int) -> list[Duty]:
        """Who would be reminded, and is away."""
        for place in self._upwards(organisation):
            named = self._named.get(place)
            if named and self._sees(named[0], organisation):
                return [Duty(named[0], Part.RESPONSIBLE)] if named[0] in self._away else []
            if named or self._managers.get(place):
                return []
        return []

    def responsible_of(self, user: int) -> list[int]:
        """The organisations for which somebody is the one who is reminded today."""
        return [place for place in self._parents if user in {duty.user for duty in self.first(place)}]

    def sees(self, user: int, organisation: int) -> bool:
        """Whether a training manager's role reaches an organisation."""
        return self._sees(user, organisation)

    # --- Asked once ---

    @cached_property
    def _parents(self) -> dict[int, int | None]:
        return dict(Organisation.objects.order_by("pk").values_list("pk", "parent"))

    @cached_property
    def _managers(self) -> dict[int, list[int]]:
        """The training managers of today, by the organisation for which they hold the role."""
        held = Membership.objects.filter(role=Role.TRAINING_MANAGER, user__is_active=True).filter(held_on(self.today))
        found: dict[int, list[int]] = defaultdict(list)
        for place, user in held.order_by("pk").values_list("organisation", "user"):
            found[place].append(user)
        return found

    @cached_property
    def _named(self) -> dict[int, tuple[int, int | None]]:
        from integration.deadlines.models import Responsibility

        rows = Responsibility.objects.order_by("pk").values_list("organisation", "responsible", "deputy")
        return {place: (responsible, deputy) for place, responsible, deputy in rows}

    @cached_property
    def _away(self) -> set[int]:
        from integration.deadlines.models import ReminderWish

        away = ReminderWish.objects.filter(active_on(self.today, start="away_from", end="away_until"))
        return set(away.filter(away_from__isnull=False).order_by("pk").values_list("owner", flat=True))

    # --- Worked out ---

    def _levels(self, organisation: int) -> Iterator[list[Duty]]:
        for place in self._upwards(organisation):
            level = self._level(place, organisation)
            if level:
                yield level

    def _level(self, place: int, organisation: int) -> list[Duty]:
        """Who is named there, or else the training managers of this very place."""
        named = self._named.get(place)
        if named is None:
            here = self._managers.get(place, [])
            present = [user for user in here if user not in self._away]
            return [Duty(user, Part.MANAGER) for user in dict.fromkeys(present or here)]
        responsible, deputy = (user if user and self._sees(user, organisation) else None for user in named)
        if responsible is None or (responsible in self._away and deputy is not None and deputy not in self._away):
            return [Duty(deputy, Part.DEPUTY)] if deputy is not None else []
        return [Duty(responsible, Part.RESPONSIBLE)]

    def _other_of_two(self, organisation: int, first: set[int]) -> int | None:
        """The one of the nearest two who is not reminded already."""
        for place in self._upwards(organisation):
            if place in self._named:
                seeing = [user for user in self._named[place] if user and self._sees(user, organisation)]
                return next((user for user in seeing if user not in first), None) if set(seeing) & first else None
        return None

    def _upwards(self, organisation: int) -> Iterator[int]:
        place: int | None = organisation
        while place is not None:
            yield place
            place = self._parents.get(place)

    def _sees(self, user: int, organisation: int) -> bool:
        return any(user in self._managers.get(place, ()) for place in self._upwards(organisation))


def held_on(today: date) -> Q:
    """Memberships of that day."""
    return (Q(started_on__isnull=True) | Q(started_on__lte=today)) & (Q(ended_on__isnull=True) | Q(ended_on__gte=today))


def check_responsibility(responsibility: "Responsibility") -> None:
    """Raise `Refused` if somebody is named who cannot see what falls due there."""
    if responsibility.organisation_id is None or responsibility.responsible_id is None:
        return
    duties = Duties(timezone.localdate())
    for user in (responsibility.responsible_id, responsibility.deputy_id):
        if user is not None and not duties.sees(user, responsibility.organisation_id):
            raise Refused(CANNOT_SEE_IT)


def people_named(users: Collection[int]) -> dict[int, User]:
    """The accounts behind the numbers."""
    return User.objects.in_bulk(list(users))
