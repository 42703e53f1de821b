"""The numbers that the programme needs, with the sources from which they were taken.

Where the last check is empty, the text of the law was read in its version of early 2022, or the rule is our own.
"""

from datetime import date
from decimal import Decimal

from django.db import migrations
from django.utils import timezone

TEXTS = "https://www.gesetze-im-internet.de"
BBIG = ("BBiG", f"{TEXTS}/bbig_2005", date(2005, 4, 1))
RESIDENCE = ("AufenthG", f"{TEXTS}/aufenthg_2004", date(2020, 3, 1))
SOCIAL = ("SGB III", f"{TEXTS}/sgb_3", date(2016, 8, 1))
HOUSE = ("", "", date(2016, 1, 1))
CHECKED = date(2026, 2, 27)
READ_2022 = "Text des Gesetzes, Stand Anfang 2022; vor Gebrauch prüfen."
OWN = "Eigene Vorlaufzeit, kein Gesetz."

NUMBERS = (
    # code, value, unit, law, section, page of the text, from, until, checked, remark
    ("binding", 6, "months", *BBIG[:2], "§ 12 Abs. 1", "__12.html", BBIG[2], None, None, READ_2022),
    ("probation_least", 1, "months", *BBIG[:2], "§ 20", "__20.html", BBIG[2], None, CHECKED, ""),
    ("probation_most", 4, "months", *BBIG[:2], "§ 20", "__20.html", BBIG[2], None, CHECKED, ""),
    ("extension_most", 12, "months", *BBIG[:2], "§ 21 Abs. 3", "__21.html", BBIG[2], None, CHECKED, ""),
    ("resits", 2, "times", *BBIG[:2], "§ 37 Abs. 1", "__37.html", BBIG[2], None, None, READ_2022),
    ("admission", 2, "months", *BBIG[:2], "§ 43 Abs. 1", "__43.html", BBIG[2], None, None, READ_2022),
    ("trainee_notice", 4, "weeks", *BBIG[:2], "§ 22 Abs. 2", "__22.html", BBIG[2], None, CHECKED, ""),
    (
        "probation_nursing", 6, "months", "PflBG", f"{TEXTS}/pflbg", "§ 20", "__20.html",
        date(2020, 1, 1), None, None, READ_2022,
    ),
    (
        "representative_notice", 3, "months", "BetrVG", f"{TEXTS}/betrvg", "§ 78a Abs. 1", "__78a.html",
        date(2001, 7, 28), None, None, READ_2022,
    ),
    (
        "notice_training", 2, "weeks", *RESIDENCE[:2], "§ 60c Abs. 5", "__60c.html", date(2020, 1, 1), None, CHECKED,
        "Ebenso nach §§ 16g und 60d: unverzüglich, in der Regel innerhalb dieser Zeit.",
    ),
    (
        "notice_employment", 4, "weeks", *RESIDENCE[:2], "§ 4a Abs. 5", "__4a.html", RESIDENCE[2], None, CHECKED,
        "Ab Kenntnis; für Titel nach Kapitel 2 Abschnitt 4.",
    ),
    ("notice_fine", 30_000, "euro", *RESIDENCE[:2], "§ 98 Abs. 5", "__98.html", RESIDENCE[2], None, CHECKED, ""),
    ("permit_watch_1", 180, "days", *HOUSE[:2], "", "", HOUSE[2], None, None, OWN),
    ("permit_watch_2", 90, "days", *HOUSE[:2], "", "", HOUSE[2], None, None, OWN),
    ("permit_watch_3", 60, "days", *HOUSE[:2], "", "", HOUSE[2], None, None, OWN),
    ("permit_watch_4", 30, "days", *HOUSE[:2], "", "", HOUSE[2], None, None, OWN),
    (
        "toleration_apply", 7, "months", *RESIDENCE[:2], "§ 60c Abs. 3", "__60c.html",
        date(2020, 1, 1), None, CHECKED, "",
    ),
    (
        "toleration_earliest", 6, "months", *RESIDENCE[:2], "§ 60c Abs. 3", "__60c.html",
        date(2020, 1, 1), None, CHECKED, "",
    ),
    (
        "toleration_search", 6, "months", *RESIDENCE[:2], "§ 60c Abs. 6", "__60c.html",
        date(2020, 1, 1), None, CHECKED, "",
    ),
    (
        "employment_toleration", 30, "months", *RESIDENCE[:2], "§ 60d Abs. 1", "__60d.html",
        date(2020, 1, 1), None, CHECKED, "",
    ),
    (
        "opportunity", 18, "months", *RESIDENCE[:2], "§ 104c Abs. 3", "__104c.html",
        date(2022, 12, 31), date(2025, 12, 31), CHECKED, "Seit dem 1. Januar 2026 wird keine mehr erteilt.",
    ),
    (
        "permit_after_training", 2, "years", *RESIDENCE[:2], "§ 16g Abs. 8", "__16g.html",
        date(2024, 3, 1), None, CHECKED, "",
    ),
    ("eq_least", 6, "months", *SOCIAL[:2], "§ 54a Abs. 2", "__54a.html", SOCIAL[2], date(2024, 3, 31), CHECKED, ""),
    ("eq_least", 4, "months", *SOCIAL[:2], "§ 54a Abs. 2", "__54a.html", date(2024, 4, 1), None, CHECKED, ""),
    ("eq_most", 12, "months", *SOCIAL[:2], "§ 54a Abs. 2", "__54a.html", SOCIAL[2], None, CHECKED, ""),
    ("eq_hours", 20, "hours_a_week", *SOCIAL[:2], "§ 54a Abs. 2", "__54a.html", date(2024, 4, 1), None, CHECKED, ""),
    ("eq_subsidy", 231, "euro", *SOCIAL[:2], "§ 54a Abs. 1", "__54a.html", SOCIAL[2], date(2019, 7, 31), CHECKED, ""),
    (
        "eq_subsidy", 247, "euro", *SOCIAL[:2], "§ 54a Abs. 1", "__54a.html",
        date(2020, 8, 1), date(2022, 7, 31), None, "Text des Gesetzes, Stand Anfang 2022; Beginn prüfen.",
    ),
    (
        "eq_subsidy", 262, "euro", *SOCIAL[:2], "§ 54a Abs. 1", "__54a.html",
        date(2022, 8, 1), date(2024, 7, 31), None, "Ende belegt; Beginn prüfen.",
    ),
    ("eq_subsidy", 276, "euro", *SOCIAL[:2], "§ 54a Abs. 1", "__54a.html", date(2024, 8, 1), None, CHECKED, ""),
    (
        "eq_insurance", 135, "euro", *SOCIAL[:2], "§ 54a Abs. 1", "__54a.html",
        date(2022, 8, 1), date(2024, 7, 31), None, "Ende belegt; Beginn prüfen.",
    ),
    ("eq_insurance", 142, "euro", *SOCIAL[:2], "§ 54a Abs. 1", "__54a.html", date(2024, 8, 1), None, CHECKED, ""),
    (
        "internship_most", 3, "months", "MiLoG", f"{TEXTS}/milog", "§ 22 Abs. 1 Nr. 2", "__22.html",
        date(2015, 1, 1), None, CHECKED, "",
    ),
    (
        "recognition", 3, "months", "BQFG", f"{TEXTS}/bqfg", "§ 6 Abs. 3", "__6.html",
        date(2012, 4, 1), None, CHECKED, "Kann einmal verlängert werden.",
    ),
    (
        "recognition_receipt", 1, "months", "BQFG", f"{TEXTS}/bqfg", "§ 6 Abs. 1", "__6.html",
        date(2012, 4, 1), None, None, READ_2022,
    ),
    (
        "certificate_age", 6, "months", *HOUSE[:2], "", "", HOUSE[2], None, CHECKED,
        "Übung vieler Kursträger, kein Gesetz.",
    ),
)  # fmt: skip


def enter(apps, _schema_editor):
    LegalNumber = apps.get_model("law", "LegalNumber")
    History = apps.get_model("law", "HistoricalLegalNumber")
    now = timezone.now()
    for code, value, unit, law, texts, section, page, begins, ends, checked, remark in NUMBERS:
        said = {
            "code": code,
            "value": Decimal(value),
            "unit": unit,
            "law": law,
            "section": section,
            "link": f"{texts}/{page}" if page else "",
            "valid_from": begins,
            "valid_until": ends,
            "checked_on": checked,
            "remark": remark,
        }
        row = LegalNumber.objects.create(**said)
        # Whoever changes it first is held against this, as with any other row.
        History.objects.create(id=row.pk, history_date=now, history_type="+", **said)


class Migration(migrations.Migration):
    dependencies = [("law", "0001_initial")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
