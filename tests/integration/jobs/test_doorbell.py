"""The doorbell may be broken; nothing is lost."""

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from integration.jobs.doorbell import ring, ring_after_commit
from integration.jobs.models import Job
from reports.editions.models import ReportEdition
from reports.editions.services import queue_edition
from tests.factories import job, organisation, report_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    messages = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_options: messages.append((name, args)))
    return messages


@pytest.fixture
def _no_queue(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", refuse)


@pytest.mark.parametrize(("model", "make"), [(Job, job), (ReportEdition, report_edition)])
def test_the_message_holds_the_key_of_the_row_and_nothing_else(sent, model, make):
    row = make()
    sent.clear()

    ring(model, [row.pk])

    assert sent == [(model.TASK, [row.pk])]


@pytest.mark.parametrize("model", [Job, ReportEdition])
def test_workers_know_what_they_are_rung_for(model):
    current_app.loader.import_default_modules()

    assert current_app.tasks[model.TASK].name == model.TASK


def test_nobody_is_told_of_what_was_never_committed(sent):
    edition = report_edition()
    sent.clear()

    with transaction.atomic():
        ring_after_commit(ReportEdition, [edition.pk])
        transaction.set_rollback(True)

    assert sent == []


@pytest.mark.usefixtures("_no_queue")
def test_without_a_queue_the_request_stands_and_is_found_later():
    edition = queue_edition(organisation(), report_edition().month)

    assert (ReportEdition.objects.get(pk=edition.pk).queued_at, ring(ReportEdition, [edition.pk])) == (None, 0)
