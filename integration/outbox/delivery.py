"""Sending one e-mail.

What is guaranteed: each e-mail reaches the mail server once. Only if a worker dies, or the line breaks, between the mail
server's taking it and the note that it did, it is given a second time, with the same Message-ID, by which mail programs know
it; never a third time. While the mail server is away, attempts go on for ever.
"""

import logging
import traceback
import uuid
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from integration.outbox.enums import Failure, MessageState
from integration.outbox.kinds import Letter, kind_of
from integration.outbox.models import Message
from integration.outbox.services import due

log = logging.getLogger(__name__)

RELEASED: dict[str, Any] = {"lease": None, "leased_until": None}
PERMANENT = 500
"""Answers of a mail server from here on mean that it does not want this e-mail."""


def deliver(message_id: int) -> MessageState | None:
    """Send an e-mail that is due. Returns where it stands then; None if it is gone, sent, or in other hands."""
    message = _claim(message_id, timezone.now())
    if message is None:
        return None
    if message.handed_over >= settings.OUTBOX_HANDED_OVER_AT_MOST:
        return _end(message, MessageState.FAILED, failure=Failure.UNCLEAR)
    try:
        mail = _written(message)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is tried again)
        # Not the error itself: it could quote what stands in a row.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("E-mail %s could not be written: %s\n%s", message, type(error).__name__, where)  # noqa: TRY400
        return _refused(message, Failure.BROKEN)
    return _end(message, MessageState.DROPPED) if mail is None else _send(message, mail)


# --- Whose it is ---


def _claim(message_id: int, now: datetime) -> Message | None:
    """Take an e-mail that is due: of several who ask at once, one gets it."""
    lease = uuid.uuid4()
    taken = due(now).filter(pk=message_id)
    taken = taken.update(
        state=MessageState.SENDING, lease=lease, leased_until=now + settings.OUTBOX_LEASE, attempts=F("attempts") + 1
    )
    return Message.objects.get(pk=message_id) if taken else None


def _ours(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, lease=message.lease)


def _end(message: Message, state: MessageState, **fields: Any) -> MessageState | None:
    """Note how it went, unless somebody else has the e-mail by now."""
    return state if _ours(message).update(state=state, **fields, **RELEASED) else None


# --- Writing it ---


def _written(message: Message) -> EmailMultiAlternatives | None:
    """The e-mail as it leaves, in the recipient's language; None if nobody is to get it any more."""
    kind = kind_of(message.kind)
    recipient = kind.to(message.about)
    if recipient is None:
        return None
    with translation.override(recipient.language):
        letter = kind.write(message.about)
        context = {"letter": letter, "language": recipient.language}
        mail = EmailMultiAlternatives(
            letter.subject,
            render_to_string("outbox/letter.txt", context),
            to=[recipient.address],
            headers=_headers(message, letter),
        )
        mail.attach_alternative(render_to_string("outbox/letter.html", context), "text/html")
    # What makes no e-mail is found here, before anything is handed over.
    mail.message()
    return mail


def _headers(message: Message, letter: Letter) -> dict[str, str]:
    headers = {
        "Message-ID": f"<outbox-{message.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    if letter.leave:
        headers |= {"List-Unsubscribe": f"<{letter.leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


# --- Sending it ---


def _send(message: Message, mail: EmailMultiAlternatives) -> MessageState | None:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        log.warning("The mail server is away (%s); e-mail %s waits.", type(error).__name__, message)
        return _wait(message)
    try:
        if not _hand_over(message):
            return None
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        return _answered(message, max(codes, default=PERMANENT))
    except SMTPResponseException as error:
        return _answered(message, error.smtp_code)
    except (OSError, SMTPException) as error:
        log.warning("The line broke (%s) while e-mail %s was sent.", type(error).__name__, message)
        return _wait(message)
    finally:
        _hang_up(connection)
    return _end(message, MessageState.SENT, sent_at=timezone.now())


def _hand_over(message: Message) -> int:
    """Note that from here on nobody but the mail server knows what becomes of it."""
    leased_until = timezone.now() + settings.OUTBOX_LEASE
    return _ours(message).update(handed_over=F("handed_over") + 1, leased_until=leased_until)


def _hang_up(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        log.info("The mail server hung up first.")


def _answered(message: Message, code: int) -> MessageState | None:
    """The mail server said no: so it has not got it. For now, or for good."""
    _ours(message).update(handed_over=F("handed_over") - 1)
    if code < PERMANENT:
        log.warning("The mail server cannot take e-mail %s now (%s).", message, code)
        return _wait(message)
    log.error("The mail server does not take e-mail %s (%s).", message, code)
    return _refused(message, Failure.REFUSED)


def _refused(message: Message, failure: Failure) -> MessageState | None:
    """Try again later, unless this was often enough."""
    refusals = message.refusals + 1
    if refusals >= settings.OUTBOX_REFUSALS:
        return _end(message, MessageState.FAILED, failure=failure, refusals=refusals)
    return _wait(message, refusals=refusals)


def _wait(message: Message, **fields: Any) -> MessageState | None:
    """A minute at first, then twice as long each time, up to a quarter of an hour."""
    pause = min(timedelta(minutes=1) * 2 ** min(message.attempts - 1, 10), settings.OUTBOX_LONGEST_PAUSE)
    return _end(message, MessageState.WAITING, due_at=timezone.now() + pause, **fields)
