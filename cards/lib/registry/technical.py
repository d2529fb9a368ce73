"""The registry of imports, of the organisation's choices, and of what the app needs to run."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cards.lib.registry.shapes import Column, Fate, Kept, Owner, Seen, Shelf, Table, Text, Withheld, table
from cards.lib.registry.words import AT, KEY, KIND, LANGUAGE, NAME, ORDER, STATE, TEXT

ADMIN = pgettext_lazy("whose data", "the admin who uploaded it")
STAFF = pgettext_lazy("whose data", "the people in the file")
NONE = (Seen.NOBODY,)
INNER = Column(pgettext_lazy("data", "For the app alone"), is_inner=True)


def importing(model: str, title: Text, path: str, columns: dict[str, Column]) -> Table:
    """Write down a table of an import on its way."""
    return table(
        model,
        title,
        shelf=Shelf.IMPORT,
        why=_("An admin sees what an import would change before it is done."),
        kept=Kept.DAY,
        seen_by=(Seen.ADMINS,),
        fate=Fate.DELETED,
        columns=columns,
        owners=(
            Owner(path, ADMIN, withheld=None if path == "admin" else Withheld.NOT_YOURS),
            *(() if path == "admin" else (Owner("-", STAFF, withheld=Withheld.NAMELESS),)),
        ),
    )


def chosen(model: str, title: Text, columns: dict[str, Column]) -> Table:
    """Write down a table of what the organisation has chosen."""
    return table(
        model,
        title,
        shelf=Shelf.RULES,
        why=_("What holds for everybody."),
        kept=Kept.ORGANISATION,
        seen_by=(Seen.EVERYBODY,),
        fate=Fate.KEPT,
        columns=columns,
    )


def machinery(model: str, why: Text, names: str, *, kept: Kept = Kept.ORGANISATION) -> Table:
    """Write down a table that the app runs on, and that says nothing about anybody."""
    return table(
        model,
        model,
        shelf=Shelf.TECHNICAL,
        why=why,
        kept=kept,
        seen_by=NONE,
        fate=Fate.KEPT,
        columns=dict.fromkeys(names.split(), INNER),
    )


JOBS = _("The list of work that runs in the background; it names imports by key, and nobody.")
FRAMEWORK = _("The framework brings it; it is empty, or holds names of tables.")

TABLES = (
    importing(
        "cards.ImportDraft",
        _("Imports on their way"),
        "admin",
        {
            "id": KEY,
            "admin": Column(_("Who uploaded it")),
            "at": AT,
            "is_ending_missing": Column(_("Whether those who are missing end")),
            "state": STATE,
            "trouble": STATE,
            "job": STATE,
            "percent": STATE,
            "told_at": STATE,
            "plan_digest": STATE,
            "counts": Column(_("How many lines of each kind")),
            "warnings": Column(_("Warnings"), withheld=Withheld.NOT_YOURS),
            "applied_at": Column(_("Applied")),
        },
    ),
    importing(
        "cards.ImportFile",
        _("Files of an import"),
        "draft__admin",
        {
            "id": KEY,
            "draft": INNER,
            "kind": KIND,
            "name": NAME,
            "data": Column(_("The file as it was uploaded")),
            "rows": Column(_("Number of rows")),
            "heads": Column(_("Heads of the columns, with a few samples")),
            "columns": Column(_("What the columns are")),
        },
    ),
    importing(
        "cards.ImportLine",
        _("What an import would change"),
        "draft__admin",
        {
            "id": KEY,
            "draft": INNER,
            "kind": KIND,
            "order": ORDER,
            "name": NAME,
            "number": Column(_("Employee number")),
            "unit": Column(pgettext_lazy("data", "Unit")),
            "changes": Column(_("Before and after")),
        },
    ),
    importing(
        "cards.ImportRejection",
        _("Rows that an import cannot use"),
        "draft__admin",
        {
            "id": KEY,
            "draft": INNER,
            "order": ORDER,
            "file": NAME,
            "line": Column(_("Line")),
            "column": Column(_("Column")),
            "reason": Column(pgettext_lazy("data", "Reason")),
        },
    ),
    chosen(
        "cards.HeadMeaning",
        _("What the heads of columns mean"),
        {
            "id": KEY,
            "kind": KIND,
            "head": Column(_("Head")),
            "column": Column(_("Column")),
        },
    ),
    chosen(
        "cards.Organisation",
        _("The organisation’s settings"),
        {
            "id": KEY,
            "name": NAME,
            "time_zone": Column(_("Time zone")),
            "encounters_per_year": Column(_("Encounters a year")),
            "givers_board": Column(pgettext_lazy("board", "Those who gave")),
            "has_receivers_board": Column(_("Those who were seen")),
            "languages": Column(_("Languages")),
            "default_audience": Column(_("Who sees a card, unless chosen")),
            "retention_months": Column(_("Months that texts are kept")),
            "moderated_by": Column(_("Who reads reports")),
        },
    ),
    chosen(
        "cards.OrganisationText",
        _("Texts of the welcome, help and privacy pages"),
        {
            "id": KEY,
            "kind": KIND,
            "language": LANGUAGE,
            "text": TEXT,
        },
    ),
    table(
        "sessions.Session",
        _("Who is signed in"),
        shelf=Shelf.TECHNICAL,
        why=_("So that one stays signed in on one’s own phone."),
        kept=Kept.VISITS,
        seen_by=NONE,
        fate=Fate.DELETED,
        columns={
            "session_key": Column(_("The key in the browser’s cookie")),
            "session_data": Column(_("Whose it is, and what the next page is to say")),
            "expire_date": Column(_("Until when")),
        },
        owners=(Owner("-", pgettext_lazy("whose data", "the person"), withheld=Withheld.KEY),),
    ),
    machinery("cards.Notice", _("That somebody is to be told of a card."), "card_id", kept=Kept.WEEK),
    machinery(
        "procrastinate.ProcrastinateJob",
        JOBS,
        "id queue_name task_name priority lock args status scheduled_at attempts queueing_lock abort_requested worker",
        kept=Kept.WEEK,
    ),
    machinery("procrastinate.ProcrastinateEvent", JOBS, "id job type at", kept=Kept.WEEK),
    machinery("procrastinate.ProcrastinateWorker", JOBS, "id last_heartbeat", kept=Kept.DAY),
    machinery(
        "procrastinate.ProcrastinatePeriodicDefer", JOBS, "id task_name defer_timestamp job periodic_id", kept=Kept.WEEK
    ),
    machinery("auth.Permission", FRAMEWORK, "id name content_type codename"),
    machinery("auth.Group", FRAMEWORK, "id name"),
    machinery("auth.Group_permissions", FRAMEWORK, "id group permission"),
    machinery("contenttypes.ContentType", FRAMEWORK, "id app_label model"),
)
