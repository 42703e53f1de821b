"""Jobs are asked for once and done once, by those who may, and only while they may."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from integration.accounts.roles import Role
from integration.jobs import services
from integration.jobs.enums import NEXT_STATES, OPEN, Failure, JobState
from integration.jobs.leases import LeaseLost, claim
from integration.jobs.models import Job
from integration.jobs.queries import under_way
from integration.jobs.reconciling import reconcile
from integration.jobs.work import Work
from integration.organisations.models import Membership, Organisation
from tests.factories import job, member, organisation

anywhere = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def ask(by, at, kind="count", **fields):
    return services.ask(kind, by, at, **fields)


def state_of(of):
    return Job.objects.get(pk=of.pk).state


# --- Asking ---


@anywhere
def test_what_is_asked_for_waits(manager, company):
    asked = ask(manager, company, params={"organisations": [company.pk], "code": "NO-2016"})

    assert (asked.state, asked.params) == ("waiting", {"organisations": [company.pk], "code": "NO-2016"})


@anywhere
def test_the_same_form_sent_twice_asks_once(manager, company):
    key = uuid4()

    first, second = ask(manager, company, key=key), ask(manager, company, key=key)

    assert (first, Job.objects.count()) == (second, 1)


@committed
def test_the_same_form_sent_many_times_at_the_same_moment_asks_once(manager, company):
    key = uuid4()

    def send(_number):
        try:
            return ask(manager, company, key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        asked = set(pool.map(send, range(8)))

    assert (asked, Job.objects.count()) == ({Job.objects.get().pk}, 1)


@anywhere
def test_two_people_may_happen_to_send_the_same_key(manager, company):
    key = uuid4()
    other = member(Role.TRAINING_MANAGER, company)

    assert ask(manager, company, key=key) != ask(other, company, key=key)


@anywhere
@pytest.mark.parametrize("role", [Role.SPONSOR, Role.MANAGEMENT, Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_whoever_has_not_the_right_asks_in_vain(kinds, role):
    somebody = member(role)

    with pytest.raises(PermissionDenied):
        ask(somebody, somebody.memberships.get().organisation)


@anywhere
def test_nobody_asks_for_an_organisation_out_of_sight(manager):
    with pytest.raises(PermissionDenied):
        ask(manager, organisation())


@anywhere
def test_nobody_asks_for_a_kind_that_there_is_not(manager, company):
    with pytest.raises(PermissionDenied):
        ask(manager, company, kind="launder")


@anywhere
@pytest.mark.parametrize(
    "params",
    [
        {"code": "nul\0l"},
        {"code": "\ud800"},
        {"code": "\u202eabc"},
        {"code": "x" * 101},
        {"number": 10**400},
        {"number": float("1e400")},
        {"number": 1.5},
        {"deep": {"a": 1}},
        {"deep": [[1]]},
        {"many": list(range(20_001))},
        {"\0": 1},
        {1: 1},
        {"bytes": b"x"},
    ],
)
def test_strange_params_are_refused_in_words(manager, company, params):
    with pytest.raises(ValidationError) as refusal:
        ask(manager, company, params=params)

    assert len(refusal.value.messages[0]) > 20
    assert Job.objects.count() == 0


# --- Doing ---


@committed
def test_a_job_is_done_with_its_result(manager, company):
    asked = ask(manager, company, params={"organisations": [company.pk]})

    outcome = services.run(asked.pk, "task")

    asked.refresh_from_db()
    assert (outcome, asked.state, asked.result, asked.lease) == ("done", "done", {"done": [company.pk]}, None)
    assert asked.finished_at is not None


@committed
def test_a_job_that_comes_twice_is_done_once(manager, company):
    asked = ask(manager, company, params={"organisations": [company.pk]})

    outcomes = [services.run(asked.pk, "task") for _ in range(3)]

    assert (outcomes, Organisation.objects.get(pk=company.pk).name) == (["done", None, None], "Werke+")


@committed
def test_a_right_that_was_withdrawn_meanwhile_does_nothing(manager, company):
    asked = ask(manager, company, params={"organisations": [company.pk]})
    Membership.objects.all().delete()

    services.run(asked.pk, "task")

    asked.refresh_from_db()
    assert (asked.state, asked.failure) == ("failed", Failure.RIGHT)
    assert Organisation.objects.get(pk=company.pk).name == "Werke"


@committed
def test_the_account_of_somebody_who_left_does_nothing(manager, company):
    asked = ask(manager, company)
    manager.is_active = False
    manager.save()

    assert services.run(asked.pk, "task") == "failed"


@committed
def test_a_refusal_is_told_in_its_own_words_and_not_tried_again(manager, company):
    asked = ask(manager, company, kind="refuse")

    services.run(asked.pk, "task")

    asked.refresh_from_db()
    assert (asked.state, asked.failure_text, reconcile()) == ("failed", "So geht es nicht.", 0)


@committed
def test_what_breaks_is_tried_again_until_it_is_given_up(manager, company, settings):
    asked = ask(manager, company, kind="fail")

    outcomes = [services.run(asked.pk, f"task {attempt}") for attempt in range(settings.JOB_ATTEMPTS + 1)]

    assert outcomes == ["waiting"] * (settings.JOB_ATTEMPTS - 1) + ["failed", None]
    assert Job.objects.get().failure_text == str(Failure.ATTEMPTS.label)


@committed
def test_the_log_says_where_it_broke_and_nothing_of_what_it_was_about(manager, company, caplog):
    asked = ask(manager, company, kind="fail")

    with caplog.at_level(logging.ERROR):
        services.run(asked.pk, "task")

    assert ("ValueError" in caplog.text, "in fail" in caplog.text, "kinds.py" in caplog.text) == (True, True, True)
    assert "Haddad" not in caplog.text.replace('[].remove("Amira Haddad")', "")


@committed
def test_a_second_attempt_goes_on_where_the_first_stopped(manager, company):
    other = organisation(parent=company, kind="site", name="Halle")
    asked = ask(manager, company, params={"organisations": [company.pk, other.pk]})
    Job.objects.update(result={"done": [company.pk]})

    services.run(asked.pk, "task")

    assert [Organisation.objects.get(pk=each.pk).name for each in (company, other)] == ["Werke", "Halle+"]


@committed
def test_whoever_lost_the_job_changes_nothing_more(manager, company):
    asked = ask(manager, company)
    first = claim(Job, asked.pk, "first")
    claim(Job, asked.pk, "first")
    work = Work(Job.objects.get(), first, None)

    with pytest.raises(LeaseLost), work.once():
        Organisation.objects.update(name="changed")

    assert Organisation.objects.get().name == "Werke"


@committed
@pytest.mark.parametrize(("language", "words"), [("de", "So geht es nicht."), ("en", "Not like this.")])
def test_a_job_speaks_the_language_of_who_asked(manager, company, language, words):
    manager.language = language
    manager.save()
    asked = ask(manager, company, kind="refuse")

    services.run(asked.pk, "task")

    assert Job.objects.get().failure_text == words


# --- Taking back ---


@anywhere
def test_a_job_that_waits_can_be_taken_back_and_is_not_done(manager, company):
    asked = ask(manager, company)

    taken_back = [services.cancel(asked, manager) for _ in range(2)]

    assert (taken_back, state_of(asked), services.run(asked.pk, "task")) == ([True, False], "cancelled", None)


@anywhere
def test_a_job_that_runs_cannot_be_taken_back(manager, company):
    asked = ask(manager, company)
    claim(Job, asked.pk, "worker")

    assert (services.cancel(asked, manager), state_of(asked)) == (False, "running")


@anywhere
def test_nobody_takes_back_what_others_asked_for(manager, company):
    asked = ask(manager, company)

    with pytest.raises(PermissionDenied):
        services.cancel(asked, member(Role.TRAINING_MANAGER, company))

    assert state_of(asked) == "waiting"


# --- Files ---


@committed
def test_a_file_has_a_name_that_nobody_can_guess_and_that_names_nobody(manager, company):
    asked = ask(manager, company, kind="write")

    services.run(asked.pk, "task")

    name = Job.objects.get().file
    assert (name[:5], len(name), name[-4:]) == ("jobs/", 41, ".csv")
    with default_storage.open(name) as file:
        assert file.read() == b"a;b"


@committed
def test_a_second_attempt_leaves_one_file(manager, company, settings):
    asked = ask(manager, company, kind="write")
    left = default_storage.save("jobs/left.csv", ContentFile(b"half"))
    Job.objects.update(file=left)

    services.run(asked.pk, "task")

    assert default_storage.listdir("jobs")[1] == [Job.objects.get().file.removeprefix("jobs/")]


@committed
def test_files_are_thrown_away_after_a_while(manager, company, settings):
    asked = ask(manager, company, kind="write")
    services.run(asked.pk, "task")
    name = Job.objects.get().file
    at_the_end = timezone.now() + settings.JOB_FILES_KEPT

    thrown = [services.delete_old_files(at_the_end + timedelta(hours=hours)) for hours in (-1, 1, 1)]

    assert (thrown, default_storage.exists(name), Job.objects.get().file) == ([0, 1, 0], False, "")


# --- Reading ---


@anywhere
def test_under_way_are_ones_own_jobs_that_are_not_over(manager, company):
    running, waiting, over, foreign = (ask(manager, company) for _ in range(4))
    claim(Job, running.pk, "worker")
    services.cancel(over, manager)
    Job.objects.filter(pk=foreign.pk).update(asked_by=member(Role.TRAINING_MANAGER, company))

    assert list(under_way(manager)) == [waiting, running]


@anywhere
def test_jobs_of_the_own_organisations_are_seen_and_no_others(manager, company):
    below = job(organisation=organisation(parent=company, kind="site"))
    job(organisation=organisation())
    job()
    own = job(asked_by=manager)

    assert list(Job.objects.visible_to(manager)) == [own, below]


@anywhere
def test_sponsors_and_management_see_only_their_own(company):
    job(organisation=company)
    sponsor = member(Role.SPONSOR, company)
    own = job(organisation=company, asked_by=sponsor)

    assert list(Job.objects.visible_to(sponsor)) == [own]
    assert list(Job.objects.visible_to(member(Role.MANAGEMENT, company))) == []


@anywhere
def test_after_the_role_is_gone_ones_own_jobs_are_gone_too(manager, company):
    ask(manager, company)
    Membership.objects.all().delete()

    assert list(Job.objects.visible_to(manager)) == []


# --- The life cycle ---


def test_what_is_over_stays_over():
    assert {state for state in JobState if not NEXT_STATES[state]} == set(JobState) - set(OPEN)
