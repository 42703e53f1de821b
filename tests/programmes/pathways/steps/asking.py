"""How a step is asked for: its form opened, filled in and sent."""

from datetime import date

from django.test import Client

from integration.accounts.roles import Role
from tests import factories as make

TODAY = date(2025, 3, 1)
PLANNED, LATER = date(2027, 8, 31), date(2028, 2, 29)


def manager_of(organisation):
    browser = Client()
    browser.force_login(make.member(Role.TRAINING_MANAGER, organisation, display_name="Gesine Maurer"))
    return browser


def address(enrolment, step):
    return f"/admin/pathways/enrolment/{enrolment.pk}/step/{step}/"


def person_page(enrolment):
    return f"/admin/participants/participant/{enrolment.participant_id}/change/"


def sent(client, enrolment, step, *, seen=None, **typed):
    """What comes of sending a form as it is suggested, apart from what was typed."""
    where = address(enrolment, step)
    page = client.get(where)
    form = page.context["form"]
    values = {name: getattr(value, "pk", value) for name, value in form.initial.items() if value is not None}
    return client.post(where, {"seen": page.context["seen"] if seen is None else seen, **values, **typed})


def confirmed(client, enrolment, step, **typed):
    return sent(client, enrolment, step, action="confirm", **typed)


def effects(answer):
    return answer.context["effects"]


def offered(client, enrolment):
    """The names of the steps that the person's page offers for their latest enrolment, in order."""
    sections = client.get(person_page(enrolment)).context["page"].sections
    told = next(shown for shown in sections if shown.section.name == "journey").facts["journeys"][0]
    return [offer.url.split("/")[-2] for offer in told.offers]
