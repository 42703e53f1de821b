"""Several workers at once, and workers that are killed: each e-mail arrives, and how often at most."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from integration.outbox.delivery import deliver
from integration.outbox.enums import Failure, MessageState
from integration.outbox.models import Message
from tests import factories as make
from tests.architecture.source import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

WORKER = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from integration.outbox import delivery, kinds

host, database, number, die_at = sys.argv[1:]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", int(host), False
django.db.connections.settings["default"]["NAME"] = database
letter = kinds.Letter("Betreff", ["Text"], "https://example.org", "Hier", [])
kinds.register(kinds.Kind("note", "", lambda _about: kinds.Recipient("kim@example.org", "de"), lambda _about: letter))
setattr(delivery, die_at, lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL))
delivery.deliver(int(number))
"""

BEFORE_SENDING, AFTER_SENDING = "_hand_over", "_end"


def killed(message, smtp, die_at):
    """A worker of its own that dies at this step of sending."""
    arguments = [str(smtp.port), connection.settings_dict["NAME"], str(message.pk), die_at]
    ended = subprocess.run([sys.executable, "-c", WORKER, *arguments], cwd=ROOT, env=os.environ, check=False)
    return ended.returncode == -signal.SIGKILL


def lease_runs_out():
    Message.objects.filter(state=MessageState.SENDING).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_an_e_mail_whose_worker_was_killed_before_sending_arrives_once(message, smtp):
    assert killed(message, smtp, BEFORE_SENDING)
    at_once = deliver(message.pk)
    lease_runs_out()

    assert (at_once, deliver(message.pk), len(smtp.taken)) == (None, MessageState.SENT, 1)


def test_an_e_mail_whose_worker_was_killed_after_sending_arrives_a_second_time_under_the_same_number(message, smtp):
    assert killed(message, smtp, AFTER_SENDING)
    lease_runs_out()

    states = [deliver(message.pk), deliver(message.pk)]

    assert states == [MessageState.SENT, None]
    assert smtp.ids == [f"<outbox-{message.pk}@127.0.0.1>"] * 2


def test_whose_workers_are_killed_twice_after_sending_is_left_to_people(message, smtp):
    for _ in range(2):
        assert killed(message, smtp, AFTER_SENDING)
        lease_runs_out()

    states = [deliver(message.pk), deliver(message.pk)]

    assert states == [MessageState.FAILED, None]
    assert (Message.objects.get().failure, len(smtp.taken)) == (Failure.UNCLEAR, 2)


def test_a_worker_that_was_thought_dead_sends_nothing_any_more(message, smtp, monkeypatch):
    """Between writing and sending it slept for longer than its lease."""
    from integration.outbox import delivery

    written = delivery._written

    def slowly(claimed):
        monkeypatch.setattr(delivery, "_written", written)
        lease_runs_out()
        assert deliver(message.pk) == MessageState.SENT
        return written(claimed)

    monkeypatch.setattr(delivery, "_written", slowly)

    assert (deliver(message.pk), len(smtp.taken)) == (None, 1)


def test_workers_at_once_send_each_e_mail_once(letters, smtp):
    company = make.organisation()
    waiting = [make.message(company, kind="note").pk for _ in range(20)]
    start = Barrier(4)

    def work():
        start.wait()
        for pk in waiting:
            deliver(pk)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(smtp.ids) == sorted(f"<outbox-{pk}@127.0.0.1>" for pk in waiting)
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
