"""Which signs our fonts can print."""

import struct
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
BOX = "\N{WHITE SQUARE}"
_SEGMENTED, _GROUPED = 4, 12


def printable(data: Any) -> Any:
    """The same data, with a box in the place of every sign without a shape; pictures keep to the same signs."""
    if isinstance(data, str):
        return "".join(sign if ord(sign) in covered() or sign in "\n\t" else BOX for sign in data)
    if isinstance(data, list):
        return [printable(each) for each in data]
    if isinstance(data, dict):
        return {name: printable(each) for name, each in data.items()}
    return data


@cache
def covered() -> frozenset[int]:
    """The code points of all fonts together."""
    return frozenset().union(*(_code_points(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))))


def _code_points(font: bytes) -> set[int]:
    """What the font's character map (OpenType `cmap`, formats 4 and 12) has shapes for."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for entry in range(12, 12 + 16 * tables, 16):
        tag, _checksum, offset, _length = struct.unpack_from(">4sIII", font, entry)
        if tag == b"cmap":
            return _of_map(font, offset)
    return set()


def _of_map(font: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == _SEGMENTED:
            found |= _segments(font, start + offset)
        elif kind == _GROUPED:
            found |= _groups(font, start + offset)
    return found - {0xFFFF}


def _segments(font: bytes, start: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", font, start + 6)
    ends = struct.unpack_from(f">{twice // 2}H", font, start + 14)
    starts = struct.unpack_from(f">{twice // 2}H", font, start + 16 + twice)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)}


def _groups(font: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    found: set[int] = set()
    for number in range(count):
        first, last, _glyph = struct.unpack_from(">III", font, start + 16 + 12 * number)
        found |= set(range(first, last + 1))
    return found
