"""What is asked about e-mails by those who had them written."""

from integration.outbox.models import Message


def message_about(key: str) -> Message | None:
    """The e-mail of an effect: whether it left, for a page that says so. Whoever asks has seen to the right."""
    return Message.objects.filter(key=key).first()
