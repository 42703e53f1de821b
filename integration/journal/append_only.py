"""Tables to which rows are only ever added: PostgreSQL refuses everything else, whoever asks."""

from typing import Any

from django.db.migrations import RunPython

_CREATE = """
CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $only_grows$
BEGIN
    RAISE EXCEPTION 'rows of {table} are neither changed nor deleted' USING ERRCODE = 'restrict_violation';
END $only_grows$;
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_only_grows();
"""


def only_grows(table: str) -> RunPython:
    """A migration's operation after which rows of the table are neither changed nor deleted."""

    def create(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_CREATE.format(table=table), params=None)

    def drop(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_only_grows ON {table}; DROP FUNCTION {table}_only_grows();")

    return RunPython(create, drop)
