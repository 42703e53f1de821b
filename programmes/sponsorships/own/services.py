"""What sponsors change about themselves. Each locks the sponsor's row; asked twice, nothing changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import timezone

from integration.accounts.models import User
from integration.journal.authors import delete_as, save_as
from integration.periods.refusals import Refused, one_change
from programmes.pathways.services.steps import check_days
from programmes.sponsorships.models import Absence, Promise, PromiseText, Relief, Sponsor, Training
from programmes.sponsorships.refusals import IN_THE_FUTURE_STILL


@contextmanager
def _own(sponsor: Sponsor) -> Iterator[Sponsor]:
    """The sponsor as they are now, with nobody else changing them."""
    with one_change():
        yield Sponsor.objects.select_for_update(of=("self",)).get(pk=sponsor.pk)


def say_room(sponsor: Sponsor, capacity: int | None, languages: str, occupation: str) -> None:
    """How many people somebody accompanies at most, what they speak, and what they work as."""
    with _own(sponsor) as current:
        if (current.capacity, current.languages, current.occupation) != (capacity, languages, occupation):
            current.capacity, current.languages, current.occupation = capacity, languages, occupation
            current.full_clean()
            save_as(current.user, current)


def be_away(sponsor: Sponsor, started_on: date, ended_on: date | None) -> None:
    """Nobody new is proposed to them while they are away."""
    check_days(started_on, ended_on)
    with _own(sponsor) as current:
        if not current.absences.filter(started_on=started_on, ended_on=ended_on).exists():
            absence = Absence(sponsor=current, started_on=started_on, ended_on=ended_on)
            absence.full_clean()
            save_as(current.user, absence)


def be_there(absence: Absence) -> None:
    """They are not away after all."""
    with _own(absence.sponsor) as current:
        for each in current.absences.filter(pk=absence.pk):
            delete_as(current.user, each)


def learned(sponsor: Sponsor, title: str, held_on: date) -> None:
    """They took part in a training."""
    check_days(held_on)
    with _own(sponsor) as current:
        if held_on > timezone.localdate():
            raise Refused(IN_THE_FUTURE_STILL)
        if not current.trainings.filter(title=title, held_on=held_on).exists():
            training = Training(sponsor=current, title=title, held_on=held_on)
            training.full_clean()
            save_as(current.user, training)


def promise(sponsor: Sponsor, text: PromiseText) -> None:
    """They promise what this version says, today."""
    with _own(sponsor) as current:
        if not current.promises.filter(text=text).exists():
            save_as(current.user, Promise(sponsor=current, text=text, given_on=timezone.localdate()))


def say_too_much(sponsor: Sponsor, text: str) -> None:
    """The training manager sees it until it is settled. Said again before that, the newer words hold."""
    with _own(sponsor) as current:
        relief = current.reliefs.filter(settled_on=None).first() or Relief(sponsor=current)
        if relief.pk is None or relief.text != text:
            relief.text = text
            save_as(current.user, relief)


def settle(relief: Relief, by: User) -> None:
    """The training manager found a way with them. A second time changes nothing."""
    with one_change():
        current = Relief.objects.select_for_update(of=("self",)).get(pk=relief.pk)
        if current.settled_on is None:
            current.settled_on = timezone.localdate()
            save_as(by, current)
