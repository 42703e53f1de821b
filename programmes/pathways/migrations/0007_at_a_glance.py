"""What lists of enrolments are narrowed by is derived, so that it has an index; and which cohorts have been where."""

import django.db.models.deletion
from django.db import migrations, models

from integration.periods.constraints import listed
from integration.periods.indexes import look_closely

# As `participants.papers` says.
FILL = """
UPDATE pathways_progress SET
paper = COALESCE((
    SELECT CASE WHEN d.kind IN ('eu_free_movement', 'german') THEN 'not_needed'
                WHEN d.kind = 'settlement_permit' THEN 'unlimited'
                WHEN d.kind = 'provisional_effect' THEN 'pending' END
    FROM participants_residencedocument d JOIN pathways_enrolment e ON e.participant_id = d.participant_id
    WHERE e.id = pathways_progress.enrolment_id AND d.issued_on <= CURRENT_DATE
    ORDER BY CASE WHEN d.kind IN ('eu_free_movement', 'german') THEN 0 WHEN d.kind = 'settlement_permit' THEN 1 ELSE 2 END,
             d.issued_on DESC, CASE WHEN d.kind = 'provisional_effect' THEN 0 ELSE 1 END
    LIMIT 1
), (
    SELECT 'dated'
    FROM participants_residencedocument d JOIN pathways_enrolment e ON e.participant_id = d.participant_id
    WHERE e.id = pathways_progress.enrolment_id AND d.issued_on <= CURRENT_DATE AND d.kind <> 'provisional_effect'
      AND COALESCE(d.legal_valid_to, d.printed_valid_to) IS NOT NULL
    LIMIT 1
), 'unknown'),
paper_end_on = (
    SELECT MAX(COALESCE(d.legal_valid_to, d.printed_valid_to))
    FROM participants_residencedocument d JOIN pathways_enrolment e ON e.participant_id = d.participant_id
    WHERE e.id = pathways_progress.enrolment_id AND d.issued_on <= CURRENT_DATE AND d.kind <> 'provisional_effect'
),
certified_rank = (
    SELECT CASE l.level WHEN 'below_a1' THEN 0 WHEN 'a1' THEN 1 WHEN 'a2' THEN 2 WHEN 'b1' THEN 3 WHEN 'b2' THEN 4 WHEN 'c1' THEN 5 WHEN 'c2' THEN 6 END AS rank
    FROM participants_languagelevel l JOIN pathways_enrolment e ON e.participant_id = l.participant_id
    WHERE e.id = pathways_progress.enrolment_id AND l.evidence = 'certificate' AND l.assessed_on <= CURRENT_DATE
    ORDER BY l.assessed_on DESC, rank DESC
    LIMIT 1
)
"""

COHORTS = """
UPDATE pathways_affiliation
SET cohort_id = (SELECT e.cohort_id FROM pathways_enrolment e WHERE e.id = pathways_affiliation.enrolment_id)
"""


def cohort(**options):
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="pathways.cohort",
        **options,
    )


PAPERS = ["dated", "unlimited", "pending", "not_needed", "unknown"]


class Migration(migrations.Migration):
    dependencies = [("pathways", "0006_more_steps"), ("participants", "0004_alike")]

    operations = [
        migrations.AddField("affiliation", "cohort", cohort(null=True)),
        migrations.RunSQL(COHORTS, migrations.RunSQL.noop),
        migrations.AlterField("affiliation", "cohort", cohort()),
        migrations.AddIndex(
            "affiliation", models.Index(fields=["cohort", "organisation"], name="affiliation_by_cohort")
        ),
        look_closely(table="pathways_affiliation", column="organisation_id"),
        migrations.AddField(
            "progress",
            "paper",
            models.CharField(
                choices=[
                    ("dated", "With an end"),
                    ("unlimited", "Unlimited"),
                    ("pending", "Until the authority decides"),
                    ("not_needed", "Not needed"),
                    ("unknown", "No document"),
                ],
                default="unknown",
                max_length=16,
            ),
        ),
        migrations.AddField("progress", "paper_end_on", models.DateField(null=True)),
        migrations.AddField("progress", "certified_rank", models.PositiveSmallIntegerField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex("progress", models.Index(fields=["paper", "paper_end_on"], name="progress_by_paper")),
        migrations.AddIndex("progress", models.Index(fields=["certified_rank"], name="progress_by_level")),
        migrations.AddConstraint("progress", listed("progress_paper_known", paper=PAPERS)),
    ]
