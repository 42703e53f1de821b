"""Every text of the product is there in German."""

import gettext

import polib
import pytest

from integration import translations
from integration.translations import Text


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of two files, with a catalogue of its own."""
    (tmp_path / "integration" / "templates").mkdir(parents=True)
    (tmp_path / "integration" / "models.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        'name = _("sponsor")\n'
        'rows = ngettext("%(count)s row", "%(count)s rows", 2)\n'
        'month = pgettext("calendar", "May")\n'
    )
    (tmp_path / "integration" / "templates" / "page.html").write_text(
        '{% load i18n %}<h1>{% translate "Welcome" %}</h1>'
        "{% blocktranslate with name=user.name trimmed %}\n  Signed in\n  as {{ name }}\n{% endblocktranslate %}"
        '{{ _("Sign out") }}'
    )
    catalogue = tmp_path / "django.po"
    polib.POFile().save(str(catalogue))
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "CATALOGUE", catalogue)
    monkeypatch.setattr(translations, "COMPILED", catalogue.with_suffix(".mo"))
    return catalogue


def translate(catalogue, **german):
    entries = polib.pofile(str(catalogue))
    for entry in entries:
        entry.msgstr = german.get(entry.msgid, entry.msgstr)
    entries.save()


def test_every_way_to_say_something_is_found(project):
    assert set(translations.collect()) == {
        Text(None, "sponsor", None),
        Text(None, "%(count)s row", "%(count)s rows"),
        Text("calendar", "May", None),
        Text(None, "Welcome", None),
        Text(None, "Signed in as %(name)s", None),
        Text(None, "Sign out", None),
    }


def test_what_has_no_german_is_named_with_its_file(project):
    translations.update_catalogue()
    translate(project, sponsor="Pate")

    missing = translations.gaps()

    assert len(missing) == 5
    assert missing[-1] == "no German for 'Welcome' in integration/templates/page.html"


def test_a_lost_placeholder_is_named(project):
    translations.update_catalogue()
    translate(project, **{"Signed in as %(name)s": "Angemeldet"})

    assert "other placeholders in the German of 'Signed in as %(name)s'" in translations.gaps()


def test_bringing_up_to_date_keeps_what_is_translated_and_drops_what_is_gone(project):
    entries = polib.pofile(str(project))
    entries.append(polib.POEntry(msgid="sponsor", msgstr="Pate"))
    entries.append(polib.POEntry(msgid="gone", msgstr="fort"))
    entries.save()

    translations.update_catalogue()

    kept = {entry.msgid: entry.msgstr for entry in polib.pofile(str(project)) if entry.msgstr}
    assert kept == {"sponsor": "Pate"}


def test_the_compiled_catalogue_speaks_german(project):
    translations.update_catalogue()
    translate(project, sponsor="Pate")

    translations.compile_catalogue()

    with project.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("sponsor") == "Pate"
