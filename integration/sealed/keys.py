"""The keys from the environment: the first one seals, all of them open."""

import binascii
import hashlib
from base64 import urlsafe_b64decode
from functools import lru_cache
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


class Key(NamedTuple):
    """A key, and the name by which what it sealed says so. The name tells nothing about the key."""

    name: str
    cipher: AESGCM


def keys() -> tuple[Key, ...]:
    """All keys of the settings, the one that seals first."""
    return _read(tuple(settings.SEALING_KEYS))


@lru_cache(maxsize=8)
def _read(texts: tuple[str, ...]) -> tuple[Key, ...]:
    return tuple(_key(text) for text in texts)


def _key(text: str) -> Key:
    try:
        secret = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        message = f"Each of the SEALING_KEYS must be {KEY_BYTES} random bytes in base64 (docs/operations.md)."
        raise ImproperlyConfigured(message)
    return Key(hashlib.sha256(b"einstieg sealing key " + secret).hexdigest()[:8], AESGCM(secret))
