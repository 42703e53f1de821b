"""An upload is checked, shown, confirmed and written once, whatever happens in between; then nothing of it is kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from integration.jobs.models import Job
from integration.organisations.models import Membership
from programmes.exchange.models import BundleImport
from programmes.exchange.preview import Preview
from programmes.exchange.services import uploads
from programmes.exchange.tasks import throw_away_old
from programmes.participants.models import Participant
from tests.factories import member, organisation
from tests.programmes.exchange.small import packed

pytestmark = pytest.mark.django_db(transaction=True)

NEW = {"participants": [{"code": "P3", "given_name": "Kofi", "family_name": "Mensah"}]}
MIXED = {
    "participants": [{"code": "P3", "given_name": "Kofi"}, {"code": "P4", "given_name": "Ada", "birth_date": "gestern"}]
}


def upload(manager, company, tables=NEW):
    return uploads.take_in([packed(tables)], company, manager)


def work():
    """Workers do what waits."""
    for pk in list(Job.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True)):
        jobs.run(pk, "task")


def checked(manager, company, tables=NEW):
    one = upload(manager, company, tables)
    work()
    return again(one)


def again(one):
    return BundleImport.objects.select_related("checking", "writing", "organisation").get(pk=one.pk)


def confirm(one, by, *, partial=False):
    return uploads.confirm(one, by, partial=partial, seen=one.checking_id)


def names():
    return sorted(Participant.objects.values_list("code", flat=True))


def files(store):
    return sorted(path.suffix for path in store.rglob("*") if path.is_file())


def test_nothing_changes_before_somebody_confirms(manager, company):
    one = checked(manager, company)

    assert (one.stage, names(), Preview(one.preview).promised(partial=False)) == (
        "checked",
        ["P1", "P2"],
        {"participants": {"created": 1, "changed": 0, "unchanged": 0, "refused": 0}},
    )


def test_what_was_confirmed_comes_in_and_the_history_names_who_did_it(manager, company, store):
    one = checked(manager, company)

    assert confirm(one, manager)
    work()

    one = again(one)
    assert (one.stage, names(), one.writing.result["counts"]) == (
        "done",
        ["P1", "P2", "P3"],
        {"participants": {"created": 1, "changed": 0, "unchanged": 0, "refused": 0}},
    )
    assert Participant.objects.get(code="P3").history.get().history_user == manager
    assert (one.file, files(store)) == ("", [])


def test_confirming_twice_imports_once(manager, company):
    one = checked(manager, company)

    answers = [confirm(one, manager) for _ in range(2)]
    work()
    answers.append(confirm(one, manager))

    assert (answers, Job.objects.filter(kind="import_write").count()) == ([True, True, True], 1)


def test_a_preview_that_no_longer_holds_is_not_confirmed(manager, company):
    one = checked(manager, company)
    seen = one.checking_id
    assert uploads.check_again(one, manager)
    work()

    assert uploads.confirm(one, manager, partial=False, seen=seen) is False
    assert again(one).stage == "checked"


@pytest.mark.parametrize(("tables", "partial"), [(MIXED, False), (NEW, True)])
def test_only_what_the_preview_offers_can_be_confirmed(manager, company, tables, partial):
    one = checked(manager, company, tables)

    assert confirm(one, manager, partial=partial) is False
    assert (again(one).stage, again(one).writing) == ("checked", None)


def test_the_sound_rows_can_come_in_alone(manager, company):
    one = checked(manager, company, MIXED)
    assert not Preview(one.preview).lets_in(partial=False)

    assert confirm(one, manager, partial=True)
    work()

    one = again(one)
    assert (one.stage, names(), one.writing.result["counts"]["participants"]) == (
        "done",
        ["P1", "P2", "P3"],
        {"created": 1, "changed": 0, "unchanged": 0, "refused": 1},
    )


def test_if_the_records_changed_since_the_check_nothing_comes_in_until_it_is_checked_again(manager, company):
    one = checked(manager, company)
    Participant.objects.create(code="P3", given_name="Jemand", family_name="anders")
    confirm(one, manager)
    work()

    one = again(one)
    assert (one.stage, Participant.objects.get(code="P3").given_name) == ("failed", "Jemand")
    assert "Seit der Prüfung" in one.writing.failure_text

    assert uploads.check_again(one, manager)
    work()
    assert again(one).stage == "checked"


def test_a_worker_that_dies_after_the_import_leaves_no_second_one(manager, company, monkeypatch):
    one = checked(manager, company)
    confirm(one, manager)
    writing = again(one).writing
    monkeypatch.setattr("programmes.exchange.jobs.forget_file", lambda _one: 1 / 0)
    work()
    assert (Job.objects.get(pk=writing.pk).state, names()) == ("waiting", ["P1", "P2", "P3"])

    monkeypatch.undo()
    jobs.run(writing.pk, "another task")

    assert (again(one).stage, Participant.objects.get(code="P3").history.count()) == ("done", 1)


def test_a_file_that_cannot_be_read_says_why(manager, company):
    one = uploads.take_in([SimpleUploadedFile("Liste.xlsx", b"no workbook")], company, manager)
    work()

    one = again(one)
    assert (one.stage, "weder" in one.checking.failure_text) == ("unreadable", True)


def test_single_csv_files_are_one_bundle(manager, company):
    people = SimpleUploadedFile("participants.csv", b"code;given_name\nP3;Kofi\n")
    journey = "code;participant;cohort;organisation;entered_on\nE3;P3;DUAL-16;S;2016-05-02\n"
    one = uploads.take_in([people, SimpleUploadedFile("enrolments.csv", journey.encode())], company, manager)
    work()

    assert set(Preview(again(one).preview).promised(partial=False)) == {"participants", "enrolments"}


def test_what_lies_in_the_store_says_nothing_of_what_it_is(manager, company, store):
    one = uploads.take_in([packed(MIXED, name="Kofi Mensah.zip")], company, manager)
    work()

    assert "Kofi" not in "".join(str(path) for path in store.rglob("*"))
    assert ("Kofi" in str(again(one).checking.params), "Kofi" in str(again(one).checking.result)) == (False, False)
    assert files(store) == [".bundle", ".xlsx"]


def test_what_is_thrown_away_is_gone(manager, company, store):
    one = checked(manager, company, MIXED)

    answers = [uploads.discard(one, manager) for _ in range(2)]

    one = again(one)
    assert (answers, one.stage, one.file, one.preview, files(store)) == ([True, True], "discarded", "", {}, [])
    assert (confirm(one, manager), uploads.check_again(one, manager)) == (False, False)


def test_what_is_under_way_is_not_thrown_away(manager, company, store):
    one = upload(manager, company)

    assert (uploads.discard(one, manager), uploads.check_again(one, manager), files(store)) == (
        False,
        False,
        [".bundle"],
    )


def test_uploads_are_thrown_away_after_seven_days(manager, company, store):
    old, older, fresh = (checked(manager, company, MIXED) for _ in range(3))
    confirm(older, manager, partial=True)
    work()
    eight_days_ago = timezone.now() - timedelta(days=8)
    BundleImport.objects.exclude(pk=fresh.pk).update(uploaded_at=eight_days_ago)

    throw_away_old()
    throw_away_old()

    assert [(again(one).stage, bool(again(one).preview)) for one in (old, older, fresh)] == [
        ("discarded", False),
        ("done", False),
        ("checked", True),
    ]
    assert files(store) == [".bundle", ".xlsx"]


def test_uploading_needs_the_right(company):
    stranger = member(Role.TRAINING_MANAGER)
    administrator = member(Role.ADMINISTRATOR, company)

    for somebody in (stranger, administrator):
        with pytest.raises(PermissionDenied):
            upload(somebody, company)

    assert BundleImport.objects.count() == 0


@pytest.mark.parametrize("act", [confirm, uploads.check_again, uploads.discard])
def test_deciding_needs_the_right(manager, company, act):
    one = checked(manager, company)

    with pytest.raises(PermissionDenied):
        act(one, member(Role.TRAINING_MANAGER, organisation()))


def test_a_right_that_is_withdrawn_stops_what_was_confirmed(manager, company):
    one = checked(manager, company)
    confirm(one, manager)
    Membership.objects.filter(user=manager).delete()
    work()

    assert (again(one).stage, names()) == ("failed", ["P1", "P2"])
