"""Guessing a password: ten times, then half an hour of nothing."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, user

pytestmark = pytest.mark.django_db


def sign_in(email, password):
    client = Client()
    client.post("/account/login/", {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_after_ten_wrong_guesses_the_right_password_does_not_help():
    victim = user()

    guesses = [sign_in(victim.email, f"wrong {number}") for number in range(10)]

    assert guesses == [False] * 10
    assert sign_in(victim.email, PASSWORD) is False


def test_after_nine_wrong_guesses_it_does():
    victim = user()

    for number in range(9):
        sign_in(victim.email, f"wrong {number}")

    assert sign_in(victim.email, PASSWORD) is True


def test_the_others_are_not_locked_out_with_the_victim():
    victim, neighbour = user(), user()

    for number in range(11):
        sign_in(victim.email, f"wrong {number}")

    assert sign_in(neighbour.email, PASSWORD) is True


def test_nobody_signs_up_by_themselves():
    answer = Client().post(
        "/account/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "_auth_user_id" not in answer.wsgi_request.session
    assert answer.templates[0].name == "account/signup_closed.html"


def test_a_known_and_an_unknown_address_get_the_same_answer():
    known = Client().post("/account/login/", {"login": user().email, "password": "wrong"})
    unknown = Client().post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})

    assert known.status_code == unknown.status_code
    assert known.context["form"].errors == unknown.context["form"].errors
