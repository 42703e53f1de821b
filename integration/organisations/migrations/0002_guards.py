"""The tree of organisations, held by PostgreSQL."""

from django.db import migrations

from integration.periods.guards import Guard, create_guard

TREE = Guard(
    name="organisation_tree_guard",
    table="organisations_organisation",
    on="INSERT OR UPDATE OF parent_id, kind",
    # Two who move branches at once could close a cycle that neither sees.
    locks="pg_advisory_xact_lock(hashtext('organisations_organisation'))",
    finds="""
        WITH RECURSIVE above(id, parent_id, kind) AS (
            SELECT p.id, p.parent_id, p.kind
            FROM organisations_organisation o JOIN organisations_organisation p ON p.id = o.parent_id
            WHERE o.id = NEW.id
            UNION
            SELECT p.id, p.parent_id, p.kind FROM above a JOIN organisations_organisation p ON p.id = a.parent_id
        ), below(id, kind) AS (
            SELECT c.id, c.kind FROM organisations_organisation c WHERE c.parent_id = NEW.id
            UNION
            SELECT c.id, c.kind FROM below b JOIN organisations_organisation c ON c.parent_id = b.id
        ), itself AS (
            SELECT kind FROM organisations_organisation WHERE id = NEW.id
        )
        SELECT CASE
            WHEN EXISTS (SELECT FROM above WHERE id = NEW.id) THEN 'organisation_no_cycle'
            WHEN EXISTS (SELECT FROM above WHERE kind = 'partner')
              OR (EXISTS (SELECT FROM itself WHERE kind = 'partner') AND EXISTS (SELECT FROM below))
                THEN 'organisation_not_below_partner'
            WHEN (EXISTS (SELECT FROM above WHERE kind = 'site')
                    AND EXISTS (SELECT kind FROM itself WHERE kind = 'company'
                                UNION ALL SELECT kind FROM below WHERE kind = 'company'))
              OR (EXISTS (SELECT FROM itself WHERE kind = 'site')
                    AND EXISTS (SELECT FROM below WHERE kind = 'company'))
                THEN 'organisation_company_not_below_site'
        END
    """,
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [create_guard(TREE)]
