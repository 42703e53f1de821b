"""What people prefer to speak: recorded as codes or in words, shown by name."""

import pytest
from django.utils.translation import override

from programmes.exchange.demonstration.people import _LANGUAGES
from programmes.participants.languages import FURTHER, in_words, languages_in


@pytest.mark.parametrize(
    ("recorded", "german", "english"),
    [
        ("ti", "Tigrinisch", "Tigrinya"),
        ("AR", "Arabisch", "Arabic"),
        ("ti; ar", "Tigrinisch, Arabisch", "Tigrinya, Arabic"),
        ("pt-BR", "Brasilianisches Portugiesisch", "Brazilian Portuguese"),
        ("prs|ckb", "Dari, Zentralkurdisch (Sorani)", "Dari, Central Kurdish (Sorani)"),
        ("Arabisch, etwas Englisch", "Arabisch, etwas Englisch", "Arabisch, etwas Englisch"),
        ("xx", "xx", "xx"),
        ("", "", ""),
    ],
)
def test_codes_are_shown_by_name_and_words_as_they_were_written(recorded, german, english):
    assert in_words(recorded) == german
    with override("en"):
        assert in_words(recorded) == english


def test_every_language_has_a_name_in_both_languages():
    for code in FURTHER:
        with override("en"):
            english = in_words(code)
        assert languages_in(code) == languages_in(english) == languages_in(in_words(code)) == {code}


def test_the_demonstration_speaks_no_codes():
    assert [code for code in _LANGUAGES.options if in_words(code) == code] == []
