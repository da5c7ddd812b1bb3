"""Where files lie: masters (private), what is served, and hashed static files.

Names are relative, so any Django storage can take their place.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage


class AtomicFileSystemStorage(FileSystemStorage):
    """Writes to a temporary name and renames, so that nobody ever reads half a file. A name that is there is replaced."""

    folder = ""

    def __init__(self) -> None:
        super().__init__(allow_overwrite=True)

    @cached_property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / self.folder)

    @property
    def mode(self) -> int:
        """Of the files: who may read them."""
        return 0o644

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, self.mode)
            os.replace(temporary, target)
        finally:
            Path(temporary).unlink(missing_ok=True)  # gone already, unless something failed
        return name


class MasterStorage(AtomicFileSystemStorage):
    """What was received, byte for byte; never served."""

    folder = "masters"

    @property
    def mode(self) -> int:
        return int(settings.MASTER_FILE_MODE)


class ServedStorage(AtomicFileSystemStorage):
    """What is made from the masters; handed out by views that ask `public()` first."""

    folder = "served"


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
