"""Zip files, opened without trust: nothing outside, nothing hidden, nothing that unpacks to more than it may."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from programmes.exchange.problems import Unusable
from programmes.exchange.reading.sheets import MEGABYTE, MOST_UNPACKED

MOST_ENTRIES = 2_000
OLDEST_DAY = (1980, 1, 1, 0, 0, 0)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_CHUNK = 1 << 18


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive, checked by its table of contents. Raises `Unusable`."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unusable(_("“%(name)s” is damaged, or no zip file.") % {"name": path.name}) from error
    try:
        _check_contents(archive)
    except Unusable:
        archive.close()
        raise
    return archive


def _check_contents(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unusable(_("The archive holds too many files."))
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise too_large()
    names = set()
    for entry in entries:
        _check_entry(entry)
        if entry.filename in names:
            raise Unusable(_("The archive holds “%(name)s” twice.") % {"name": entry.filename})
        names.add(entry.filename)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    shown = {"name": entry.filename}
    parts = PurePosixPath(entry.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in entry.filename:
        raise Unusable(_("The archive holds “%(name)s”, which would lie outside of it.") % shown)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unusable(_("The archive holds “%(name)s”, which is only a link.") % shown)
    if entry.flag_bits & _ENCRYPTED:
        raise Unusable(_("The archive is protected by a password."))
    if entry.compress_type not in METHODS:
        raise Unusable(_("The archive is packed in an unusual way."))


def too_large() -> Unusable:
    """What is said about an archive that unpacks to more than it may."""
    return Unusable(_("Unpacked this is more than %(most)s MB.") % {"most": MOST_UNPACKED // MEGABYTE})


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The content of an entry, never more than the table of contents announced. Raises `Unusable`."""
    with closing(open_entry(archive, name)) as file:
        while chunk := read_chunk(file, name, _CHUNK):
            yield chunk


def open_entry(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """An entry to read from. Raises `Unusable`."""
    try:
        return archive.open(name)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise Unusable(_("“%(name)s” in the archive is damaged.") % {"name": name}) from error


def read_chunk(file: IO[bytes], name: str, size: int) -> bytes:
    """The next bytes. Raises `Unusable` where they are not what the table of contents says."""
    try:
        return file.read(size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise Unusable(_("“%(name)s” in the archive is damaged.") % {"name": name}) from error


def fresh_entry(name: str) -> zipfile.ZipInfo:
    """An entry to write, the same whenever it is written."""
    entry = zipfile.ZipInfo(name, OLDEST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
