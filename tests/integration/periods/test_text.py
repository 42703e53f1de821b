"""Text is kept as people wrote it, without what steers machines or turns the direction of reading around."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.periods.text import cleaned

TEXTS = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  Amal \t", "Amal"),
        ("\xa0Amal\u3000", "Amal"),
        ("A\0ma\x07l", "Amal"),
        ("Ama\ud800l", "Amal"),
        ("\u202eAmal\u202c", "Amal"),
        ("\u2066سارة\u2069", "سارة"),
        ("\ufeffAmal", "Amal"),
        ("Mu\u0308ller", "Müller"),
        ("Werk\r\nSüd", "Werk Süd"),
        ("O’Neill al-Ḥāǧǧ Ağça ገብረመድህን Софія", "O’Neill al-Ḥāǧǧ Ağça ገብረመድህን Софія"),
        ("سارة\u200cالجباري", "سارة\u200cالجباري"),
        ("=SUM(A1)", "=SUM(A1)"),
    ],
)
def test_text_is_cleaned(given_text, kept):
    assert cleaned(given_text) == kept


def test_line_breaks_of_long_texts_stay():
    assert cleaned("Eins \r\nZwei\rDrei\u2028Vier", lines=True) == "Eins \nZwei\nDrei\nVier"


@given(TEXTS, st.booleans())
def test_what_was_cleaned_stays_as_it_is(text, lines):
    once = cleaned(text, lines=lines)

    assert cleaned(once, lines=lines) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(sign) == "Cs" or sign == "\0" for sign in once)
