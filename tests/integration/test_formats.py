"""Dates nobody can misread."""

from datetime import date

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(("language", "written"), [("de", "03.07.2026"), ("en", "3 Jul 2026")])
def test_the_day_stands_before_the_month(language, written):
    with translation.override(language):
        assert date_format(date(2026, 7, 3), "SHORT_DATE_FORMAT") == written


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("entered", ["2026-07-03", "03.07.2026"])
def test_a_date_is_understood_as_it_is_written_here(language, entered):
    with translation.override(language):
        assert forms.DateField().clean(entered) == date(2026, 7, 3)
