"""Codes for what is created on screen: short, unique, and saying nothing about anybody."""

import secrets

# Neither vowels, which make words, nor signs that look alike.
SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 8


def new_code(prefix: str) -> str:
    """A code such as `EN-7K3QWX2M`; one in 280 billion, and the database refuses a second."""
    return f"{prefix}-" + "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
