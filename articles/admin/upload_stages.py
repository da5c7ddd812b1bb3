"""Where an upload stands between its first byte and the import of it."""

from dataclasses import dataclass
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.importing.uploads.running import is_at_work
from articles.models import ImportRun, Upload

USABLE = (ImportRun.State.COMPLETE, ImportRun.State.PARTLY)
TITLES = {
    "receiving": _("Upload"),
    "working": _("Looking at the file"),
    "importing": _("Importing"),
    "stopped": _("Broken off"),
    "preview": _("Preview"),
    "imported": _("Import"),
}


@dataclass(frozen=True)
class Progress:
    """`run` is the one to be shown: the import, once it was begun, else its preview."""

    upload: Upload
    run: ImportRun | None
    stage: str

    @classmethod
    def of(cls, upload: Upload) -> Self:
        """One look at the lock, which tells at once whether a process lives; its run tells what it did."""
        is_working = is_at_work(upload)
        previewed = upload.preview is not None and upload.preview.finished_at is not None
        is_import = upload.run is not None or (previewed and is_working)
        run = upload.run if is_import else upload.preview
        if not upload.is_complete:
            stage = "receiving"
        elif is_working:
            stage = "importing" if is_import else "working"
        elif run is None or run.finished_at is None:
            stage = "stopped"
        else:
            stage = "imported" if is_import else "preview"
        return cls(upload, run, stage)

    @property
    def title(self) -> str | Promise:
        return TITLES[self.stage]

    @property
    def is_working(self) -> bool:
        return self.stage in ("working", "importing")

    @property
    def is_stopped(self) -> bool:
        return self.stage == "stopped"

    @property
    def is_stopped_import(self) -> bool:
        return self.is_stopped and self.upload.run is not None

    @property
    def is_all_in(self) -> bool:
        return self.stage == "imported" and self.run is not None and self.run.state == ImportRun.State.COMPLETE

    @property
    def may_import(self) -> bool:
        """After a look that found something; again after an import that was not complete."""
        preview = self.upload.preview
        if self.is_working or preview is None or preview.state not in USABLE:
            return False
        return bool(preview.created + preview.updated + preview.unchanged)

    @property
    def after(self) -> int | str:
        """Of the import: tells a second click from another wish."""
        return self.upload.run.pk if self.upload.run else ""

    @property
    def after_preview(self) -> int | str:
        return self.upload.preview.pk if self.upload.preview else ""
