"""One name has many spellings; all of them find it."""

import pytest

from programmes.participants.names import (
    contact_form,
    digits_of,
    found_form,
    search_form,
    sound_form,
    spellings,
    words_asked,
)
from programmes.participants.sounds import sounds_of


def test_names_are_sorted_without_accents_and_apostrophes():
    assert search_form("Al-Ḥāǧǧ", "ʿAlī") == "alhagg ali"


@pytest.mark.parametrize(
    "alike",
    [
        ("Mohammed", "Muhammad", "Mohamad", "Muhamed", "محمد"),
        ("Ahmad", "Ahmed", "Ahmet", "Achmed", "أحمد"),
        ("Oleksandr", "Aleksandr", "Alexander", "Олександр", "Александр"),
        ("Yusuf", "Jusuf", "Youssef", "يوسف"),
        ("Khaled", "Chaled", "Halit", "خالد"),
        ("Jamal", "Djamal", "Dschamal", "جمال"),
        ("Fatima", "Fatemah", "Fatma", "فاطمة"),
        ("Hussein", "Husain", "Hossein", "حسين"),
        ("Zeynep", "Zainab", "زينب"),
        ("Shirin", "Schirin", "Şirin", "شيرين"),
        ("Tatjana", "Tatyana", "Татьяна"),
        ("Sergej", "Sergey", "Sergei", "Сергей"),
        ("Elena", "Jelena", "Yelena", "Елена"),
        ("Tesfay", "Tesfai", "ተስፋይ"),
        ("Dawit", "David", "ዳዊት"),
        ("Abdullah", "Abdulla", "عبدالله"),
        ("Stephan", "Stefan"),
        ("Christian", "Kristian"),
        ("Yılmaz", "Yilmaz"),
    ],
)
def test_transcriptions_of_one_name_sound_the_same(alike):
    (sound,) = sounds_of(alike[0])

    assert {sounds_of(name) for name in alike} == {(sound,)}


def test_what_is_written_in_two_ways_has_two_sounds():
    assert sounds_of("Шевченко") == sounds_of("Schewtschenko") == ("svsnk", "svhnk")
    assert sounds_of("Shevchenko") == ("svhnk",)


@pytest.mark.parametrize(
    ("one", "other"), [("Ali", "Omar"), ("Mohammed", "Ahmad"), ("Fatima", "Farida"), ("Olena", "Oksana")]
)
def test_other_names_do_not(one, other):
    assert not set(sounds_of(one)) & set(sounds_of(other))


@pytest.mark.parametrize("word", ["", "A", "ö", "王", "1234", "-"])
def test_what_says_too_little_has_no_sound(word):
    assert sounds_of(word) == ()


def test_umlauts_are_one_letter_or_two():
    assert spellings("Müller") == ("muller", "mueller")
    assert spellings("Groß") == ("gross",)


def test_every_word_is_kept_as_it_may_be_split_or_joined():
    assert found_form("Al-Haddad", "Abdul Rahman") == " al haddad alhaddad abdul rahman abdulrahman "
    assert found_form("", "") == ""


def test_names_in_other_scripts_are_kept_in_them_and_as_they_sound():
    assert found_form("Шевченко") == " шевченко "
    assert sound_form("Haddad", "حداد") == " htt "


def test_articles_count_only_by_themselves():
    assert [word.spellings for word in words_asked("el Haddad")] == [("haddad",)]
    assert [word.spellings for word in words_asked("el")] == [("el",)]
    assert words_asked(" - ' ") == []


def test_telephone_numbers_are_their_digits():
    assert {digits_of(number) for number in ("+49 (151) 234-5", "0049 151 2345", "0151/2345")} == {"1512345"}
    assert contact_form("Amal@Example.org", "0151/2345") == " amal@example.org 1512345 "
