"""What the demonstration's sponsors say of themselves, and who takes over from whom."""

from datetime import date, timedelta
from itertools import cycle

from django.db.models import Exists, OuterRef, QuerySet

from programmes.sponsorships.enums import SPONSORING_ROLES, HandoverKind
from programmes.sponsorships.handover.services import Plan, ask_for_handover, hand_over
from programmes.sponsorships.models import PromiseText, Sponsor, Sponsorship
from programmes.sponsorships.own import services as own

DAY = timedelta(days=1)
LANGUAGES = ("Arabisch, Englisch", "Farsi, Deutsch", "Tigrinya, Englisch", "Ukrainisch, Russisch", "Türkisch, Deutsch")
OCCUPATIONS = ("Industriemechanik", "Büromanagement", "Lager und Logistik", "Elektronik", "Verkauf")
COURSES = ("Grundkurs für Patinnen und Paten", "Sprache und Missverständnisse im Alltag")
TOO_MUCH = "Seit der Schichtumstellung schaffe ich die wöchentlichen Treffen nicht mehr."
GAP = "Bis Mitte des Monats das Berichtsheft; der Termin bei der Berufsschule ist vereinbart. Freitags ist die beste Zeit."
OPEN = "Der Lernplan für die Zwischenprüfung hängt am Spind. Offen ist noch der Zuschuss zu den Fahrtkosten."
SPEAKING = 40


def speak(sponsors: list[Sponsor], today: date) -> None:
    """Of those who have an account: room, training, promise, an absence; and of some others what helps to find them."""
    others = Sponsor.objects.filter(user=None, languages="", organisation__root=sponsors[0].organisation.root)
    for sponsor, languages, occupation in zip(others.order_by("code")[:SPEAKING], cycle(LANGUAGES), cycle(OCCUPATIONS)):
        own.say_room(sponsor, sponsor.capacity, languages, occupation)
    for sponsor, languages, occupation in zip(sponsors, LANGUAGES, OCCUPATIONS, strict=False):
        own.say_room(sponsor, sponsor.capacity or 3, languages, occupation)
        own.learned(sponsor, COURSES[0], today - timedelta(days=200))
    first, *rest = sponsors
    own.learned(first, COURSES[1], today - timedelta(days=40))
    own.promise(first, PromiseText.objects.filter(organisation=first.organisation.root).latest("version"))
    for sponsor in rest:
        own.be_away(sponsor, today + timedelta(days=20), today + timedelta(days=34))
        own.say_too_much(sponsor, TOO_MUCH)


def hand_on(sponsors: list[Sponsor], today: date) -> None:
    """The first is to acknowledge a handover since yesterday; each of the others asks for a deputy, and nobody is found yet."""
    first, *rest = sponsors
    for sponsor in rest:
        for sponsorship in _accompanying(today).filter(sponsor=sponsor)[:1]:
            plan = Plan(HandoverKind.LEAVE, today + timedelta(days=12), today + timedelta(days=40), GAP)
            ask_for_handover(sponsorship, plan, sponsor.user)
    theirs = Sponsorship.objects.filter(sponsor=first, enrolment=OuterRef("enrolment"))
    colleagues = _accompanying(today).filter(~Exists(theirs), sponsor__user=None, started_on__lt=today - DAY)
    for sponsorship in colleagues.filter(sponsor__organisation__employer=first.organisation.employer)[:1]:
        hand_over(sponsorship, first, today, Plan(HandoverKind.END, today - DAY, note=OPEN))


def _accompanying(today: date) -> QuerySet[Sponsorship]:
    running = Sponsorship.objects.active_on(today).filter(ended_on=None, role__in=SPONSORING_ROLES)
    return running.order_by("enrolment__code", "pk")
