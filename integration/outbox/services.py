"""Writing e-mails into the outbox, finding those that are due, and sending failed ones again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from integration.organisations.models import Organisation
from integration.outbox.doorbell import ring
from integration.outbox.enums import MessageState
from integration.outbox.models import Message

RUNG_FOR_AT_ONCE = 1000


@transaction.atomic
def post(kind: str, about: int, organisation: Organisation, key: str) -> Message:
    """Let an e-mail be sent once the transaction around this is committed; if it is not, there is none.

    `key` names the effect ("invitation 12, the second one"): a second time writes nothing. Who gets it and what it
    says is found out when it leaves.
    """
    message, created = Message.objects.all().get_or_create(
        key=key, defaults={"kind": kind, "about": about, "organisation": organisation}
    )
    if created:
        transaction.on_commit(lambda: ring([message.pk]))
    return message


def due(now: datetime) -> QuerySet[Message]:
    """What waits for its next attempt, and what a lost worker had begun."""
    return Message.objects.filter(
        Q(state=MessageState.WAITING, due_at__lte=now) | Q(state=MessageState.SENDING, leased_until__lt=now)
    )


def sweep() -> int:
    """Ring for everything that is due, the oldest first. Returns how many were rung for; a second time does no harm."""
    waiting = due(timezone.now()).order_by("due_at", "pk")
    return ring(list(waiting.values_list("pk", flat=True)[:RUNG_FOR_AT_ONCE]))


@transaction.atomic
def send_again(message: Message) -> bool:
    """Try a failed e-mail anew, with all its attempts. False if it did not fail; asking again changes nothing."""
    begun = Message.objects.filter(pk=message.pk, state=MessageState.FAILED).update(
        state=MessageState.WAITING, failure="", due_at=timezone.now(), attempts=0, refusals=0, handed_over=0
    )
    if begun:
        transaction.on_commit(lambda: ring([message.pk]))
    return bool(begun)
