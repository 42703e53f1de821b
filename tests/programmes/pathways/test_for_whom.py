"""What a step begins is begun by it, wherever somebody comes from: never by a plain form that says nothing of what follows."""

import pytest
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from integration.admin.site import workplace
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.guarantees.retention.models import RetentionCheck
from programmes.pathways.models import Assessment, Exam, Pause, PhaseEntry, Transfer
from programmes.sponsorships.models import Sponsorship
from tests import factories as make

pytestmark = pytest.mark.django_db

BEGUN_BY = {
    PhaseEntry: "start_phase",
    Assessment: "assess",
    Pause: "pause",
    Transfer: "transfer",
    Exam: "record_exam",
    Sponsorship: "start_sponsorship",
    RetentionGuarantee: "give_guarantee",
    RetentionCheck: "confirm_job",
    Employment: "record_employment",
}


def page_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def step_of(enrolment, name):
    return reverse("admin:pathways_enrolment_step", args=[enrolment.pk, name])


@pytest.fixture
def enrolled():
    return make.enrolment()


@pytest.fixture
def client(enrolled):
    browser = Client()
    browser.force_login(make.member(Role.TRAINING_MANAGER, enrolled.organisation))
    return browser


def test_every_record_that_a_step_begins_is_begun_by_it():
    begun = {model: page.begun_by for model, page in workplace._registry.items() if getattr(page, "begun_by", "")}

    assert begun == BEGUN_BY


@pytest.mark.parametrize(("model", "step"), BEGUN_BY.items(), ids=BEGUN_BY.values())
def test_the_page_asks_for_whom_and_leads_to_the_step(client, enrolled, model, step):
    asked = client.get(page_of(model))
    chosen = client.post(page_of(model), {"enrolment": enrolled.pk})
    known = client.get(page_of(model), {"enrolment": enrolled.pk})

    assert (asked.status_code, list(asked.context["form"].fields)) == (200, ["enrolment"])
    assert (chosen.url, known.url) == (step_of(enrolled, step),) * 2
    assert client.get(chosen.url).status_code == 200
    assert not model.objects.exists()


@pytest.mark.parametrize("strange", ["", "0", "abc", "9" * 30, "\0"])
def test_nobody_is_led_to_people_of_others(client, strange):
    theirs = make.enrolment()

    answers = [client.post(page_of(Pause), {"enrolment": each}) for each in (theirs.pk, strange)]
    known = client.get(page_of(Pause), {"enrolment": theirs.pk})

    assert [each.status_code for each in (*answers, known)] == [200, 200, 200]
    assert [list(each.context["form"].errors) for each in answers] == [["enrolment"]] * 2


def test_whoever_may_begin_nothing_is_asked_nothing(enrolled):
    browser = Client()
    browser.force_login(make.member(Role.DATA_PROTECTION, enrolled.organisation))

    assert browser.get(page_of(Pause)).status_code == 403
