"""One change for many: tried out first, done one by one, each person by themselves, and nobody of another company."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.admin.many import doing
from integration.admin.many.forms import MOST, called, keys_in
from integration.jobs import services as jobs
from integration.jobs.models import Job
from integration.organisations.models import Membership
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Enrolment, JourneyStep, PhaseEntry
from programmes.sponsorships.models import Sponsorship
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = date(2024, 9, 1)
NEXT = date(2025, 3, 1)


@pytest.fixture
def company():
    return make.organisation(name="Werke")


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def cohort(company):
    """With an internship of six months and a training behind it."""
    programme = make.programme(organisation=company, name="Dual")
    make.phase(programme, PhaseKind.INTERNSHIP, name="Praktikum", position=1, duration_months=6)
    make.phase(programme, PhaseKind.TRAINING, name="Ausbildung", position=2, duration_months=36)
    return make.cohort(programme, label="Herbst")


@pytest.fixture
def browser(manager):
    client = Client()
    client.force_login(manager)
    return client


def person(cohort, name, *, in_phase=True):
    enrolment = make.enrolment(
        cohort=cohort, participant=make.participant(given_name=name, family_name="Haddad"), entered_on=FIRST
    )
    if in_phase:
        make.phase_entry(enrolment, phase=cohort.programme.phases.get(position=1), started_on=FIRST)
    return enrolment


def form(what, by, people, **asked):
    filled = called(what)(asked, user=by, people=[each.pk for each in people])
    assert filled.is_valid(), filled.errors
    return filled


def work(job):
    jobs.run(job.pk, "task")
    job.refresh_from_db()
    return job


def tried(what, by, people, **asked):
    return work(doing.ask_to_try(form(what, by, people, **asked), by, uuid4()))


def done(trial, by):
    return work(doing.ask_to_do(trial, by))


def phases(enrolment):
    return list(enrolment.phase_entries.order_by("started_on").values_list("phase__name", "started_on", "ended_on"))


def test_trying_out_tells_for_whom_it_can_be_done_and_why_not_for_others_and_changes_nothing(cohort, manager):
    fine, last = person(cohort, "Amal"), person(cohort, "Bilal", in_phase=False)
    training = cohort.programme.phases.get(position=2)
    make.phase_entry(last, phase=training, started_on=FIRST)

    trial = tried("move_on", manager, [fine, last], started_on="2025-03-01")

    assert trial.result == {
        "fine": {str(fine.pk): "Ausbildung, 01.03.2025 bis 29.02.2028"},
        "refused": {str(last.pk): "Nach der gegenwärtigen Phase hat das Programm keine weitere."},
    }
    assert phases(fine) == [("Praktikum", FIRST, None)]
    assert JourneyStep.objects.count() == 0


def test_what_was_confirmed_is_done_for_those_for_whom_it_can_be(cohort, manager):
    fine, last = person(cohort, "Amal"), person(cohort, "Bilal", in_phase=False)
    make.phase_entry(last, phase=cohort.programme.phases.get(position=2), started_on=FIRST)
    trial = tried("move_on", manager, [fine, last], started_on="2025-03-01")

    did = done(trial, manager)

    assert (did.state, list(did.result["fine"]), did.result["refused"]) == ("done", [str(fine.pk)], {})
    assert phases(fine) == [("Praktikum", FIRST, date(2025, 2, 28)), ("Ausbildung", NEXT, None)]
    assert JourneyStep.objects.get().made_by == manager


def test_for_those_who_are_in_no_phase_yet_the_first_one_begins(cohort, manager):
    new = person(cohort, "Amal", in_phase=False)

    done(tried("move_on", manager, [new], started_on="2025-03-01"), manager)

    assert phases(new) == [("Praktikum", NEXT, None)]


def test_one_who_changed_meanwhile_is_refused_and_the_others_are_done(cohort, manager):
    one, other = person(cohort, "Amal"), person(cohort, "Bilal")
    trial = tried("extend", manager, [one, other], planned_end_on="2025-06-30")
    PhaseEntry.objects.filter(enrolment=one).update(ended_on=date(2024, 12, 31), outcome="completed")

    did = done(trial, manager)

    assert (list(did.result["fine"]), list(did.result["refused"])) == ([str(other.pk)], [str(one.pk)])


def test_confirming_twice_does_it_once(cohort, manager):
    trial = tried("move_on", manager, [person(cohort, "Amal")], started_on="2025-03-01")

    did = {done(trial, manager).pk for _ in range(2)}

    assert (len(did), PhaseEntry.objects.count()) == (1, 2)


def test_doing_it_all_again_changes_nothing(cohort, manager):
    people = [person(cohort, "Amal"), person(cohort, "Bilal")]
    for _ in range(2):
        did = done(tried("move_on", manager, people, started_on="2025-03-01"), manager)

    assert (len(did.result["fine"]), PhaseEntry.objects.count(), JourneyStep.objects.count()) == (2, 4, 2)


def test_begun_again_it_goes_on_with_those_who_are_left(cohort, manager, monkeypatch):
    people = [person(cohort, name) for name in ("Amal", "Bilal", "Chadi")]
    trial = tried("extend", manager, people, planned_end_on="2025-06-30")
    monkeypatch.setattr(doing, "TOGETHER", 1)
    doer = doing.ask_to_do(trial, manager)
    broken = iter([False, False, True])
    one = doing._one
    monkeypatch.setattr(doing, "_one", lambda *about: 1 / 0 if next(broken) else one(*about))
    assert (work(doer).state, len(doer.result["fine"])) == ("waiting", 2)

    monkeypatch.setattr(doing, "_one", one)
    work(doer)

    assert (doer.state, len(doer.result["fine"]), JourneyStep.objects.count()) == ("done", 3, 3)


def test_people_of_another_company_are_silently_not_there(cohort, manager):
    mine, theirs = person(cohort, "Amal"), person(make.cohort(), "Fremd", in_phase=False)

    trial = tried("move_on", manager, [mine, theirs], started_on="2025-03-01")

    assert (trial.params["people"], list(trial.result["fine"]), trial.result["refused"]) == (
        [mine.pk],
        [str(mine.pk)],
        {},
    )


def test_whoever_moved_away_is_no_longer_theirs(cohort, manager):
    moved = person(cohort, "Amal")
    make.transfer(moved, make.organisation(), on=date(2024, 10, 1))

    trial = tried("extend", manager, [moved], planned_end_on="2025-06-30")

    assert trial.result == {"fine": {}, "refused": {}}


@pytest.mark.parametrize("field", ["cohort", "organisation"])
def test_rows_of_another_company_cannot_be_posted(company, cohort, manager, field):
    asked = {"cohort": cohort.pk, "organisation": company.pk, "entered_on": "2025-01-01"}
    foreign = {"cohort": make.cohort().pk, "organisation": make.organisation().pk}

    filled = called("enrol")({**asked, field: foreign[field]}, user=manager, people=[])

    assert list(filled.errors) == [field]


def test_people_are_enrolled_once(company, cohort, manager):
    people = [make.participant(given_name=name) for name in ("Amal", "Bilal")]
    for each in people:
        make.enrolment(cohort=make.cohort(cohort.programme), participant=each, entered_on=date(2020, 1, 1))
    asked = {"cohort": cohort.pk, "organisation": company.pk, "entered_on": "2025-01-01"}

    for _ in range(2):
        done(tried("enrol", manager, people, **asked), manager)

    assert Enrolment.objects.filter(cohort=cohort, entered_on=date(2025, 1, 1)).count() == 2


def test_phases_end_with_an_outcome(cohort, manager):
    one, nothing = person(cohort, "Amal"), person(cohort, "Bilal", in_phase=False)

    trial = tried("complete_phase", manager, [one, nothing], ended_on="2025-01-31", outcome="completed")
    done(trial, manager)

    assert trial.result["refused"] == {str(nothing.pk): "Die Person ist in keiner Phase."}
    assert phases(one) == [("Praktikum", FIRST, date(2025, 1, 31))]


def test_a_sponsor_is_assigned_to_many(company, cohort, manager):
    one, other = person(cohort, "Amal"), person(cohort, "Bilal")
    sponsor = make.sponsor(organisation=company)
    make.sponsorship(other, sponsor, started_on=FIRST)
    asked = {"sponsor": sponsor.pk, "role": "sponsor", "started_on": "2025-01-01"}

    trial = tried("assign_sponsor", manager, [one, other], **asked)
    done(trial, manager)

    assert (list(trial.result["fine"]), list(trial.result["refused"])) == ([str(one.pk)], [str(other.pk)])
    assert Sponsorship.objects.filter(sponsor=sponsor, enrolment=one).exists()


def test_a_right_that_was_withdrawn_stops_it(cohort, manager):
    trial = tried("extend", manager, [person(cohort, "Amal")], planned_end_on="2025-06-30")
    Membership.objects.filter(user=manager).update(role=Role.ADMINISTRATOR)

    with pytest.raises(PermissionDenied):
        doing.ask_to_do(trial, manager)
    assert JourneyStep.objects.count() == 0


def test_only_who_tried_it_out_confirms(cohort, manager, company):
    trial = tried("extend", manager, [person(cohort, "Amal")], planned_end_on="2025-06-30")

    with pytest.raises(PermissionDenied):
        doing.ask_to_do(trial, make.member(Role.TRAINING_MANAGER, company))


def test_what_was_not_tried_out_is_not_done(cohort, manager):
    waiting = doing.ask_to_try(
        form("extend", manager, [person(cohort, "Amal")], planned_end_on="2025-06-30"), manager, None
    )

    with pytest.raises(ValidationError):
        doing.ask_to_do(waiting, manager)


def test_jobs_and_their_results_hold_no_names(cohort, manager):
    trial = tried("move_on", manager, [person(cohort, "Amal")], started_on="2025-03-01")
    did = done(trial, manager)

    assert "Haddad" not in f"{trial.params}{trial.result}{did.params}{did.result}{trial}"


# --- The pages ---


def choose(browser, what, people, model="pathways_enrolment"):
    return browser.post(
        reverse(f"admin:{model}_changelist"), {"action": what, "_selected_action": [each.pk for each in people]}
    )


def test_from_the_list_to_the_result(browser, cohort):
    people = [person(cohort, "Amal"), person(cohort, "Bilal")]

    page = choose(browser, "move_on", people)
    assert ("Haddad, Amal · Herbst" in page.text, "2 Personen" in page.text) == (True, True)
    chosen = {"people": page.context["people"], "key": page.context["key"]}
    page = browser.post(reverse("admin:many", args=["move_on"]), {**chosen, "check": "yes", "started_on": "01.03.2025"})
    trial = Job.objects.get()
    jobs.run(trial.pk, "task")
    page = browser.get(page["Location"])
    assert ("Haddad, Amal · Herbst" in page.text, "Ausbildung, 01.03.2025" in page.text) == (True, True)
    page = browser.post(reverse("admin:many_confirm", args=[trial.pk]))
    jobs.run(Job.objects.latest("pk").pk, "task")
    page = browser.get(page["Location"])

    assert "Erledigt für" in page.text
    assert [phases(each)[-1][0] for each in people] == ["Ausbildung", "Ausbildung"]


def test_the_same_form_sent_twice_is_tried_once(browser, cohort):
    page = choose(browser, "extend", [person(cohort, "Amal")])
    asked = {"people": page.context["people"], "key": page.context["key"], "check": "yes"}

    for _ in range(2):
        browser.post(reverse("admin:many", args=["extend"]), {**asked, "planned_end_on": "30.06.2025"})

    assert Job.objects.count() == 1


def test_what_is_missing_is_said_and_whom_it_is_for_is_kept(browser, cohort):
    one = person(cohort, "Amal")

    page = browser.post(reverse("admin:many", args=["extend"]), {"people": str(one.pk), "check": "yes"})

    assert (page.status_code, page.context["people"], "zwingend erforderlich" in page.text) == (200, str(one.pk), True)


def test_all_of_a_cohort_are_meant_by_its_address(browser, cohort):
    one, ended = person(cohort, "Amal"), person(cohort, "Bilal", in_phase=False)
    Enrolment.objects.filter(pk=ended.pk).update(ended_on=date(2024, 12, 1), end_reason="completed")

    page = browser.get(reverse("admin:many", args=["move_on"]), {"cohort": cohort.pk})

    assert page.context["people"] == str(one.pk)


def test_without_anybody_the_page_says_what_to_do(browser, cohort):
    stranger = person(make.cohort(), "Fremd", in_phase=False)

    page = browser.get(reverse("admin:many", args=["move_on"]), {"people": f"{stranger.pk},x,{10**30}"})

    assert ("Niemand ist ausgewählt" in page.text, "Fremd" in page.text) == (True, False)


def test_too_many_are_refused(browser, cohort):
    too_many = ",".join(map(str, range(1, MOST + 2)))

    page = browser.post(reverse("admin:many", args=["extend"]), {"people": too_many}, follow=True)

    assert f"Wählen Sie höchstens {MOST:_}".replace("_", ".") in page.text or "Wählen Sie höchstens" in page.text


@pytest.mark.parametrize("text", ["", ",", "a\0b", "-1", "1e400", "9" * 40, "²", "1;2", "\u202e1"])
def test_strange_keys_are_nobody(text):
    assert keys_in(text) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_whoever_may_change_nobody_is_offered_nothing(company, cohort, role):
    client = Client()
    client.force_login(make.member(role, company))
    one = person(cohort, "Amal")

    answers = [client.get(reverse("admin:many", args=[name])).status_code for name in ("move_on", "enrol", "nothing")]

    assert answers == [404, 404, 404]
    assert client.post(reverse("admin:many", args=["extend"]), {"people": str(one.pk)}).status_code == 404


def test_others_trials_are_like_none(browser, cohort, manager):
    stranger = make.member(Role.TRAINING_MANAGER)
    other = make.cohort(make.programme(organisation=stranger.memberships.get().organisation))
    trial = tried("extend", stranger, [person(other, "Fremd", in_phase=False)], planned_end_on="2025-06-30")

    answers = {browser.post(reverse("admin:many_confirm", args=[key])).status_code for key in (trial.pk, 999, 10**30)}

    assert answers == {404}


def test_one_and_three_people_cost_the_page_the_same(browser, cohort, manager):
    people = [person(cohort, name) for name in ("Amal", "Bilal", "Chadi")]
    asked = []
    for some in (people[:1], people):
        trial = tried("extend", manager, some, planned_end_on="2025-06-30")
        pages = [
            lambda some=some: choose(browser, "extend", some),
            lambda trial=trial: browser.get(reverse("admin:job", args=[trial.pk])),
        ]
        for page in pages:
            page()
            with CaptureQueriesContext(connection) as queries:
                page()
            asked.append(len(queries))

    assert asked[:2] == asked[2:]
