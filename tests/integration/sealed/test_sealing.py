"""What is sealed opens with its key, for its purpose, unchanged, and in no other way."""

import secrets

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from integration.sealed import services
from integration.sealed.fields import SealedTextField
from integration.sealed.keys import keys
from integration.sealed.sealing import BrokenSealError, seal, seal_text, unseal, unseal_text

OLD, NEW = secrets.token_urlsafe(32), secrets.token_urlsafe(32)


@pytest.mark.parametrize("content", [b"", b"x", b"a.b.c", bytes(range(256)), "Prüfung bestanden".encode()])
def test_what_is_sealed_opens_again(content):
    assert unseal(seal(content, "document"), "document") == content


@pytest.mark.parametrize("text", ["", "Prüfung bestanden", "ا", "x" * 100_000])
def test_so_does_a_text(text):
    assert unseal_text(seal_text(text, "note"), "note") == text


def test_equal_texts_do_not_look_alike_and_hide_what_they_say():
    first, second = seal_text("Prüfung", "note"), seal_text("Prüfung", "note")

    assert first != second
    assert "Pr" not in first


def test_nothing_opens_for_another_purpose():
    with pytest.raises(BrokenSealError):
        unseal_text(seal_text("Prüfung", "note"), "document")


@pytest.mark.parametrize("change", [lambda s: s[:-2] + "AA", lambda s: s[:-4], lambda s: "s1.00000000." + s[12:]])
def test_nothing_opens_that_was_changed(change):
    with pytest.raises(BrokenSealError):
        unseal_text(change(seal_text("Prüfung bestanden", "note")), "note")


@pytest.mark.parametrize("plain", ["Prüfung", "a.b", "s1.", "s1.a.b", "s1.a.ü"])
def test_what_was_never_sealed_does_not_pass_for_it(plain):
    with pytest.raises(BrokenSealError):
        unseal_text(plain, "note")


def test_the_first_key_seals_and_all_of_them_open(settings):
    settings.SEALING_KEYS = [OLD]
    sealed = seal(b"Pass", "document")

    settings.SEALING_KEYS = [NEW, OLD]
    again = seal(unseal(sealed, "document"), "document")
    settings.SEALING_KEYS = [NEW]

    assert unseal(again, "document") == b"Pass"
    with pytest.raises(BrokenSealError):
        unseal(sealed, "document")


@pytest.mark.parametrize("text", ["", "short", "!" * 43, "ü" * 43, "A" * 44])
def test_a_key_that_is_none_stops_the_start(settings, text):
    settings.SEALING_KEYS = [text]

    with pytest.raises(ImproperlyConfigured, match="SEALING_KEYS"):
        keys()


@pytest.fixture
def secret():
    with isolate_apps("integration.sealed"):

        class Secret(models.Model):  # noqa: DJ008  (nobody looks at it)
            text = SealedTextField("text", purpose="test")

            class Meta:
                app_label = "sealed"
                db_table = "secrets_of_a_test"

        yield Secret


@pytest.fixture
def kept(secret, db, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE secrets_of_a_test (id bigint PRIMARY KEY, text text NOT NULL)")
    monkeypatch.setattr(services, "sealed_columns", lambda: [(secret, secret._meta.get_field("text"))])
    return secret


def raw(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM secrets_of_a_test WHERE id = %s", [pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("question", ["text", "text__contains", "text__in", "text__iexact"])
def test_nobody_can_search_in_a_sealed_column(secret, question):
    with pytest.raises(FieldError):
        secret.objects.filter(**{question: "x"})


def test_the_database_holds_nothing_but_what_is_sealed(kept):
    kept.objects.create(pk=1, text="Prüfung bestanden")
    kept.objects.create(pk=2, text="")

    assert raw(1).startswith("s1.")
    assert raw(2) == ""
    assert dict(kept.objects.values_list("pk", "text")) == {1: "Prüfung bestanden", 2: ""}


def test_after_a_change_of_keys_everything_is_sealed_again(kept, settings):
    settings.SEALING_KEYS = [OLD]
    kept.objects.bulk_create([kept(pk=number, text=f"Notiz {number}" if number else "") for number in range(3)])
    before = raw(1)

    settings.SEALING_KEYS = [NEW, OLD]
    numbers = (services.seal_again(), services.seal_again())
    settings.SEALING_KEYS = [NEW]

    assert (numbers, raw(1) == before, raw(0)) == ((2, 0), False, "")
    assert list(kept.objects.order_by("pk").values_list("text", flat=True)) == ["", "Notiz 1", "Notiz 2"]


def test_the_command_says_how_much_it_did(kept, capsys):
    call_command("seal_again", verbosity=1, no_color=True)

    assert capsys.readouterr().out in {"0 texts were sealed again.\n", "0 Texte wurden neu versiegelt.\n"}


def test_the_histories_are_sealed_again_as_well():
    found = {model.__name__ for model, _field in services.sealed_columns()}

    # The history of a copy tells of it, and does not hold it; what is written in a request stays as it was.
    assert {name for name in found if not name.startswith("Historical")} - {"DocumentCopy", "HelpMessage"} == {
        name.removeprefix("Historical") for name in found if name.startswith("Historical")
    }
