"""Decides which static files there are: our own, and those few files of npm packages that our pages name."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command

from config import package_files


class PackageFinder(BaseFinder):
    """Finds single files of npm packages: package_files.NAMES maps "vendor/…" names to node_modules."""

    storage = FileSystemStorage(location=settings.NODE_MODULES)

    def check(self, **kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str] | None:  # noqa: FBT001, FBT002
        """The file for a static name."""
        name = package_files.NAMES.get(path)
        found = str(settings.NODE_MODULES / name) if name else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, "RenamedStorage"]]:
        """Every named file with the storage that holds it."""
        for path, name in package_files.NAMES.items():
            yield path, RenamedStorage({path: name}, location=settings.NODE_MODULES)


class RenamedStorage(FileSystemStorage):
    """A storage in which files are known by other names."""

    prefix = ""

    def __init__(self, names: dict[str, str], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.names = names

    def path(self, name: str) -> str:
        return super().path(self.names.get(name, name))


def collect() -> bool:
    """Collect, hash and compress the static files unless nothing changed since; whether it was done."""
    found = _fingerprint()
    mark = Path(settings.STATIC_ROOT) / ".fingerprint"
    if mark.exists() and mark.read_text() == found:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(found)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list(["*~", ".*"]), key=lambda pair: pair[0]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
