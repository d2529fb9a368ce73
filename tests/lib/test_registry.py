"""The registry of what is stored knows every field there is, and whose it is."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model

from cards.lib.registry import TABLES, Kept, Seen, Table
from cards.models import Person

NAMELESS = "-"  # Stands where no path leads from a row to whose it is.
WITHOUT_KEY = {("cards.PersonTally", "person_id"), ("cards.TallyEntry", "person_id")}


def models() -> dict[str, type[Model]]:
    """Return every table's model by its label."""
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def columns(tables: tuple[Table, ...] = TABLES) -> set[tuple[str, str]]:
    """Return what is registered."""
    return {(table.model, field.name) for table in tables for field in table.fields}


def stored() -> set[tuple[str, str]]:
    """Return what there is."""
    return {(label, field.name) for label, model in models().items() for field in model._meta.concrete_fields}


def test_every_field_is_registered():
    assert stored() - columns() == set()


def test_every_registered_field_exists():
    assert columns() - stored() == set()


def test_every_table_is_registered_once():
    assert len({table.model for table in TABLES}) == len(TABLES)


def test_a_field_nobody_registered_would_be_found():
    without_texts = tuple(table for table in TABLES if table.model != "cards.Card")

    assert ("cards.Card", "message") in stored() - columns(without_texts)


def test_every_key_of_a_person_is_a_path_to_whose_the_row_is():
    keys = {
        (label, field.name)
        for label, model in models().items()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Person
    }
    paths = {(table.model, owner.path) for table in TABLES for owner in table.owners}

    assert (keys | WITHOUT_KEY) - paths == set()


def test_every_path_leads_to_a_person():
    for table in TABLES:
        for owner in table.owners:
            if owner.path not in ("", NAMELESS) and (table.model, owner.path) != ("cards.AdminAction", "subject_id"):
                assert leads_to_person(models()[table.model], owner.path), (table.model, owner.path)


def leads_to_person(model: type[Model], path: str) -> bool:
    """Tell whether a lookup ends at a person."""
    step: type[Model] | None = model
    for name in path.split("__"):
        assert step is not None
        try:
            field = step._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if (step._meta.label, name) in WITHOUT_KEY:
            return True
        step = field.related_model
    return step is Person


def test_every_table_that_says_something_of_somebody_says_why_and_how_long():
    for table in TABLES:
        assert str(table.title)
        assert str(table.why)
        assert isinstance(table.kept, Kept)
        assert all(isinstance(seen, Seen) for seen in table.seen_by)
        assert all(str(field.what) for field in table.fields)


def test_hidden_fields_exist():
    hidden = {(table.model, name) for table in TABLES for owner in table.owners for name, _why in owner.hides}

    assert hidden - columns() == set()
