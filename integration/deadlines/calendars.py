"""What falls due as a calendar (RFC 5545): whole days, no names, and the same entry under the same number as it moves."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.models import CalendarAddress, Deadline
from integration.deadlines.people import faces_of
from integration.deadlines.queries import standing_to
from integration.organisations.access import roles_of

DAYS_BACK = 60
DAYS_AHEAD = 400
MOST = 1_000
ASKED_AGAIN = timedelta(hours=6)


class Entry(NamedTuple):
    """A day in somebody's calendar. Its `number` stays the same as it moves; `said` names nobody."""

    number: str
    on: date
    title: str
    said: str
    enrolment: int
    changed: datetime
    revision: int


Days = tuple[date, date]
Besides = Callable[[User, Days], Iterable[Entry]]
_besides: list[Besides] = []


def show_besides(entries: Besides) -> None:
    """Let calendars show more than deadlines: what an app above keeps for their owner between two days, in constant queries."""
    _besides.append(entries)


def calendar_for(address: CalendarAddress, today: date) -> bytes:
    """All that is near for the owner, by what they may see at this moment. A constant number of queries."""
    user = address.owner
    entries = _near(user, today)
    faces = faces_of({each.enrolment for each in entries}) if address.initials and entries else {}
    initials = {enrolment: _initials(face.name) for enrolment, face in faces.items()}
    page = _page(user)
    return _calendar(_event(each, initials.get(each.enrolment, ""), page) for each in entries).to_ical()


def _near(user: User, today: date) -> list[Entry]:
    days = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    deadlines = standing_to(user).filter(due_on__range=days).order_by("due_on", "pk")[:MOST]
    besides = [entry for entries in _besides for entry in entries(user, days)]
    return sorted([*map(_of_deadline, deadlines), *besides], key=lambda each: (each.on, each.number))


def _of_deadline(deadline: Deadline) -> Entry:
    return Entry(
        number=f"{deadline.kind}-{deadline.subject}",
        on=deadline.due_on,
        title=str(deadline.title),
        said=str(deadline.action),
        enrolment=deadline.enrolment,
        changed=deadline.changed_at or deadline.first_seen_at,
        revision=deadline.revision,
    )


def _page(user: User) -> str:
    """Where they are seen: the workplace, or wherever the owner's work is."""
    return f"{settings.PUBLIC_URL}/" + ("admin/" if Role.TRAINING_MANAGER in roles_of(user) else "")


def _initials(name: str) -> str:
    return " ".join(f"{word[0].upper()}." for word in name.split())


def _event(entry: Entry, initials: str, page: str) -> Event:
    """One whole day."""
    event = Event()
    event.add("uid", f"{entry.number}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", entry.changed)
    event.add("last-modified", entry.changed)
    event.add("sequence", entry.revision)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", f"{entry.title} · {initials}" if initials else entry.title)
    event.add("description", entry.said)
    event.add("url", page)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _calendar(events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Einstieg//Einstieg//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _("Einstieg: What falls due"))
    calendar.add("x-wr-calname", _("Einstieg: What falls due"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"value": "DURATION"})
    calendar.add_component(_berlin())
    for event in events:
        calendar.add_component(event)
    return calendar


def _berlin() -> Timezone:
    """The days are those of Berlin, whose clocks change on the last Sundays of March and October."""
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    hour = timedelta(hours=1)
    changes = (
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 2 * hour, hour, 10),  # noqa: DTZ001  (by the local clock)
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), hour, 2 * hour, 3),  # noqa: DTZ001
    )
    for part, name, begins, offset_from, offset_to, month in changes:
        part.add("dtstart", begins)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", offset_from)
        part.add("tzoffsetto", offset_to)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
