"""PostgreSQL refuses every change of a closed edition and of its cells, whoever asks."""

from typing import Any

from django.db.migrations import RunPython

_CREATE = """
CREATE FUNCTION edition_closed_stays() RETURNS trigger LANGUAGE plpgsql AS $stays$
BEGIN
    RAISE EXCEPTION 'a closed edition is neither changed nor deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_closed_stays', TABLE = TG_TABLE_NAME;
END $stays$;
CREATE TRIGGER edition_closed_stays BEFORE UPDATE OR DELETE ON editions_reportedition
    FOR EACH ROW WHEN (OLD.state = 'closed') EXECUTE FUNCTION edition_closed_stays();

CREATE FUNCTION edition_closed_keeps_cells() RETURNS trigger LANGUAGE plpgsql AS $keeps$
BEGIN
    IF EXISTS (
        SELECT FROM editions_reportedition
        WHERE state = 'closed' AND (id = CASE WHEN TG_OP = 'DELETE' THEN OLD.edition_id ELSE NEW.edition_id END
            OR (TG_OP = 'UPDATE' AND id = OLD.edition_id))
    ) THEN
        RAISE EXCEPTION 'cells of a closed edition stay as they are'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_closed_stays', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $keeps$;
CREATE TRIGGER edition_closed_keeps_cells BEFORE INSERT OR UPDATE OR DELETE ON editions_reportcell
    FOR EACH ROW EXECUTE FUNCTION edition_closed_keeps_cells();
"""
_DROP = """
DROP TRIGGER edition_closed_keeps_cells ON editions_reportcell;
DROP FUNCTION edition_closed_keeps_cells();
DROP TRIGGER edition_closed_stays ON editions_reportedition;
DROP FUNCTION edition_closed_stays();
"""
_CREATE_FOR_WORDS = """
CREATE TRIGGER edition_closed_keeps_words BEFORE INSERT OR UPDATE OR DELETE ON editions_editionwords
    FOR EACH ROW EXECUTE FUNCTION edition_closed_keeps_cells();
"""
_DROP_FOR_WORDS = "DROP TRIGGER edition_closed_keeps_words ON editions_editionwords;"


def closed_stays() -> RunPython:
    """The migration's operation after which it does."""
    return _guarded(_CREATE, _DROP)


def words_stay() -> RunPython:
    """The same for the words of a closed edition."""
    return _guarded(_CREATE_FOR_WORDS, _DROP_FOR_WORDS)


def words_may_be_written() -> RunPython:
    """Until they stay again."""
    return _guarded(_DROP_FOR_WORDS, _CREATE_FOR_WORDS)


def _guarded(create: str, drop: str) -> RunPython:

    def run(sql: str) -> Any:
        def operate(_apps: Any, schema_editor: Any) -> None:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(sql, params=None)

        return operate

    return RunPython(run(create), run(drop))
