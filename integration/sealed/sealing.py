"""Sealing and opening: AES-256-GCM, so that what was changed or moved elsewhere does not open.

What is sealed says with which key. A `purpose` ("note of a contact") is bound into it: what was sealed for one purpose
does not open for another.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag

from integration.sealed.keys import keys

MARK = b"s1"
NONCE_BYTES = 12


class BrokenSealError(Exception):
    """What was to be opened was sealed with an unknown key, for another purpose, or changed since. Says nothing of it."""


def seal(content: bytes, purpose: str) -> bytes:
    """Seal bytes, such as a file, with the first key."""
    name, cipher = keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    return b".".join((MARK, name.encode(), nonce + cipher.encrypt(nonce, content, purpose.encode())))


def unseal(sealed: bytes, purpose: str) -> bytes:
    """What was sealed, with whichever key."""
    mark, name, box = _parts(sealed)
    cipher = {key.name.encode(): key.cipher for key in keys()}.get(name)
    if mark != MARK or cipher is None:
        message = "Sealed with a key that is not among the SEALING_KEYS, or not sealed at all."
        raise BrokenSealError(message)
    try:
        return cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError):
        message = "Changed since it was sealed, or sealed for something else."
        raise BrokenSealError(message) from None


def seal_text(text: str, purpose: str) -> str:
    """The same for a text column. Nothing written stays nothing: a column says whether there is anything."""
    if not text:
        return ""
    mark, name, box = _parts(seal(text.encode(), purpose))
    return f"{mark.decode()}.{name.decode()}.{urlsafe_b64encode(box).decode()}"


def unseal_text(sealed: str, purpose: str) -> str:
    """The text of a sealed column."""
    if not sealed:
        return ""
    mark, name, box = _parts(sealed.encode())
    try:
        return unseal(b".".join((mark, name, urlsafe_b64decode(box))), purpose).decode()
    except ValueError:
        message = "Not sealed at all."
        raise BrokenSealError(message) from None


def sealed_with_first_key(sealed: str | bytes) -> bool:
    """Whether nothing is left to be done after a change of keys."""
    begin = f"{MARK.decode()}.{keys()[0].name}."
    return not sealed or (sealed.startswith(begin) if isinstance(sealed, str) else sealed.startswith(begin.encode()))


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    parts = tuple(sealed.split(b".", 2))
    if len(parts) != 3:  # noqa: PLR2004  (mark, name, box)
        message = "Not sealed at all."
        raise BrokenSealError(message)
    return parts  # type: ignore[return-value]
