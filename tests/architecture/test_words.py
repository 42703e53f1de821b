"""The field's words, and no others; nothing left for later."""

import re

import polib

from integration.translations import CATALOGUE
from tests.architecture.source import PACKAGES, ROOT, modules, name

# A trainee is no student.
FOREIGN_WORDS = re.compile(r"\b(students?|pupils?)\b", re.IGNORECASE)
FOR_LATER = re.compile(r"\b(TODO|FIXME|HACK)\b")


def lines_with(pattern, *folders):
    texts = [*modules(*folders), *(path for folder in folders for path in (ROOT / folder).rglob("*.html"))]
    return [
        f"{name(path)}: {line.strip()}"
        for path in texts
        for line in path.read_text(encoding="utf-8").splitlines()
        if pattern.search(line) and path.name != "test_words.py"
    ]


def test_the_code_speaks_the_fields_words():
    assert lines_with(FOREIGN_WORDS, *PACKAGES) == []


def test_nothing_is_left_for_later():
    assert lines_with(FOR_LATER, *PACKAGES, "tests") == []


def german_texts_with(pattern):
    """Translations with a word, and the files that use them."""
    entries = polib.pofile(str(CATALOGUE))
    return [
        (file, entry.msgid)
        for entry in entries
        for file, _line in entry.occurrences
        if re.search(pattern, " ".join([entry.msgstr, *entry.msgstr_plural.values()]), re.IGNORECASE)
    ]


def test_the_screen_says_teilnehmende_and_paten():
    assert german_texts_with(r"\b(Schüler|Student|Studierende|Abbrecher|Flüchtling|Asylant|Zögling)") == []


def test_only_the_sponsors_portal_says_mentee():
    found = {
        file for file, _text in german_texts_with(r"\bmentees?\b") if not file.startswith("programmes/sponsorships/")
    }

    assert found <= {"integration/admin/landing.py"}


def test_no_test_is_skipped():
    pattern = re.compile(r"mark\.(skip|skipif|xfail)|pytest\.(skip|xfail|importorskip)\(")

    assert [
        line for line in lines_with(pattern, "tests") if not line.startswith("tests/architecture/test_words.py")
    ] == []
