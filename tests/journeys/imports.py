"""An admin's imports, in each state that has a page."""

from datetime import datetime

from django.urls import reverse

from cards.actions.importing_drafts import keep_files, name_columns
from cards.actions.importing_glance import glance
from cards.actions.importing_jobs import read_draft
from cards.forms.importing import ColumnsForm
from cards.lib.column_heads import OwnHeads
from cards.models import ImportDraft, ImportFileKind, ImportState, Person
from cards.queries.importing_pages import files_of_draft

HEADS = (
    "anställningsnummer;förnamn;efternamn;{unit};team;titel;e-post;språk;chef_för;anställd_från;anställd_till;skyddad"
)
UNITS = (
    "enhetskod;namn;typ;överordnad;ort\n{code};Torget vid hamnen;Supermarket;ROOT;Borgå\nNY1;Kiosken;Närbutik;ROOT;\n"
)


def staff_file(people: list[Person], *, unit: str = "enhetskod") -> str:
    """Write a file in which everybody has another name, somebody comes, and somebody is led."""
    code = people[0].unit.code
    rows = [
        f"{one.employee_number};Anna-Kristiina;Hämeenkorpi-Långbacka;{code};Fruktavdelningen;Chef;;fi;{code};2020-01-01;;ja"
        for one in people
    ]
    rows.append(f"990001;Ann-Christine;Häggblom;{code};;Kassör;ann-christine.haggblom@lag.example;sv;;2026-12-01;;")
    return "\n".join([HEADS.format(unit=unit), *rows, ""])


def upload(admin: Person, at: datetime, **files: str) -> ImportDraft:
    """Have somebody upload files."""
    glances = {ImportFileKind(kind): glance(f"{kind}-november.csv", text.encode()) for kind, text in files.items()}
    return keep_files(admin=admin, files=glances, is_ending_missing=False, at=at)


def take(draft: ImportDraft, at: datetime) -> None:
    """Have the columns taken as they are guessed."""
    form = ColumnsForm(sheets=files_of_draft(draft.pk), own=OwnHeads(), is_ending_missing=False)
    name_columns(admin=draft.admin, draft_id=draft.pk, columns=form.chosen, is_ending_missing=False, at=at)


def set_import_stage(admin: Person, people: list[Person], *, at: datetime) -> None:
    """Leave imports at the columns, on their way, to be looked at, with rows that cannot be used, and done."""
    good, odd = staff_file(people), staff_file(people, unit="Ansvarsområde")
    upload(admin, at, staff=odd, units=UNITS.format(code=people[0].unit.code))
    take(upload(admin, at, staff=good), at)
    units = UNITS.format(code=people[0].unit.code)
    for file in (good, good.replace("2020-01-01", "i går")):
        draft = upload(admin, at, staff=file, units=units)
        take(draft, at)
        read_draft(draft_id=draft.pk, at=at)
    counts = {"created": 1, "updated": 2, "unchanged": 12}
    ImportDraft.objects.create(admin=admin, at=at, state=ImportState.APPLIED, applied_at=at, counts=counts)


def import_addresses(admin: Person) -> dict[str, str]:
    """Return the pages of somebody's imports by a name of their own."""
    drafts = list(ImportDraft.objects.filter(admin=admin))
    by_state = {draft.state: draft.pk for draft in drafts}
    ready = {bool(draft.counts["rejected"]): draft.pk for draft in drafts if draft.state == ImportState.READY}
    preview, refused = (reverse("import_draft", args=[ready[is_refused]]) for is_refused in (False, True))
    return {
        "import": reverse("importing"),
        "import: columns": reverse("import_columns", args=[by_state["columns"]]),
        "import: on its way": reverse("import_draft", args=[by_state["reading"]]),
        "import: what would change": preview,
        "import: one list": f"{preview}?visa=updated",
        "import: cannot be applied": refused,
        "import: rejected rows": f"{refused}?visa=rejected",
        "import: done": reverse("import_draft", args=[by_state["applied"]]),
    }
