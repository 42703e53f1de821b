"""Text as a spreadsheet is given it: nothing that it would compute."""

import re

# Spreadsheets would compute a cell that starts so; an apostrophe before it says that it is text.
_ACTIVE = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"''*[=+\-@\t\r]")


def escaped(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula. `unescaped` undoes it, whatever the text."""
    return f"'{text}" if _ACTIVE.match(text) else text


def unescaped(text: str) -> str:
    """The text that `escaped` was given."""
    return text[1:] if _ESCAPED.match(text) else text
