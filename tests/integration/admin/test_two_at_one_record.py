"""Of two people at one record the second is told what the first changed, keeps what they typed, and decides."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.admin.meanwhile import SEEN
from integration.admin.site import AT_WORK_HERE, workplace
from integration.journal.services import CHANGED, record_bulk
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Phase, PhaseEntry
from programmes.pathways.services import start_phase, undo_last_step
from tests import factories as make
from tests.integration.admin.changeable import changeable
from tests.integration.admin.trees import filled_in, form_of, grow

pytestmark = pytest.mark.django_db

PAGES = list(workplace._registry)


def address(row, page="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def change(row, by=None, **values):
    """As an import or a bulk write does it."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    record_bulk(type(row), [row.pk], CHANGED, "", user=by)
    row.refresh_from_db()


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def first(company):
    return make.member(Role.TRAINING_MANAGER, company, display_name="Erika Erste")


@pytest.fixture
def second(company):
    return make.member(Role.TRAINING_MANAGER, company, display_name="Zora Zweite")


@pytest.fixture
def cohort(company):
    return make.cohort(make.programme(organisation=company), label="Herbst", planned_places=10)


def errors_of(answer):
    return answer.context["adminform"].form.errors


def shown(answer, name):
    return answer.context["adminform"].form[name].value()


def test_the_second_is_told_and_nothing_of_the_first_is_lost(cohort, first, second):
    ours, theirs = signed_in(second), signed_in(first)
    page, other = ours.get(address(cohort)), theirs.get(address(cohort))
    theirs.post(address(cohort), {**filled_in(other), "planned_places": 20})

    answer = ours.post(address(cohort), {**filled_in(page), "planned_places": 30})

    cohort.refresh_from_db()
    version = answer.context["adminform"].form.meanwhile.versions[0]
    assert (answer.status_code, cohort.planned_places, shown(answer, "planned_places")) == (200, 20, "30")
    assert (version.by, version.changes) == ("Erika Erste", [("geplante Plätze", "10", "20")])
    assert errors_of(answer).get_json_data()["__all__"][0]["code"] == "changed_meanwhile"
    assert errors_of(answer)["planned_places"] == ["Inzwischen eingetragen: 20"]


def test_a_second_time_they_overwrite_knowingly(cohort, first, second):
    ours = signed_in(second)
    page = ours.get(address(cohort))
    change(cohort, by=first, planned_places=20)
    told = ours.post(address(cohort), {**filled_in(page), "planned_places": 30})

    answer = ours.post(address(cohort), filled_in(told))

    cohort.refresh_from_db()
    assert (answer.status_code, cohort.planned_places) == (302, 30)
    assert cohort.history.latest("history_id").history_user == second


def test_different_fields_are_told_too_and_joined_with_one_click(cohort, first, second):
    ours = signed_in(second)
    page = ours.get(address(cohort))
    change(cohort, by=first, label="Winter")

    told = ours.post(address(cohort), {**filled_in(page), "planned_places": 30})
    cohort.refresh_from_db()
    assert (told.status_code, cohort.label, cohort.planned_places) == (200, "Winter", 10)
    assert (shown(told, "label"), shown(told, "planned_places"), list(errors_of(told))) == ("Winter", "30", ["__all__"])

    answer = ours.post(address(cohort), filled_in(told))
    cohort.refresh_from_db()
    assert (answer.status_code, cohort.label, cohort.planned_places) == (302, "Winter", 30)


def test_a_third_change_between_telling_and_saving_is_told_again(cohort, first, second):
    ours = signed_in(second)
    page = ours.get(address(cohort))
    change(cohort, by=first, planned_places=20)
    told = ours.post(address(cohort), {**filled_in(page), "planned_places": 30})
    change(cohort, by=first, planned_places=21)

    answer = ours.post(address(cohort), filled_in(told))

    cohort.refresh_from_db()
    assert (answer.status_code, cohort.planned_places) == (200, 21)
    assert answer.context["adminform"].form.meanwhile.versions[0].changes == [("geplante Plätze", "20", "21")]


def test_the_same_twice_is_saved_once_and_nobody_is_bothered(cohort, second):
    ours = signed_in(second)
    form = {**filled_in(ours.get(address(cohort))), "planned_places": 30}

    answers = [ours.post(address(cohort), form).status_code for _ in range(2)]

    assert answers == [302, 302]


def test_a_change_that_was_taken_back_is_none(cohort, first, second):
    ours = signed_in(second)
    page = ours.get(address(cohort))
    change(cohort, by=first, planned_places=20)
    change(cohort, by=first, planned_places=10)

    assert ours.post(address(cohort), {**filled_in(page), "planned_places": 30}).status_code == 302


def test_what_the_form_does_not_show_stands_in_nobodys_way_and_is_kept(company, first, second):
    entry = make.phase_entry(make.enrolment(cohort=make.cohort(_with_training(company))))
    ours = signed_in(second)
    page = ours.get(address(entry))
    change(entry, by=first, parallel=True)
    change(entry, by=first, parallel=False)

    answer = ours.post(address(entry), {**filled_in(page), "occupation": "Köchin"})

    entry.refresh_from_db()
    assert (answer.status_code, entry.occupation) == (302, "Köchin")


def _with_training(company):
    programme = make.programme(organisation=company)
    make.phase(programme, PhaseKind.TRAINING)
    return programme


def test_an_import_is_told_as_one(cohort, second):
    ours = signed_in(second)
    page = ours.get(address(cohort))
    change(cohort, planned_places=20)

    answer = ours.post(address(cohort), {**filled_in(page), "planned_places": 30})

    version = answer.context["adminform"].form.meanwhile.versions[0]
    assert version.by == "Ein Import oder ein Schritt ohne Person"


def test_ones_own_other_window_is_told_as_that(cohort, second):
    ours = signed_in(second)
    page = ours.get(address(cohort))
    ours.post(address(cohort), {**filled_in(page), "planned_places": 20})

    answer = ours.post(address(cohort), {**filled_in(page), "planned_places": 30})

    assert answer.context["adminform"].form.meanwhile.versions[0].by == "Sie selbst in einem anderen Fenster"


def test_a_mistake_of_ones_own_does_not_hide_the_change_of_another(cohort, first, second):
    ours = signed_in(second)
    page = ours.get(address(cohort))
    change(cohort, by=first, label="Winter")

    told = ours.post(address(cohort), {**filled_in(page), "planned_places": "viele"})

    assert [code["code"] for code in errors_of(told).get_json_data()["__all__"]] == ["changed_meanwhile"]
    assert set(errors_of(told)) == {"__all__", "planned_places"}


@pytest.mark.parametrize(
    "sealed", ["", "7", "7:forged", "\x00", "\ud800".encode("utf-8", "surrogatepass"), "9" * 10_000]
)
def test_a_page_that_does_not_know_what_it_showed_saves_nothing_the_first_time(cohort, second, sealed):
    ours = signed_in(second)
    page = filled_in(ours.get(address(cohort)))

    told = ours.post(address(cohort), {**page, "planned_places": 30, SEEN: sealed})
    cohort.refresh_from_db()
    assert (told.status_code, cohort.planned_places) == (200, 10)

    answer = ours.post(address(cohort), filled_in(told))
    cohort.refresh_from_db()
    assert (answer.status_code, cohort.planned_places) == (302, 30)


def test_a_seal_is_for_one_person_and_one_row(cohort, company, first, second):
    other = make.cohort(cohort.programme)
    page = filled_in(signed_in(first).get(address(cohort)))
    page_of_other = filled_in(signed_in(second).get(address(other)))

    answers = [
        signed_in(second).post(address(cohort), {**page, "planned_places": 30}).status_code,
        signed_in(second).post(address(cohort), {**page, SEEN: page_of_other[SEEN], "planned_places": 30}).status_code,
    ]

    cohort.refresh_from_db()
    assert (answers, cohort.planned_places) == ([200, 200], 10)


def test_rows_inside_a_page_are_compared_one_by_one(company, first, second):
    programme = _with_training(company)
    phase = programme.phases.get()
    ours = signed_in(second)
    page = filled_in(ours.get(address(programme)))
    change(phase, by=first, name="Lehre")

    told = ours.post(address(programme), {**page, "name": "Anders", "phases-0-name": "Dual"})
    form = told.context["inline_admin_formsets"][0].formset.forms[0]
    assert (form.errors["name"], form.meanwhile.versions[0].by) == (["Inzwischen eingetragen: Lehre"], "Erika Erste")
    assert type(programme).objects.get().name == "Einstieg"

    answer = ours.post(address(programme), filled_in(told))
    assert (answer.status_code, type(programme).objects.get().name, Phase.objects.get().name) == (302, "Anders", "Dual")


def test_a_record_that_was_deleted_is_told_with_what_was_typed(company, first, second):
    enrolment = make.enrolment(cohort=make.cohort(_with_training(company)))
    phase = enrolment.cohort.programme.phases.get()
    entry = start_phase(enrolment, phase, make.START, by=first)
    ours = signed_in(second)
    page = filled_in(ours.get(address(entry)))
    where = address(entry)
    undo_last_step(enrolment, by=first)

    answer = ours.post(where, {**page, "occupation": "Köchin", "started_on": "31.12.2024x"})

    assert (answer.status_code, PhaseEntry.objects.count()) == (409, 0)
    assert (answer.context["gone"].by, answer.context["gone"].at is None) == ("Erika Erste", False)
    assert ("Ausbildungsberuf", "Köchin") in answer.context["typed"]
    assert "31.12.2024x" in answer.text


def test_a_deletion_is_nothing_to_those_who_never_had_it_open(company, first, second):
    enrolment = make.enrolment(cohort=make.cohort(_with_training(company)))
    entry = start_phase(enrolment, enrolment.cohort.programme.phases.get(), make.START, by=first)
    seen_by_first = filled_in(signed_in(first).get(address(entry)))
    where = address(entry)
    undo_last_step(enrolment, by=first)

    answers = [signed_in(second).post(where, form).status_code for form in ({}, seen_by_first, {SEEN: "7"})]

    assert answers == [404, 404, 404]


def test_what_went_to_another_company_is_told_without_saying_where(company, second):
    enrolment = make.enrolment(cohort=make.cohort(_with_training(company)))
    exam = make.exam(enrolment, held_on=make.START + timedelta(days=90))
    ours = signed_in(second)
    page = filled_in(ours.get(address(exam)))
    make.transfer(enrolment, make.organisation(name="Woanders", code="WOANDERS"))

    answer = ours.post(address(exam), {**page, "result": "passed"})

    exam.refresh_from_db()
    assert (answer.status_code, exam.result) == (409, "")
    assert (answer.context["gone"].by, "WOANDERS" in answer.text.upper()) == ("", False)


def test_references_out_of_sight_stay_out_of_sight(company, second):
    """The first moved a job to an employer whom the second may not see."""
    job = make.employment(make.enrolment(cohort=make.cohort(_with_training(company))))
    hidden = make.organisation(name="Rohrdommel", code="ROHRDOMMEL")
    ours = signed_in(second)
    page = filled_in(ours.get(address(job)))
    change(job, organisation=hidden, started_on=date(2024, 10, 1))

    answer = ours.post(address(job), {**page, "started_on": "02.10.2024"})

    changes = answer.context["adminform"].form.meanwhile.versions[0].changes
    assert {change.field: change.new for change in changes} == {
        "Organisation": "für Sie nicht einsehbar",
        "Beginn": "01.10.2024",
    }


def test_colleagues_out_of_sight_are_somebody_else(company):
    """Administrators have no change log; they know the accounts of their own organisations."""
    administrator = make.member(Role.ADMINISTRATOR, company)
    here = make.member(Role.ADMINISTRATOR, company, display_name="Hier Drinnen")
    there = make.user(is_superuser=True, display_name="Weit Weg")
    client = signed_in(administrator)
    names = []
    for author in (here, there):
        page = filled_in(client.get(address(company)))
        change(company, by=author, aliases=author.display_name[:3])
        answer = client.post(address(company), {**page, "name": "Neu"})
        names.append(answer.context["adminform"].form.meanwhile.versions[0].by)

    assert names == ["Hier Drinnen", "Jemand anderes"]


@pytest.mark.parametrize("role", sorted(AT_WORK_HERE))
def test_on_no_page_a_change_is_lost(role):
    """Whatever is registered: opened by one, changed by another, saved by the first."""
    tree = grow("KIEBITZ")
    client, user = tree.signed_in(role), tree.people[role]
    tried = 0
    for model in PAGES:
        row = tree.rows[model]
        row.refresh_from_db()
        if not user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}", row):
            continue
        page = client.get(form_of(row))
        name, value = changeable(row, page.context["adminform"].form)
        if name is None:
            continue
        change(row, **{name: value})

        told = client.post(form_of(row), filled_in(page))
        row.refresh_from_db()
        assert (model, told.status_code, getattr(row, name)) == (model, 200, value)
        assert (model, list(errors_of(told))) == (model, ["__all__"])

        saved = client.post(form_of(row), filled_in(told))
        row.refresh_from_db()
        assert (model, saved.status_code, getattr(row, name)) == (model, 302, value)
        tried += 1

    assert (tried > 0) == (role != Role.DATA_PROTECTION)


def test_a_page_asks_as_often_for_three_inner_rows_as_for_one(company, second):
    programme = _with_training(company)
    ours = signed_in(second)
    ours.get(address(programme))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            ours.get(address(programme))
        counts.append(len(asked))
        make.phase(programme, PhaseKind.TRAINING)
        make.phase(programme, PhaseKind.TRAINING)

    assert counts[0] == counts[1]
