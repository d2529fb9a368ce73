"""What an admin uploads and says on the way to an import."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from cards.actions.importing_drafts import HEADS
from cards.actions.importing_glance import CannotUseFile, Glance, glance
from cards.forms.reading import MAX_KEY
from cards.lib.column_heads import OwnHeads, StaffColumn, UnitColumn, guess_columns, match_columns
from cards.models import ImportFileKind, ImportLineKind
from cards.queries.importing_pages import REJECTED, FilePage

LARGEST = 10 * 1024 * 1024  # Bytes of a file: some hundred thousand people. More than that is never read.

COLUMN_NAMES: Mapping[str, Mapping[str, str | Promise]] = {
    ImportFileKind.STAFF: {
        StaffColumn.NUMBER: gettext_lazy("Employee number"),
        StaffColumn.GIVEN_NAME: gettext_lazy("Given name"),
        StaffColumn.FAMILY_NAME: gettext_lazy("Family name"),
        StaffColumn.UNIT: gettext_lazy("The code of the unit"),
        StaffColumn.TEAM: pgettext_lazy("log", "Team"),
        StaffColumn.TITLE: pgettext_lazy("work", "Title"),
        StaffColumn.EMAIL: gettext_lazy("E-mail"),
        StaffColumn.PHONE: gettext_lazy("Telephone (is not kept)"),
        StaffColumn.LANGUAGE: gettext_lazy("Language"),
        StaffColumn.MANAGES: gettext_lazy("Manager of (codes of units)"),
        StaffColumn.EMPLOYED_FROM: gettext_lazy("Employed from"),
        StaffColumn.EMPLOYED_TO: gettext_lazy("Employed to"),
        StaffColumn.PROTECTED: gettext_lazy("Protected identity"),
    },
    ImportFileKind.UNITS: {
        UnitColumn.CODE: gettext_lazy("The code of the unit"),
        UnitColumn.NAME: pgettext_lazy("unit", "Name"),
        UnitColumn.KIND: gettext_lazy("Kind of unit"),
        UnitColumn.PARENT: gettext_lazy("The code of the unit above"),
        UnitColumn.PLACE: pgettext_lazy("town", "Place"),
    },
}


SWAPPED = {
    ImportFileKind.STAFF: gettext_lazy("This seems to be the file of the units. Choose it below."),
    ImportFileKind.UNITS: gettext_lazy("This seems to be the file of the staff. Choose it above."),
}


class TableField(forms.FileField):
    """A table that a personnel system has exported; cleaned, it is a look at it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, **options)
        self.widget.attrs["accept"] = ".csv,.txt,.tsv,text/csv,text/plain"

    def clean(self, data: Any, initial: Any = None) -> Glance | None:
        """Look at the file. Raises ValidationError when it is too large, or no table."""
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if not file:
            return None
        if file.size and file.size > LARGEST:
            reason = _("The file is larger than %(most)d MB. Is it the right one?")
            raise forms.ValidationError(reason % {"most": LARGEST // 1024 // 1024})
        try:
            return glance(file.name or "?", file.read())
        except CannotUseFile as error:
            raise forms.ValidationError(str(error)) from None


class UploadForm(forms.Form):
    """The two files, either of which may be left out, or kept from the last try."""

    staff = TableField(
        label=gettext_lazy("The staff, one person a row"), help_text=gettext_lazy("Usually this is all you need.")
    )
    units = TableField(
        label=gettext_lazy("The units, one unit a row"),
        help_text=gettext_lazy("When units have been added, changed or moved. Otherwise they stay as they are."),
    )
    is_ending_missing = forms.BooleanField(label=gettext_lazy("End those who are gone from the file"), required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, kept: Sequence[FilePage] = (), has_units: bool = True
    ) -> None:
        super().__init__(data, files)
        self.kept = {file.kind: file for file in kept}
        self.has_units = has_units

    @property
    def glances(self) -> dict[ImportFileKind, Glance]:
        """The files that can be used."""
        found = {kind: self.cleaned_data.get(kind.value) for kind in ImportFileKind}
        return {kind: file for kind, file in found.items() if file}

    def clean(self) -> dict[str, Any]:
        """Take one file or both; staff need units to be in."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        kinds = {*self.kept, *self.glances}
        for kind, file in self.glances.items():
            if is_swapped(kind, file):
                self.add_error(kind.value, SWAPPED[kind])
        if not kinds:
            self.add_error("staff", _("Choose a file."))
        elif ImportFileKind.UNITS not in kinds and not self.has_units:
            self.add_error("units", _("There are no units yet: choose the file with the units, too."))
        elif cleaned["is_ending_missing"] and ImportFileKind.STAFF not in kinds:
            self.add_error("is_ending_missing", _("Without a file of the staff nobody can be gone from it."))
        return cleaned


class ColumnsForm(forms.Form):
    """What each column of the files is; guessed from its head until somebody has said so."""

    is_ending_missing = forms.BooleanField(label=gettext_lazy("End those who are gone from the file"), required=False)

    def __init__(self, data: Any = None, *, sheets: Sequence[FilePage], own: OwnHeads, is_ending_missing: bool) -> None:
        super().__init__(data, initial={"is_ending_missing": is_ending_missing})
        self.sheets = sheets
        self.notes: dict[str, str] = {}
        if ImportFileKind.STAFF not in {file.kind for file in sheets}:
            del self.fields["is_ending_missing"]
        for file in sheets:
            self.add_columns(file, own.staff if file.kind == ImportFileKind.STAFF else own.units)

    def add_columns(self, file: FilePage, own: Mapping[str, str]) -> None:
        """Add a choice for each column of a file; where two would be the same, the later one is left out for now."""
        heads = [str(column["head"]) for column in file.heads]
        guessed = list(file.columns or guess_columns(heads, HEADS[file.kind], own))
        for place in match_columns(heads, HEADS[file.kind], guessed).doubled:
            first = heads[guessed.index(guessed[place])]
            taken = _("“%(head)s” is taken for %(column)s already.")
            self.notes[field_of(file, place)] = taken % {"head": first, "column": column_name(file, guessed[place])}
        taken_columns: set[str] = set()
        for place, (head, column) in enumerate(zip(heads, guessed, strict=True)):
            self.fields[field_of(file, place)] = forms.ChoiceField(
                label=head or _("Column %(number)d") % {"number": place + 1},
                choices=[("", pgettext("column", "Left out")), *COLUMN_NAMES[file.kind].items()],
                required=False,
                initial="" if column in taken_columns else column,
                widget=forms.Select(attrs={"aria-labelledby": f"head-{field_of(file, place)}"}),
            )
            taken_columns.add(column)

    def clean(self) -> dict[str, Any]:
        """Take each column once, and none that is needed left out."""
        cleaned = super().clean() or {}
        for file in self.sheets:
            columns = self.columns_of(file)
            for place in self.match_of(file, columns).doubled:
                first = str(file.heads[columns.index(columns[place])]["head"])
                taken = _("“%(head)s” is taken for the same. Leave one of them out.") % {"head": first}
                self.add_error(field_of(file, place), taken)
            if missing := self.missing_of(file, columns):
                self.add_error(None, missing)
        return cleaned

    def columns_of(self, file: FilePage) -> list[str]:
        """Return what somebody has said the columns of a file are, else what is guessed."""
        fields = [field_of(file, place) for place in range(len(file.heads))]
        if self.is_bound:
            return [self.cleaned_data.get(name) or "" for name in fields]
        return [str(self.fields[name].initial) for name in fields]

    def match_of(self, file: FilePage, columns: Sequence[str]) -> Any:
        """Return what of the columns is missing or said twice."""
        return match_columns([str(column["head"]) for column in file.heads], HEADS[file.kind], columns)

    def missing_of(self, file: FilePage, columns: Sequence[str]) -> str:
        """Say which columns a file lacks, if it lacks any."""
        present = set(columns)
        lacks = [
            str(COLUMN_NAMES[file.kind][column])
            for column, heads in HEADS[file.kind].items()
            if heads.is_required and column not in present
        ]
        if not lacks:
            return ""
        return _("%(file)s: no column is taken for %(columns)s.") % {
            "file": file.name,
            "columns": ", ".join(f"“{name}”" for name in lacks),
        }

    @property
    def tables(self) -> list[dict[str, Any]]:
        """The files as the page shows them: each column with its samples, its choice and what is to know about it."""
        return [
            {
                "name": file.name,
                "kind": file.kind.value,
                "rows": file.rows,
                "columns": [
                    {"field": self[name], "samples": column["samples"], "note": self.notes.get(name, "")}
                    for place, column in enumerate(file.heads)
                    for name in [field_of(file, place)]
                ],
            }
            for file in self.sheets
        ]

    @property
    def missing(self) -> list[str]:
        """What is missing before somebody has said anything."""
        return [text for file in self.sheets if (text := self.missing_of(file, self.columns_of(file)))]

    @property
    def chosen(self) -> dict[ImportFileKind, list[str]]:
        """What the columns of each file are."""
        return {file.kind: self.columns_of(file) for file in self.sheets}


class ListForm(forms.Form):
    """Which list of a preview, and after which line; what does not fit is the beginning of them all."""

    visa = forms.ChoiceField(choices=[(kind, kind) for kind in (REJECTED, *ImportLineKind.values)], required=False)
    efter = forms.IntegerField(min_value=0, max_value=MAX_KEY, required=False)

    def clean_fields(self) -> tuple[str, int]:
        """Return the list, or nothing, and the line."""
        self.is_valid()
        return self.cleaned_data.get("visa") or "", self.cleaned_data.get("efter") or 0


class ApplyForm(forms.Form):
    """Which plan was seen."""

    digest = forms.CharField(max_length=64)


def is_swapped(kind: ImportFileKind, file: Glance) -> bool:
    """Tell whether most heads that are known are the other file's."""
    heads = [str(column["head"]) for column in file.heads]
    known = {each: sum(map(bool, set(guess_columns(heads, HEADS[each])))) for each in ImportFileKind}
    other = next(each for each in ImportFileKind if each != kind)
    return known[other] > 2 * known[kind]


def field_of(file: FilePage, place: int) -> str:
    """Return the name of the choice of a column."""
    return f"{file.kind}-{place}"


def column_name(file: FilePage, column: str) -> str:
    """Return what a column is called."""
    return str(COLUMN_NAMES[file.kind].get(column, column))


def usual_heads() -> dict[str, list[tuple[str, str, bool]]]:
    """Return the columns of each file, with the head each usually wears in the reader's language."""
    language = get_language() or "sv"
    spoken = language if language in ("sv", "fi", "en") else "sv"
    return {
        str(kind): [
            (str(COLUMN_NAMES[kind][column]), heads.usual(spoken), heads.is_required) for column, heads in table.items()
        ]
        for kind, table in sorted(HEADS.items())
    }
