"""Corrections: what was recorded by mistake is put right with a look at what follows, and can be undone like any step."""

from datetime import date

import pytest

from programmes.pathways import services
from programmes.pathways.enums import EndReason, Outcome, PauseReason, PhaseKind, Verb
from programmes.pathways.queries import last_step
from tests import factories as make
from tests.programmes.pathways.steps.asking import LATER, PLANNED, TODAY, address, confirmed, effects, person_page, sent

pytestmark = pytest.mark.django_db

EARLIER = date(2025, 2, 1)


def test_a_phase_that_was_ended_by_mistake_goes_on(client, trained):
    services.complete_phase(trained.phase_entries.get(), TODAY, Outcome.PASSED)
    typed = {"ended_on": "", "outcome": ""}

    seen = effects(sent(client, trained, "correct_entry", **typed))
    confirmed(client, trained, "correct_entry", **typed)

    entry = trained.phase_entries.get()
    assert seen == ["Ausbildung läuft wieder.", "Nicht mehr fällig: „Nächste Phase beginnen“ am 16.03.2025."]
    assert (entry.ended_on, entry.outcome, last_step(trained).verb) == (None, "", Verb.CORRECT)


def test_days_of_a_phase_move_and_come_back_when_it_is_undone(client, trained):
    typed = {"started_on": "01.02.2025", "planned_end_on": "29.02.2028"}

    seen = effects(sent(client, trained, "correct_entry", **typed))
    confirmed(client, trained, "correct_entry", **typed)
    corrected = trained.phase_entries.get()
    confirmed(client, trained, "undo")

    assert seen == [
        "Ausbildung beginnt am 01.02.2025 statt am 01.09.2024.",
        "Das geplante Ende von Ausbildung rückt vom 31.08.2027 auf den 29.02.2028.",
    ]
    assert (corrected.started_on, corrected.planned_end_on) == (EARLIER, LATER)
    assert trained.phase_entries.values_list("started_on", "planned_end_on").get() == (date(2024, 9, 1), PLANNED)


def test_a_corrected_parental_leave_moves_the_planned_end_along(client, trained):
    services.pause(trained, TODAY, PauseReason.PARENTAL_LEAVE, ended_on=date(2025, 3, 31))

    confirmed(client, trained, "correct_pause", ended_on="30.04.2025")
    longer = trained.phase_entries.get().planned_end_on
    confirmed(client, trained, "correct_pause", reason=PauseReason.ILLNESS)

    assert (longer, trained.phase_entries.get().planned_end_on) == (date(2027, 10, 31), PLANNED)


def test_the_end_of_an_enrolment_is_corrected(client, trained):
    services.end_enrolment(trained, TODAY, EndReason.HEALTH)

    confirmed(client, trained, "correct_end", reason=EndReason.MOVED_AWAY)

    trained.refresh_from_db()
    assert (trained.ended_on, trained.end_reason) == (TODAY, EndReason.MOVED_AWAY)


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("correct_entry", {"ended_on": "28.02.2025", "outcome": "passed"}),
        ("correct_end", {"ended_on": "28.02.2025", "reason": "health"}),
    ],
)
def test_what_goes_on_is_ended_by_its_step_and_not_by_a_correction(client, trained, step, typed):
    answer = sent(client, trained, step, action="confirm", **typed)

    assert answer.context["form"].errors["ended_on"] == [
        "Ein Ende trägt der Schritt ein, der es bewirkt, mit Ergebnis oder Grund; danach lässt es sich berichtigen."
    ]
    assert trained.steps.count() == 0


def test_a_sponsorship_that_was_ended_by_mistake_goes_on(client, trained):
    started = make.sponsorship(trained, ended_on=EARLIER)

    seen = effects(sent(client, trained, "correct_sponsorship", ended_on=""))
    confirmed(client, trained, "correct_sponsorship", ended_on="")

    started.refresh_from_db()
    assert (seen, started.ended_on) == (["Kim Weber begleitet die Person wieder."], None)


def test_a_guarantee_that_was_decided_by_mistake_waits_again(client, trained):
    promise = make.guarantee(trained, decision="waived", decided_on=EARLIER)
    typed = {"decision": "", "decided_on": ""}

    seen = effects(sent(client, trained, "correct_decision", **typed))
    confirmed(client, trained, "correct_decision", **typed)

    promise.refresh_from_db()
    assert "Die Übernahmegarantie wartet wieder auf eine Entscheidung." in seen
    assert (promise.decision, promise.decided_on) == ("", None)


def test_a_corrected_decision_keeps_the_rules_of_every_decision(client, trained):
    make.guarantee(trained, decision="waived", decided_on=EARLIER)

    for decision in ("fulfilled", "withdrawn"):
        answer = sent(client, trained, "correct_decision", decision=decision)
        assert list(answer.context["form"].errors) == ["decision"]


def test_plain_forms_show_how_things_stand_and_leave_it_to_the_steps(client, trained):
    rows = [trained, trained.phase_entries.get(), make.pause(trained), make.exam(trained)]
    rows += [make.sponsorship(trained), make.guarantee(trained)]
    shown = {}
    for row in rows:
        page = client.get(f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/")
        shown[row._meta.model_name] = set(page.context["adminform"].readonly_fields)

    assert shown == {
        "enrolment": {"ended_on", "end_reason"},
        "phaseentry": {"probation_until", "ended_on", "outcome"},
        "pause": {"ended_on"},
        "exam": {"result"},
        "sponsorship": {"ended_on", "end_reason"},
        "retentionguarantee": {"decision", "decided_on", "reason", "decided_by", "seconded_by"},
    }


def test_correcting_twice_happens_once(client, trained):
    page = client.get(address(trained, "correct_entry"))
    typed = {"entry": trained.phase_entries.get().pk, "started_on": "01.02.2025", "action": "confirm"}

    for _ in range(2):
        client.post(page.request["PATH_INFO"], {**typed, "seen": page.context["seen"]})

    assert trained.steps.count() == 1


def test_the_page_offers_to_correct_each_phase_each_pause_and_the_end(client, trained):
    trained.phase_entries.filter(phase__kind=PhaseKind.TRAINING).update(started_on=date(2024, 10, 1))
    make.phase_entry(trained, PhaseKind.INTERNSHIP, ended_on=date(2024, 9, 30), started_on=date(2024, 9, 1))
    make.pause(trained, ended_on=EARLIER)
    services.end_enrolment(trained, TODAY, EndReason.HEALTH)

    sections = client.get(person_page(trained)).context["page"].sections
    told = next(shown for shown in sections if shown.section.name == "journey").facts["journeys"][0]

    assert [str(offer.title) for offer in told.corrections] == [
        "Praktikum, 01.09.2024",
        "Ausbildung, 01.10.2024",
        "Krankheit, 01.09.2024",
        "Ende berichtigen",
    ]
