"""What the demonstration's sponsors wrote, agreed and asked, so that their portal looks as in use."""

from datetime import date, timedelta
from uuid import UUID

from integration.accounts.models import User
from integration.organisations.queries import nearest_managers
from programmes.sponsorships.enums import Urgency
from programmes.sponsorships.models import Contact, ContactNote, Sponsor
from programmes.sponsorships.portal.queries import mentees_of
from programmes.sponsorships.portal.services.contacts import Agreed, agree
from programmes.sponsorships.portal.services.help import answer, ask_for_help, place_of

LINES = (
    ("Berichtsheft durchgesehen, sieht gut aus.", True),
    ("Wirkt müde nach der Frühschicht, will aber nichts ändern.", False),
    ("Bus und Dienstplan passen jetzt zusammen.", True),
)
STEPS = (("Berichtsheft gemeinsam durchsehen", 5), ("Termin in der Berufsschule nachfragen", 12))
QUESTION = "Der Sprachkurs überschneidet sich mit der Spätschicht. Können Sie mit der Schichtleitung sprechen?"
EARLIER = "Wer hilft beim Antrag auf Wohngeld?"
REPLY = "Die Sozialberatung im Haus, donnerstags ab 14 Uhr, ohne Anmeldung."


def talk(sponsors: list[Sponsor], today: date) -> None:
    """Some lines, steps and questions of those who have an account. A second time adds nothing."""
    for sponsor in sponsors:
        user = sponsor.user
        if user is not None:
            _notes(sponsor)
            _agreements(sponsor, user, today)
            _questions(sponsor, user)


def _notes(sponsor: Sponsor) -> None:
    if ContactNote.objects.filter(contact__sponsor=sponsor).exists():
        return
    newest = Contact.objects.filter(sponsor=sponsor, reached=True).order_by("-held_on", "-pk")
    for contact, (text, shared) in zip(newest[: len(LINES)], LINES, strict=False):
        ContactNote(contact=contact, text=text, shared=shared).save()


def _agreements(sponsor: Sponsor, user: User, today: date) -> None:
    for mentee, (text, days) in zip(mentees_of(user), STEPS, strict=False):
        agree(sponsor, mentee, Agreed(text, today + timedelta(days=days)), shared=True, by=user)


def _questions(sponsor: Sponsor, user: User) -> None:
    for number, mentee in enumerate(mentees_of(user)[:2], start=1):
        key = UUID(int=number)
        if number == 1:
            ask_for_help(sponsor, mentee, QUESTION, Urgency.TODAY, key=key, by=user)
            continue
        place = place_of(mentee)
        asked = ask_for_help(sponsor, mentee, EARLIER, Urgency.WHENEVER, key=key, by=user)
        for manager in nearest_managers([place.pk])[place.pk][:1] if asked else ():
            answer(asked, REPLY, key=UUID(int=100), by=manager, by_sponsor=False)
