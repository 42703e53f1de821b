"""The early assessment: two working days into an internship the colleagues are asked."""

from datetime import date

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.law.models import LegalNumber
from integration.periods.refusals import Refused
from programmes.pathways.enums import Fit, PhaseKind
from programmes.pathways.models import Assessment
from programmes.pathways.services.assessments import assess
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 3)
"""A Wednesday; Thursday is Corpus Christi where it is kept."""


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-06-03T09:00:00+02:00")


def internship(started_on=TODAY, state="", **fields):
    enrolled = make.enrolment(entered_on=date(2026, 1, 1))
    if state:
        enrolled.organisation.state = state
        enrolled.organisation.save()
    return make.phase_entry(enrolled, PhaseKind.INTERNSHIP, started_on=started_on, **fields)


@pytest.mark.parametrize(("state", "on"), [("", date(2026, 6, 5)), ("HH", date(2026, 6, 5)), ("BY", date(2026, 6, 8))])
def test_it_is_due_after_two_working_days_of_the_sites_state(state, on):
    internship(state=state)

    assert due("early_assessment", TODAY) == [(on, "began")]
    assert Deadline.objects.get(kind="early_assessment").sentence == (
        "Das Praktikum beginnt am 03.06.2026; nach den ersten Tagen wissen die Kolleginnen und Kollegen, ob es passt."
    )


def test_a_site_without_a_state_has_its_companys():
    company = make.organisation(state="BY")
    site = make.organisation(parent=company, kind="site")
    enrolled = make.enrolment(organisation=site, entered_on=date(2026, 1, 1))
    make.phase_entry(enrolled, PhaseKind.INTERNSHIP, started_on=TODAY)

    assert due("early_assessment", TODAY) == [(date(2026, 6, 8), "began")]


def test_a_training_needs_none_and_an_old_internship_is_let_be():
    make.phase_entry(make.enrolment(entered_on=date(2026, 1, 1)), PhaseKind.TRAINING, started_on=TODAY)
    internship(date(2026, 4, 3))

    assert due("early_assessment", TODAY) == []


def test_an_internship_that_begins_later_is_known_already():
    internship(date(2026, 7, 2))

    assert due("early_assessment", TODAY) == [(date(2026, 7, 6), "began")]


def test_a_new_rule_leaves_what_began_under_the_old_one():
    old = LegalNumber.objects.get(code="early_assessment")
    old.valid_until = date(2026, 6, 30)
    old.save()
    LegalNumber.objects.create(code="early_assessment", value=5, unit="working_days", valid_from=date(2026, 7, 1))
    internship(date(2026, 6, 30))
    internship(date(2026, 7, 1))

    assert due("early_assessment", TODAY) == [(date(2026, 7, 2), "began"), (date(2026, 7, 8), "began")]


def test_what_the_colleagues_say_settles_it_once():
    entry = internship()
    due("early_assessment", TODAY)

    assess(entry, date(2026, 6, 5), Fit.FITS)
    assess(entry, date(2026, 6, 5), Fit.FITS)

    assert due("early_assessment", TODAY) == []
    assert became("early_assessment") == [(date(2026, 6, 5), "settled")]
    assert Assessment.objects.count() == Assessment.history.count() == 1


def test_nobody_knows_before_it_began():
    with pytest.raises(Refused) as refusal:
        assess(internship(), date(2026, 6, 2), Fit.FITS)

    assert refusal.value.messages == ["Das Praktikum hatte an diesem Tag noch nicht begonnen."]


def test_the_form_suggests_what_falls_due_and_records_it():
    entry = internship()
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, entry.enrolment.organisation))
    address = f"/admin/pathways/enrolment/{entry.enrolment_id}/step/assess/"

    page = client.get(address, {"row": entry.pk})
    answer = client.post(
        address, {"entry": entry.pk, "assessed_on": "2026-06-03", "fit": "with_support", "action": "confirm"}
    )

    assert page.context["form"].initial["entry"] == entry
    assert answer.status_code == 302
    assert Assessment.objects.values_list("entry", "fit").get() == (entry.pk, "with_support")


def test_others_find_nothing_of_it():
    assess(internship(), date(2026, 6, 3), Fit.FITS)

    assert Assessment.objects.visible_to(make.member(Role.TRAINING_MANAGER)).count() == 0
