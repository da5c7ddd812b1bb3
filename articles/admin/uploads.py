"""The import in the admin: a file arrives, in pieces or whole, is looked at in a dry run, and imported when its sender says so.

Each step asks for the permission anew, and an upload answers to nobody but its sender.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from articles.admin.reports import Report
from articles.admin.upload_form import AnnouncedForm, OptionsForm, PlainUploadForm, withheld
from articles.admin.upload_stages import Progress
from articles.importing.formats import csv_rows
from articles.importing.uploads.running import last_words, start
from articles.importing.uploads.storing import (
    MOST_IN_A_PIECE,
    PIECE_BYTES,
    UploadRefused,
    add_piece,
    begin_upload,
    discard,
    has_file,
)
from articles.models import Upload
from issues.admin.uploads import megabytes
from issues.models import Publication

RUNS = "admin:articles_importrun_changelist"
NEW = "admin:articles_importrun_add"
PAGE = "admin:articles_upload"
View = Callable[..., HttpResponseBase]


class UploadDesk:
    """The views, for the admin of runs, whose permission to add is the permission to import."""

    def __init__(self, runs: ModelAdmin) -> None:
        self.runs = runs

    def urls(self) -> list[URLPattern]:
        return [
            path("add/", self._guarded(self.new), name="articles_importrun_add"),
            path("add/template.csv", self._guarded(self.template), name="articles_upload_template"),
            path("add/begin/", self._guarded(require_POST(self.begin)), name="articles_upload_begin"),
            path("add/<int:pk>/", self._guarded(self.page), name="articles_upload"),
            path("add/<int:pk>/piece/", self._guarded(self.piece), name="articles_upload_piece"),
            path("add/<int:pk>/start/", self._guarded(require_POST(self.start)), name="articles_upload_start"),
            path("add/<int:pk>/discard/", self._guarded(require_POST(self.discard)), name="articles_upload_discard"),
        ]

    def _guarded(self, view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.runs.has_add_permission(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return self.runs.admin_site.admin_view(guarded)

    def _mine(self, request: HttpRequest, pk: int) -> Upload:
        upload = Upload.objects.select_related("preview", "run").filter(user_id=request.user.pk or 0, pk=pk).first()
        if upload is None:
            raise Http404(f"No upload {pk}")
        return upload

    def _shown(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        base = {**self.runs.admin_site.each_context(request), "opts": self.runs.opts, "subtitle": None}
        papers = Publication.objects.editable_by(request.user).order_by("slug")
        return TemplateResponse(request, f"admin/articles/{template}.html", {**base, "papers": papers, **context})

    def new(self, request: HttpRequest) -> HttpResponseBase:
        """Shows the form, and takes a whole file from a browser that runs no script."""
        form = PlainUploadForm(request.POST or None, request.FILES or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            options = dict(form.cleaned_data)
            file = options.pop("file")
            try:
                return redirect(PAGE, self._take_whole(request, file, options).pk)
            except UploadRefused as refusal:
                form.add_error("file", str(refusal))
        waiting = Upload.objects.filter(user_id=request.user.pk or 0, run__isnull=True)[:20]
        return self._shown(request, "upload_new", title=gettext("Import a file"), form=form, waiting=waiting)

    def _take_whole(self, request: HttpRequest, file: Any, options: dict[str, Any]) -> Upload:
        upload = begin_upload(request.user, file.name, file.size, options)  # type: ignore[arg-type]
        try:
            received = 0
            for piece in file.chunks(PIECE_BYTES):
                received = add_piece(upload, received, piece)
            upload.refresh_from_db()
            start(upload, dry_run=True, after=None)
        except UploadRefused:
            discard(upload)
            raise
        return upload

    def begin(self, request: HttpRequest) -> JsonResponse:
        form = AnnouncedForm(request.POST, user=request.user)
        if not form.is_valid():
            labelled = [(form.fields[name].label if name in form.fields else "", errors) for name, errors in form.errors.items()]
            sentences = [
                f"{label}: {' '.join(map(str, errors))}" if label else " ".join(map(str, errors)) for label, errors in labelled
            ]
            return JsonResponse({"error": " ".join(sentences)}, status=400)
        options = dict(form.cleaned_data)
        name, size = options.pop("name"), options.pop("size")
        try:
            upload = begin_upload(request.user, name, size, options)  # type: ignore[arg-type]
        except UploadRefused as refusal:
            return JsonResponse({"error": str(refusal)}, status=400)
        addresses = {name: reverse(f"admin:articles_upload_{name}", args=[upload.pk]) for name in ("piece", "discard")}
        return JsonResponse({**addresses, "page": reverse(PAGE, args=[upload.pk]), "bytes": PIECE_BYTES})

    def piece(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Takes the bytes from `offset` on and says how many are there; asked by GET, it only says so."""
        upload = self._mine(request, pk)
        if request.method != "POST":
            return JsonResponse({"received": upload.received})
        offset, length = number(request.GET.get("offset")), number(request.META.get("CONTENT_LENGTH")) or 0
        if offset is None or length > MOST_IN_A_PIECE:
            return JsonResponse({"error": gettext("The piece is too large or has no place.")}, status=400)
        try:
            received = add_piece(upload, offset, request.read(length))
            if received == upload.size:
                upload.refresh_from_db()
                start(upload, dry_run=True, after=None)
        except UnreadablePostError:
            return JsonResponse({"error": gettext("The connection was lost.")}, status=400)
        except UploadRefused as refusal:
            return JsonResponse({"error": str(refusal)}, status=400)
        return JsonResponse({"received": received})

    def page(self, request: HttpRequest, pk: int, form: OptionsForm | None = None) -> HttpResponseBase:
        upload = self._mine(request, pk)
        progress = Progress.of(upload)
        if progress.is_all_in:
            return redirect("admin:articles_importrun_change", upload.run_id)
        return self._shown(
            request,
            "upload",
            title=progress.title,
            upload=upload,
            sizes={"whole": megabytes(upload.size), "received": megabytes(upload.received)},
            progress=progress,
            report=Report(progress.run) if progress.run else None,
            form=form or OptionsForm(initial=upload.options, user=request.user),
            has_file=has_file(upload),
            last_words=last_words(upload) if progress.is_stopped else "",
        )

    def start(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The import that was looked at, or another look with other options."""
        upload, options = self._mine(request, pk), None
        is_preview = request.POST.get("act") != "import"
        if is_preview:
            form = OptionsForm(request.POST, user=request.user)
            if not form.is_valid():
                return self.page(request, pk, form)
            options = form.cleaned_data
        elif any(upload.options.get(name) for name in withheld(request.user)):
            raise PermissionDenied
        elif not Progress.of(upload).may_import:
            messages.error(request, gettext("There is nothing to import: look at the preview first."))
            return redirect(PAGE, pk)
        try:
            start(upload, dry_run=is_preview, after=number(request.POST.get("after")), options=options)
        except UploadRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(PAGE, pk)

    def discard(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        upload = self._mine(request, pk)
        try:
            discard(upload)
        except UploadRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(PAGE, pk)
        messages.success(request, gettext("%(name)s was discarded.") % {"name": upload.name})
        return redirect(RUNS)

    def template(self, request: HttpRequest) -> HttpResponse:
        """A table to fill in."""
        disposition = 'attachment; filename="articles.csv"'
        return HttpResponse(
            csv_rows.template(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
        )


def number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
