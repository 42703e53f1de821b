"""No spreadsheet computes what people wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.exchange.reading.text import escaped, unescaped

TEXTS = st.text(st.characters(), max_size=60)


@given(TEXTS)
def test_what_is_escaped_is_given_back_and_computed_by_nobody(text):
    written = escaped(text)

    assert unescaped(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("'=x", "''=x"),
        ("'Abd", "'Abd"),
        ("x=1", "x=1"),
    ],
)
def test_only_what_would_be_computed_is_escaped(text, written):
    assert escaped(text) == written
