"""Steps on screen: made once, refused clearly, taken back; and nobody makes one for whom they may not."""

from datetime import timedelta

import pytest

from integration.accounts.roles import Role
from integration.journal.models import Page, ReadEntry
from integration.organisations.models import Membership
from programmes.pathways import forms, services
from programmes.pathways.enums import ExamKind, PhaseKind, Verb
from programmes.pathways.models import Enrolment, JourneyStep
from programmes.pathways.queries import last_step
from tests import factories as make
from tests.factories import START
from tests.programmes.pathways.steps.asking import (
    LATER,
    PLANNED,
    TODAY,
    address,
    confirmed,
    effects,
    manager_of,
    offered,
    person_page,
    sent,
)

pytestmark = pytest.mark.django_db


# --- Making it ---


def test_a_step_is_made_leads_back_to_the_person_and_offers_to_take_it_back(client, trained):
    answer = confirmed(client, trained, Verb.EXTEND, planned_end_on="29.02.2028")

    entry = trained.phase_entries.get()
    assert (answer.status_code, answer.url) == (302, person_page(trained))
    assert (entry.planned_end_on, last_step(trained).verb) == (LATER, Verb.EXTEND)
    page = client.get(answer.url)
    assert "Das geplante Ende ist geändert." in page.text
    assert f'<a href="{address(trained, "undo")}">Rückgängig machen</a>' in page.text


def test_sending_twice_changes_nothing_twice(client, trained):
    page = client.get(address(trained, Verb.RECORD_EXAM))
    typed = {"seen": page.context["seen"], "kind": ExamKind.FINAL, "attempt": 1, "held_on": "03.02.2025"}

    answers = [client.post(page.request["PATH_INFO"], {**typed, "action": "confirm"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (trained.exams.count(), trained.steps.count()) == (1, 1)


def test_between_looking_and_confirming_one_can_change_what_was_typed(client, trained):
    answer = sent(client, trained, Verb.EXTEND, planned_end_on="29.02.2028", action="edit")

    assert answer.context["form"]["planned_end_on"].value() == "29.02.2028"
    assert "effects" not in answer.context


@pytest.mark.parametrize(
    ("step", "typed", "field", "words"),
    [
        (
            Verb.EXTEND,
            {"planned_end_on": "01.08.2024"},
            "planned_end_on",
            "Das geplante Ende der Phase liegt vor ihrem Beginn.",
        ),
        (
            Verb.COMPLETE_PHASE,
            {"ended_on": "01.08.2024", "outcome": "passed"},
            "ended_on",
            "Das Ende der Phase liegt vor ihrem Beginn.",
        ),
        (
            Verb.PAUSE,
            {"started_on": "01.08.2024", "reason": "illness"},
            "started_on",
            "Das liegt nicht in der Zeit der Teilnahme.",
        ),
        (Verb.TRANSFER, {"on": "01.08.2024"}, "on", "Das liegt nicht in der Zeit der Teilnahme."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_stays_typed(client, trained, step, typed, field, words):
    if step == Verb.TRANSFER:
        typed = typed | {"organisation": str(trained.organisation_id)}

    for action in ("", "confirm"):
        answer = sent(client, trained, step, action=action, **typed)
        form = answer.context["form"]
        assert (answer.status_code, form.errors[field]) == (200, [words])
        assert {name: form[name].value() for name in typed} == typed
    assert trained.steps.count() == 0


def test_a_step_that_the_life_cycle_does_not_allow_says_so_and_leads_back(client, trained):
    answer = client.get(address(trained, Verb.RESUME))

    assert "Das ist beim jetzigen Stand der Teilnahme nicht möglich." in answer.text
    assert f'href="{person_page(trained)}"' in answer.text
    assert "<form class=" not in answer.text.partition("<main")[2]


def test_whoever_comes_second_is_told_keeps_what_was_typed_and_decides(company, client, trained):
    page = client.get(address(trained, Verb.EXTEND))
    typed = {"entry": trained.phase_entries.get().pk, "planned_end_on": "29.02.2028", "action": "confirm"}
    somebody_else = make.member(Role.TRAINING_MANAGER, company, display_name="Ines Roth")
    services.record_exam(trained, ExamKind.FINAL, TODAY, by=somebody_else)

    told = client.post(page.request["PATH_INFO"], {**typed, "seen": page.context["seen"]})
    assert told.context["meanwhile"] == ["Prüfung eintragen, durch Ines Roth"]
    assert told.context["form"]["planned_end_on"].value() == "29.02.2028"
    assert trained.phase_entries.get().planned_end_on == PLANNED

    again = client.post(page.request["PATH_INFO"], {**typed, "seen": told.context["seen"]})
    assert (again.status_code, trained.phase_entries.get().planned_end_on) == (302, LATER)


# --- Taking it back ---


def test_taking_back_tells_what_will_be_as_before(client, trained):
    services.extend(trained.phase_entries.get(), LATER)
    page = client.get(address(trained, "undo"))
    assert "Der letzte Schritt, „Geplantes Ende ändern“ vom 1. März 2025" in page.text or "01.03.2025" in page.text

    answer = sent(client, trained, "undo")
    assert effects(answer) == ["Das geplante Ende von Ausbildung rückt vom 29.02.2028 auf den 31.08.2027."]
    assert trained.phase_entries.get().planned_end_on == LATER

    confirmed(client, trained, "undo")
    assert trained.phase_entries.get().planned_end_on == PLANNED


def test_a_second_click_on_undo_takes_back_no_second_step(client, trained):
    services.extend(trained.phase_entries.get(), LATER)
    services.record_exam(trained, ExamKind.FINAL, TODAY)
    seen = last_step(trained).pk

    for _ in range(2):
        assert client.post(address(trained, "undo"), {"seen": seen, "action": "confirm"}).status_code == 302

    assert (trained.exams.count(), trained.phase_entries.get().planned_end_on) == (0, LATER)


def test_what_was_done_since_is_not_taken_back_unseen(client, trained):
    services.extend(trained.phase_entries.get(), LATER)
    seen = last_step(trained).pk
    services.record_exam(trained, ExamKind.FINAL, TODAY)

    answer = client.post(address(trained, "undo"), {"seen": seen, "action": "confirm"})

    assert (answer.status_code, trained.exams.count()) == (200, 1)
    assert answer.context["form"].non_field_errors() == [
        "Nur der letzte Schritt lässt sich zurücknehmen, und es gibt einen späteren."
    ]


def test_a_step_of_another_enrolment_is_not_taken_back(client, trained, programme):
    other = make.enrolment(cohort=make.cohort(programme))
    services.record_exam(other, ExamKind.FINAL, TODAY)

    client.post(address(trained, "undo"), {"seen": last_step(other).pk, "action": "confirm"})

    assert other.exams.count() == 1


def test_taking_back_the_enrolment_itself_leads_to_where_one_can_go_on(company, client, programme):
    person = make.participant()
    enrolment = services.enrol(person, make.cohort(programme), company, START)

    answer = confirmed(client, enrolment, "undo")

    assert (answer.url, Enrolment.objects.count()) == ("/admin/participants/participant/", 0)
    assert client.get(answer.url).status_code == 200


def test_where_nothing_was_done_nothing_can_be_taken_back(client, trained):
    answer = client.get(address(trained, "undo"))

    assert "Das ist beim jetzigen Stand der Teilnahme nicht möglich." in answer.text


# --- Whose it is ---


def test_somebody_elses_person_is_as_if_they_were_not_there(trained):
    stranger = manager_of(make.organisation())

    for step in (form.name for form in forms.declared()):
        assert stranger.get(address(trained, step)).status_code == 404
        assert stranger.post(address(trained, step), {"action": "confirm"}).status_code == 404


def test_the_company_before_a_move_makes_no_step(client, trained):
    make.transfer(trained, on=TODAY - timedelta(days=10))

    for step in (form.name for form in forms.declared()):
        assert client.get(address(trained, step)).status_code == 403
        assert client.post(address(trained, step), {"action": "confirm"}).status_code == 403
    assert offered(client, trained) == []


def test_a_step_that_nobody_knows_is_not_there(client, trained):
    assert client.get(address(trained, "promote")).status_code == 404


def test_what_is_not_theirs_cannot_be_chosen(company, client, trained):
    other = make.enrolment()
    make.phase_entry(other, PhaseKind.INTERNSHIP)
    reading_only = make.organisation()
    Membership.objects.create(
        user=Membership.objects.get(organisation=company).user, organisation=reading_only, role=Role.DATA_PROTECTION
    )
    chosen = {
        Verb.EXTEND: {"entry": other.phase_entries.get().pk},
        Verb.START_PHASE: {"phase": other.cohort.programme.phases.first().pk},
        Verb.TRANSFER: {"organisation": reading_only.pk},
        Verb.START_SPONSORSHIP: {"sponsor": make.sponsor(organisation=reading_only).pk},
        Verb.END_SPONSORSHIP: {"sponsorship": make.sponsorship(other).pk},
        Verb.DECIDE_GUARANTEE: {"guarantee": make.guarantee(other).pk},
        Verb.RECORD_EMPLOYMENT: {"organisation": reading_only.pk},
    }

    for step, typed in chosen.items():
        answer = sent(client, trained, step, action="confirm", **typed)
        assert (step, answer.context["form"].errors.as_data()[next(iter(typed))][0].code) == (step, "invalid_choice")
    assert JourneyStep.objects.count() == 0


def test_opening_a_step_is_written_down(client, trained):
    client.get(address(trained, Verb.EXTEND))

    assert ReadEntry.objects.values_list("person", "page").get() == (trained.participant_id, Page.STEP)
