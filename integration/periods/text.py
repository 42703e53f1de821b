"""Text as it is kept: NFC, trimmed, without signs that steer machines or turn the direction of reading around."""

import re
import unicodedata

# Controls but for tab and line breaks, overrides and isolates of direction, the byte order mark, halves of pairs.
_REMOVED = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t]*\n[ \t\n]*|\t")


def cleaned(text: str, *, lines: bool = False) -> str:
    """The text as it is kept; with `lines` its line breaks stay (as one sign), else they become spaces."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _LINE_BREAK.sub("\n", _REMOVED.sub("", text))
    if not lines:
        text = _SPACES.sub(" ", text)
    return unicodedata.normalize("NFC", text).strip()
