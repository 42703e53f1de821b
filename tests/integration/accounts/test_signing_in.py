"""Signing in and out, passwords, language: nothing tells whether an account exists."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from integration.accounts.models import User
from tests.factories import PASSWORD, user

pytestmark = pytest.mark.django_db


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def same_page(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


def test_the_address_counts_in_any_case():
    somebody = user(email="amal@example.org")

    answer = sign_in(Client(), "Amal@Example.org")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert somebody.is_active is True


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer():
    known = user()
    unknown = "nobody@example.org"

    answers = [sign_in(Client(), email, "not the password") for email in (known.email, unknown)]

    assert same_page(answers[0]).replace(known.email, "") == same_page(answers[1]).replace(unknown, "")
    assert {answer.status_code for answer in answers} == {200}


def test_an_unknown_address_costs_a_hash_too(monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda _self, password: hashed.append(password))

    sign_in(Client(), "nobody@example.org", "some password")

    assert hashed == ["some password"]


@pytest.mark.parametrize(
    ("asked", "reached"),
    [("/portal/", "/portal/"), ("https://example.com/", "/"), ("//example.com/", "/"), ("javascript:alert(1)", "/")],
)
def test_after_signing_in_one_goes_on_only_within_the_product(asked, reached):
    somebody = user()

    assert sign_in(Client(), somebody.email, next=asked)["Location"] == reached


def test_nobody_signs_up_by_themselves():
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}

    page = Client().post("/account/signup/", form)

    assert (page.status_code, User.objects.count()) == (200, 0)


def test_a_blocked_account_does_not_get_in():
    somebody = user(is_active=False)
    client = Client()

    answer = sign_in(client, somebody.email)

    assert answer["Location"] == "/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_an_account_that_is_blocked_is_out_with_the_next_page():
    somebody = user()
    client = Client()
    client.force_login(somebody)

    User.objects.update(is_active=False)

    assert client.get("/")["Location"] == "/account/login/?next=/"


def test_signing_out_needs_a_click():
    client = Client()
    client.force_login(user())

    looked = client.get("/account/logout/").status_code
    still_in = "_auth_user_id" in client.session
    client.post("/account/logout/")

    assert (looked, still_in, "_auth_user_id" in client.session) == (200, True, False)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once():
    somebody = user()
    client = Client()
    client.post("/account/password/reset/", {"email": somebody.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = {"password1": "another long password", "password2": "another long password"}

    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], form)
    again = Client().get(link, follow=True)

    assert sign_in(Client(), somebody.email, "another long password").status_code == 302
    assert again.context["token_fail"] is True


def test_asking_for_a_new_password_tells_nobody_whether_there_is_an_account():
    known = user()

    answers = [
        Client().post("/account/password/reset/", {"email": email}) for email in (known.email, "nobody@example.org")
    ]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/account/password/reset/done/")}
    assert [message.to for message in mail.outbox] == [[known.email], ["nobody@example.org"]]
    assert re.findall(r"signup|registrier", mail.outbox[1].body, re.IGNORECASE) == []


def test_subjects_name_the_product_and_nobody():
    somebody = user(display_name="Amal Haddad")

    Client().post("/account/password/reset/", {"email": somebody.email})

    assert mail.outbox[0].subject == "Einstieg: Neues Passwort wählen"


def test_a_password_is_changed_with_the_old_one():
    somebody = user()
    client = Client()
    client.force_login(somebody)
    form = {"password1": "another long password", "password2": "another long password"}

    refused = client.post("/account/password/change/", {"oldpassword": "wrong", **form})
    taken = client.post("/account/password/change/", {"oldpassword": PASSWORD, **form})

    assert (refused.status_code, taken.status_code, taken["Location"]) == (200, 302, "/")


def test_a_chosen_language_is_remembered_with_the_account_and_comes_back_in_another_browser():
    somebody = user(language="de")
    here, elsewhere = Client(), Client()
    here.force_login(somebody)

    here.post("/account/language/", {"language": "en", "next": "/account/password/change/"})
    sign_in(elsewhere, somebody.email)

    assert User.objects.get().language == "en"
    assert elsewhere.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert elsewhere.get("/account/password/change/")["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("wish", "target", "language", "location"),
    [
        ("xx", "/portal/", "de", "/portal/"),
        ("en", "https://example.com/", "en", "/"),
        ("", "", "de", "/"),
    ],
)
def test_a_strange_wish_for_a_language_does_no_harm(wish, target, language, location):
    client = Client()
    client.force_login(user(language="de"))

    answer = client.post("/account/language/", {"language": wish, "next": target})

    assert (answer["Location"], User.objects.get().language) == (location, language)


def test_addresses_are_not_for_their_owners_to_change():
    client = Client()
    client.force_login(user())

    assert {client.get(f"/account/{page}/").status_code for page in ("email", "confirm-email", "phone/change")} == {404}
