"""Several people import and edit at the same time."""

import threading
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from programmes.exchange.problems import Unusable
from programmes.exchange.services import Request, bundles, import_bundle
from programmes.participants.models import Participant
from programmes.pathways.models import Enrolment, PhaseEntry
from tests.programmes.exchange.small import bring_in, found, with_rows, write_folder

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def in_thread(results, work, *args):
    """Work in a connection of its own; what came of it is appended to the results."""

    def run():
        try:
            results.append(work(*args))
        except Unusable as error:
            results.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def bring(path):
    return import_bundle(Request(path=path))


def test_the_same_bundle_twice_at_once_comes_in_once(tmp_path):
    path = write_folder(with_rows(), tmp_path)
    results = []

    threads = [in_thread(results, bring, path) for _ in range(4)]
    for thread in threads:
        thread.join()

    assert sorted(outcome.counts["participants"].created for outcome in results) == [0, 0, 0, 2]
    assert Participant.objects.count() == Participant.history.count() == 2


def test_an_import_waits_for_whoever_is_changing_its_enrolments_and_judges_what_they_left(tmp_path):
    bring_in(with_rows())
    entry = {"code": "F1", "enrolment": "E1", "phase": "AU", "started_on": "2016-09-01"}
    path = write_folder({"phase_entries": [entry]}, tmp_path)
    results = []

    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update(of=("self",)).get(code="E1")
        thread = in_thread(results, bring, path)
        thread.join(timeout=1)
        waited = thread.is_alive()
        enrolment.ended_on = date(2016, 8, 31)
        enrolment.save()
    thread.join()

    assert waited
    assert found(results[0].problems) == [
        ("phase_entries", 2, "started_on", "outside_enrolment"),
        ("phase_entries", 2, "ended_on", "open_in_ended_enrolment"),
    ]
    assert not PhaseEntry.objects.exists()


def test_what_appears_between_judging_and_writing_is_said_in_words(tmp_path, monkeypatch):
    path = write_folder(with_rows(), tmp_path)
    written = []

    def somebody_else():
        Participant.objects.create(code="P1", given_name="Canary")

    def write_late(world, **options):
        in_thread(written, somebody_else).join()
        write(world, **options)

    write = bundles.write
    monkeypatch.setattr(bundles, "write", write_late)

    with pytest.raises(Unusable):
        bring(path)

    assert [person.given_name for person in Participant.objects.all()] == ["Canary"]


def test_the_list_of_tables_is_analysed_after_a_large_import(monkeypatch, tmp_path):
    monkeypatch.setattr("programmes.exchange.writing.everything.MANY", 3)

    bring(write_folder(with_rows(), Path(tmp_path)))

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'participants_participant'")
        assert cursor.fetchone() == (2.0,)
