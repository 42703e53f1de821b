"""Rules over several rows, held by PostgreSQL when a transaction commits, so that the order inside it does not matter.

A guard looks at the rows as they are then, not as they were when they were written, and refuses under the name of a
constraint: Django raises `IntegrityError`, and `refusals.refused_by_database` knows the words.
"""

from typing import Any, NamedTuple

from django.db.migrations import RunPython


class Guard(NamedTuple):
    """A constraint trigger. `finds` selects the name of the constraint that the changed row (`NEW`, `OLD`) breaks, or null.

    `locks` is a statement that waits for others who are changing what the row is checked against: without it, two
    transactions that see nothing of each other could each be right and both together wrong.
    """

    name: str
    table: str
    on: str
    finds: str
    when: str = ""
    locks: str = ""


_CREATE = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    broken text;
BEGIN
    {locks}
    broken := ({finds});
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'row of {table} breaks %', broken
            USING ERRCODE = 'check_violation', CONSTRAINT = broken, TABLE = '{table}';
    END IF;
    RETURN NULL;
END $guard$;
CREATE CONSTRAINT TRIGGER {name} AFTER {on} ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {when} EXECUTE FUNCTION {name}();
"""


def create_guard(guard: Guard) -> RunPython:
    """A migration's operation that creates a guard where the database can have one."""

    def create(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                _CREATE.format(
                    name=guard.name,
                    table=guard.table,
                    on=guard.on,
                    finds=guard.finds.strip(),
                    when=f"WHEN ({guard.when})" if guard.when else "",
                    locks=f"PERFORM {guard.locks};" if guard.locks else "",
                ),
                params=None,
            )

    def drop(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {guard.name} ON {guard.table}; DROP FUNCTION {guard.name}();")

    return RunPython(create, drop)
