"""A kind of e-mail for tests, and a mail server that takes it."""

import pytest

from integration.outbox import kinds
from integration.outbox.kinds import Kind, Letter, Recipient
from integration.outbox.models import Message
from integration.outbox.services import post
from tests import factories as make
from tests.integration.outbox.mail_server import MailServer


class Post:
    """What the tests of the outbox write: to whom, and which letter."""

    to: Recipient | None = Recipient("kim@example.org", "de")

    def kind(self, code: str = "note") -> Kind:
        return Kind(code, "Nachricht", lambda _about: self.to, self.write)

    def write(self, about: int) -> Letter:
        return Letter("Einstieg: Nachricht", ["Guten Tag,"], f"https://example.org/{about}/", "Öffnen", ["Bis bald."])


@pytest.fixture
def letters(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    written = Post()
    kinds.register(written.kind())
    return written


@pytest.fixture
def message(letters, rings):
    return post("note", 7, make.organisation(), "note 7")


@pytest.fixture
def rings(monkeypatch):
    """What was rung for, instead of a queue."""
    heard = []
    monkeypatch.setattr("integration.outbox.services.ring", lambda ids: heard.extend(ids) or len(ids))
    return heard


@pytest.fixture
def open_server():
    """Opens mail servers; none outlives its test."""
    opened = []

    def open_one(port: int = 0) -> MailServer:
        opened.append(MailServer(port))
        return opened[-1]

    yield open_one
    for server in opened:
        server.close()


@pytest.fixture
def smtp(settings, open_server):
    """Mail goes to a server of the test's own."""
    server = open_server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    return server


@pytest.fixture
def now(message):
    """Reads the message anew, as if all the waiting were over."""

    def hurry() -> Message:
        Message.objects.update(due_at=message.written_at)
        return Message.objects.get(pk=message.pk)

    return hurry
