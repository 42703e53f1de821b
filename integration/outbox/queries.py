"""What is asked about e-mails by those who had them written."""

from collections.abc import Collection

from integration.outbox.models import Message


def message_about(key: str) -> Message | None:
    """The e-mail of an effect: whether it left, for a page that says so. Whoever asks has seen to the right."""
    return Message.objects.filter(key=key).first()


def messages_about(keys: Collection[str]) -> dict[str, Message]:
    """The same of several effects. One query, or none where nothing is asked."""
    return {each.key: each for each in Message.objects.filter(key__in=set(keys)).order_by("pk")} if keys else {}
