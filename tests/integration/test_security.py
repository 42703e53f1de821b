"""What every answer tells the browser."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/account/login/", "/nowhere/", "/admin/", "/static/admin/css/base.css"])
def test_every_answer_carries_the_policy(address):
    answer = Client().get(address)
    answer.close()

    assert answer["Content-Security-Policy"] == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
