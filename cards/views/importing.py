"""Import units and people: upload, say what the columns are, see what would change, then apply it or walk away."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cards.actions.importing_drafts import (
    CannotImport,
    ask_to_apply,
    compare_again,
    discard_draft,
    keep_files,
    name_columns,
)
from cards.forms.importing import ApplyForm, ColumnsForm, ListForm, UploadForm, usual_heads
from cards.http import PersonRequest, go_to, render_page, wants_part
from cards.lib.csv_export import write_csv
from cards.models import ImportState
from cards.queries.importing import own_heads
from cards.queries.importing_pages import (
    DraftPage,
    beginnings,
    draft_page,
    drafts_of,
    files_of_draft,
    has_units,
    rejected_rows,
    whole_list,
)
from cards.views.guards import admin_only
from cards.views.importing_table import rejected_table
from cards.views.uploads import BoundedUpload

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponse]
FRAME = {"place": "workshop", "section": "importing"}


def taking_files(view: View[P]) -> View[P]:
    """Let a form carry files, kept in memory up to a bound; it is guarded against forgery like any other."""
    protected = csrf_protect(view)

    @csrf_exempt  # Only until the handler is in its place: to look for the form's token is to read the files.
    @wraps(view)
    def taking(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.upload_handlers = [BoundedUpload(request)]
        return protected(request, *args, **kwargs)

    return taking


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
@taking_files
def importing(request: PersonRequest) -> HttpResponse:
    """Take the files, or one of them; what can be used is kept while the other is chosen again."""
    if request.method != "POST":
        return show_upload(request, UploadForm(has_units=has_units()))
    begun = begun_draft(request)
    kept = files_of_draft(begun.draft_id) if begun else []
    form = UploadForm(request.POST, request.FILES, kept=kept, has_units=has_units())
    is_valid = form.is_valid()
    if not is_valid and not form.glances:
        return show_upload(request, form, begun=begun)
    try:
        draft = keep_files(
            admin=request.user,
            files=form.glances,
            is_ending_missing=form.cleaned_data.get("is_ending_missing", False),
            at=timezone.now(),
            draft_id=begun.draft_id if begun else None,
        )
    except CannotImport as error:
        form.add_error(None, str(error))
        return show_upload(request, form)
    if is_valid:
        return go_to(request, "import_columns", draft.pk)
    return show_upload(request, form, begun=draft_page(request.user, draft.pk, at=timezone.now()))


def begun_draft(request: PersonRequest) -> DraftPage | None:
    """Return the import whose file was kept when the other one could not be used."""
    try:
        draft_id = UUID(request.POST.get("draft", ""))
    except ValueError:
        return None
    draft = draft_page(request.user, draft_id, at=timezone.now())
    return draft if draft and draft.state == ImportState.COLUMNS else None


def show_upload(request: PersonRequest, form: UploadForm, *, begun: DraftPage | None = None) -> HttpResponse:
    """Show the form, and the imports that are under way already."""
    drafts = [
        draft
        for draft in drafts_of(request.user, at=timezone.now())
        if draft.state != ImportState.APPLIED and (begun is None or draft.draft_id != begun.draft_id)
    ]
    kept = files_of_draft(begun.draft_id) if begun else []
    context = {**FRAME, "form": form, "begun": begun, "kept": kept, "drafts": drafts, "heads": usual_heads()}
    return render_page(request, "importing/upload.html", context, status=422 if form.errors else 200)


def own_draft(request: PersonRequest, draft_id: UUID) -> DraftPage:
    """Return an import of the one who asks; another's does not exist."""
    draft = draft_page(request.user, draft_id, at=timezone.now())
    if draft is None:
        raise Http404
    return draft


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Say what the columns of the files are."""
    draft = own_draft(request, draft_id)
    if draft.state == ImportState.APPLIED or (draft.is_under_way and not draft.is_dead):
        return go_to(request, "import_draft", draft_id)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        sheets=files_of_draft(draft_id),
        own=own_heads(),
        is_ending_missing=draft.is_ending_missing,
    )
    if form.is_valid():
        try:
            name_columns(
                admin=request.user,
                draft_id=draft_id,
                columns=form.chosen,
                is_ending_missing=form.cleaned_data.get("is_ending_missing", False),
                at=timezone.now(),
            )
        except CannotImport as error:
            messages.error(request, str(error))
        return go_to(request, "import_draft", draft_id)
    context = {**FRAME, "draft": draft, "form": form}
    return render_page(request, "importing/columns.html", context, status=422 if form.errors else 200)


@admin_only
@require_safe
def import_draft(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show an import where it is: being worked on, to be looked at, or done."""
    draft = own_draft(request, draft_id)
    if draft.is_under_way:
        if wants_part(request) and request.GET.get("har") == draft.word:
            return HttpResponse(status=204)
        return render_page(request, "importing/progress.html", {**FRAME, "draft": draft}, partial="progress")
    if wants_part(request) or draft.state == ImportState.COLUMNS:
        return go_to(request, "import_columns" if draft.state == ImportState.COLUMNS else "import_draft", draft_id)
    if draft.state == ImportState.APPLIED:
        return render_page(request, "importing/done.html", {**FRAME, "draft": draft})
    return show_preview(request, draft)


def show_preview(request: PersonRequest, draft: DraftPage, *, error: str = "", status: int = 200) -> HttpResponse:
    """Show what would change: the beginnings of all lists, or a page of one."""
    kind, after = ListForm(request.GET).clean_fields()
    context = {**FRAME, "draft": draft}
    if kind and not error:
        return render_page(request, "importing/list.html", {**context, "list": whole_list(draft, kind, after=after)})
    context |= {"lists": beginnings(draft), "error": error, "ticked": request.POST.getlist("ok")}
    return render_page(request, "importing/preview.html", context, status=status)


@admin_only
@require_POST
def apply_import(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Apply what was seen."""
    draft = own_draft(request, draft_id)
    form = ApplyForm(request.POST)
    form.is_valid()
    try:
        ask_to_apply(
            admin=request.user,
            draft_id=draft_id,
            digest=form.cleaned_data.get("digest", ""),
            ticked=request.POST.getlist("ok"),
            at=timezone.now(),
        )
    except CannotImport as error:
        if draft.state == ImportState.READY:
            return show_preview(request, draft, error=str(error), status=422)
        messages.error(request, str(error))
    return go_to(request, "import_draft", draft_id)


@admin_only
@require_POST
def compare_import(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Compare the files with the organisation once more."""
    own_draft(request, draft_id)
    try:
        compare_again(admin=request.user, draft_id=draft_id, at=timezone.now())
    except CannotImport as error:
        messages.error(request, str(error))
    return go_to(request, "import_draft", draft_id)


@admin_only
@require_POST
def discard_import(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Walk away."""
    own_draft(request, draft_id)
    try:
        discard_draft(admin=request.user, draft_id=draft_id)
    except CannotImport as error:
        messages.error(request, str(error))
        return go_to(request, "import_draft", draft_id)
    messages.success(request, _("The import is discarded, and its files are deleted. Nothing has changed."))
    return go_to(request, "importing")


@admin_only
@require_safe
def import_rejected(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Hand out the rows that cannot be used, as a table to correct them by."""
    draft = own_draft(request, draft_id)
    if not draft.rejected:
        raise Http404
    name = _("Rows to correct %(date)s.csv") % {"date": timezone.localdate().isoformat()}
    return HttpResponse(
        write_csv(rejected_table(rejected_rows(draft_id)), decimal_separator=","),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""},
    )
