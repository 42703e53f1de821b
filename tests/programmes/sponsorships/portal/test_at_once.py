"""Double taps and lost connections: whatever is sent many times at once is one contact."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes.sponsorships.models import Contact, ContactNote, NextStep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_fifty_posts_at_once_are_one_contact(client, mentee):
    today = timezone.localdate().isoformat()
    filled_in = {
        "key": uuid4(), "channel": "phone", "reached": "yes", "shared": "no", "held_on": today,
        "text": "Einmal", "minutes": "5", "step": "Unterlagen", "step_on": today,
    }  # fmt: skip
    start, statuses = Barrier(50), []

    def post():
        phone = Client()
        phone.cookies = client.cookies
        start.wait()
        statuses.append(phone.post(reverse("portal:note_contact", args=[mentee.pk]), filled_in).status_code)
        connection.close()

    threads = [Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [302] * 50
    assert [model.objects.count() for model in (Contact, ContactNote, NextStep)] == [1, 1, 1]
