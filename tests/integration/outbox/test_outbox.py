"""An e-mail belongs to the change that it tells of, is sent once, and is never lost."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from integration.outbox import doorbell, tasks
from integration.outbox.delivery import deliver
from integration.outbox.enums import Failure, MessageState
from integration.outbox.kinds import Letter, Recipient, kind_of, register
from integration.outbox.models import Message
from integration.outbox.services import post, send_again, sweep
from tests import factories as make
from tests.integration.outbox.mail_server import HANGS_UP

pytestmark = pytest.mark.django_db


def minutes_until_next_attempt(message):
    message.refresh_from_db()
    return round((message.due_at - timezone.now()) / timedelta(minutes=1))


# --- Writing ---


def test_an_e_mail_is_written_with_the_change_and_rung_for_after_it(letters, rings):
    with transaction.atomic():
        message = post("note", 7, make.organisation(), "note 7")
        rung_for_before = list(rings)

    assert (rung_for_before, rings) == ([], [message.pk])
    assert (message.state, message.about) == (MessageState.WAITING, 7)


def test_without_the_change_there_is_no_e_mail(letters, rings):
    company = make.organisation()

    with transaction.atomic():
        post("note", 7, company, "note 7")
        transaction.set_rollback(True)

    assert (Message.objects.count(), rings) == (0, [])


def test_the_same_effect_is_written_once(letters, rings):
    company = make.organisation()

    first, second = (post("note", 7, company, "note 7") for _ in range(2))

    assert (first.pk, rings) == (second.pk, [first.pk])


# --- Sending ---


def test_it_goes_out_as_text_and_as_a_page_and_a_second_time_not_at_all(message, settings):
    settings.PUBLIC_URL = "https://einstieg.example.org"

    states = [deliver(message.pk), deliver(message.pk)]

    assert states == [MessageState.SENT, None]
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Einstieg: Nachricht", ["kim@example.org"])
    assert sent.body == (
        "Guten Tag,\n\nÖffnen:\nhttps://example.org/7/\n\nBis bald.\n\n"
        "-- \nEinstieg – Schritt für Schritt in dauerhafte Arbeit.\n"
    )
    (page,) = sent.alternatives
    assert page.mimetype == "text/html"
    assert '<a class="button" href="https://example.org/7/">Öffnen</a>' in page.content
    assert sent.extra_headers == {
        "Message-ID": f"<outbox-{message.pk}@einstieg.example.org>",
        "Auto-Submitted": "auto-generated",
    }


def test_it_is_written_in_the_language_of_whoever_gets_it(message, letters):
    letters.to = Recipient("kim@example.org", "en")

    deliver(message.pk)

    assert "step by step into lasting work" in mail.outbox[0].body
    assert '<html lang="en">' in mail.outbox[0].alternatives[0].content


def test_what_stands_in_a_letter_is_no_code_of_a_page(message, letters, monkeypatch):
    evil = "<script>alert(1)</script>"
    monkeypatch.setattr(letters, "write", lambda _about: Letter("Betreff", [evil], "https://example.org", "Öffnen", []))
    register(letters.kind())

    deliver(message.pk)

    assert evil not in mail.outbox[0].alternatives[0].content
    assert evil in mail.outbox[0].body


def test_the_right_is_asked_again_when_it_leaves(message, letters):
    letters.to = None

    assert (deliver(message.pk), mail.outbox) == (MessageState.DROPPED, [])


def test_a_kind_that_is_no_longer_declared_goes_to_nobody(message):
    Message.objects.update(kind="forgotten")

    assert (deliver(message.pk), mail.outbox) == (MessageState.DROPPED, [])
    assert str(kind_of("forgotten").title) == "Etwas, das nicht mehr geschrieben wird"


@pytest.mark.parametrize("pk", [0, 999_999])
def test_what_is_gone_is_not_sent(letters, pk):
    assert deliver(pk) is None


# --- When the mail server is away ---


def test_while_the_mail_server_is_away_attempts_go_on_less_and_less_often(message, smtp, now):
    smtp.close()

    pauses = []
    for _ in range(7):
        now()
        deliver(message.pk)
        pauses.append(minutes_until_next_attempt(message))

    assert pauses == [1, 2, 4, 8, 15, 15, 15]
    assert (message.state, message.attempts, message.failure) == (MessageState.WAITING, 7, "")


def test_when_it_is_back_each_e_mail_arrives_once(message, smtp, now, open_server):
    smtp.close()
    for _ in range(3):
        now()
        deliver(message.pk)

    back = open_server(smtp.port)
    now()
    for _ in range(2):
        deliver(message.pk)

    assert back.ids == [f"<outbox-{message.pk}@127.0.0.1>"]


def test_before_its_time_nothing_is_tried_again(message, smtp):
    smtp.close()
    deliver(message.pk)

    assert deliver(message.pk) is None


def test_a_server_that_cannot_take_it_now_is_asked_again_for_ever(message, smtp, now):
    smtp.answers["RCPT"] = 451

    for _ in range(12):
        now()
        deliver(message.pk)
    smtp.answers["RCPT"] = 250
    now()

    assert (deliver(message.pk), len(smtp.taken)) == (MessageState.SENT, 1)


# --- When it fails ---


@pytest.mark.parametrize("answering", ["RCPT", "DATA"])
def test_what_is_refused_five_times_failed_and_can_be_sent_again(message, smtp, now, answering):
    smtp.answers[answering] = 550

    states = []
    for _ in range(6):
        now()
        states.append(deliver(message.pk))
    failed = now()
    smtp.answers[answering] = 250
    again = [send_again(failed), send_again(failed)]

    assert states == [*[MessageState.WAITING] * 4, MessageState.FAILED, None]
    assert (failed.failure, failed.handed_over, len(smtp.taken)) == (Failure.REFUSED, 0, 0)
    assert (again, deliver(message.pk), len(smtp.taken)) == ([True, False], MessageState.SENT, 1)


def test_what_cannot_be_written_fails_with_a_reason_and_says_nothing_of_people(message, letters, now, caplog):
    letters.to = Recipient("kim@example.org\nBcc: everybody@example.org", "de")

    states = []
    for _ in range(5):
        now()
        states.append(deliver(message.pk))

    assert states == [*[MessageState.WAITING] * 4, MessageState.FAILED]
    assert (now().failure, mail.outbox, "kim@example" in caplog.text) == (Failure.BROKEN, [], False)


def test_a_line_that_breaks_after_the_e_mail_makes_two_of_one_and_never_three(message, smtp, now):
    smtp.answers["DATA"] = HANGS_UP

    states = []
    for _ in range(3):
        now()
        states.append(deliver(message.pk))

    assert states == [MessageState.WAITING, MessageState.WAITING, MessageState.FAILED]
    assert (now().failure, smtp.ids) == (Failure.UNCLEAR, [f"<outbox-{message.pk}@127.0.0.1>"] * 2)


# --- The doorbell ---


def test_every_minute_is_rung_for_what_is_due_and_what_a_lost_worker_had_begun(letters, rings):
    company = make.organisation()
    now = timezone.now()
    due, _later, lost, _held, _sent = (
        make.message(company, due_at=now - timedelta(minutes=1)),
        make.message(company, due_at=now + timedelta(minutes=1)),
        make.message(company, **_leased(now - timedelta(seconds=1))),
        make.message(company, **_leased(now + timedelta(minutes=1))),
        make.message(company, state=MessageState.SENT, sent_at=now, due_at=now - timedelta(minutes=1)),
    )

    assert (sweep(), sorted(rings)) == (2, [due.pk, lost.pk])


def _leased(until):
    return {
        "state": MessageState.SENDING,
        "lease": "12345678-1234-5678-1234-567812345678",
        "leased_until": until,
        "due_at": until - timedelta(hours=1),
    }


def test_without_a_queue_nothing_is_lost(message, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError

    monkeypatch.setattr(doorbell.current_app, "send_task", away)

    assert doorbell.ring([message.pk]) == 0
    assert Message.objects.get().state == MessageState.WAITING


def test_only_numbers_go_through_the_queue(message, monkeypatch):
    sent = []
    monkeypatch.setattr(doorbell.current_app, "send_task", lambda *args, **kwargs: sent.append((args, kwargs)))

    doorbell.ring([message.pk])

    assert sent == [((tasks.deliver_message.name,), {"args": [message.pk], "retry": False, "expires": 60})]


def test_tasks_do_the_same_twice(message):
    for _ in range(2):
        tasks.sweep()
        tasks.deliver_message(message.pk)

    assert len(mail.outbox) == 1


def test_a_worker_that_hangs_is_stopped_before_its_lease_is_over(settings):
    assert timedelta(seconds=tasks.deliver_message.time_limit) < settings.OUTBOX_LEASE
