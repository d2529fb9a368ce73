"""Notice what is unusual about a plan: often the file is another than somebody thinks."""

from dataclasses import dataclass

from cards.actions.importing_plan import Files, Outcome, PersonPlan, Plan
from cards.queries.importing import Known

FEW = 1  # So few are nothing unusual by themselves, whatever part of all they are.
GROWN = 10  # People; in a smaller organisation most of a file may well be new.
MOST_ENDED, MOST_MOVED, MOST_NEW, MOST_RENAMED = 0.1, 0.25, 0.5, 0.5


@dataclass(frozen=True)
class Warned:
    """Something unusual, by a word; how many, of how many."""

    about: str
    count: int = 0
    of: int = 0


def warnings_of(plan: Plan, files: Files, known: Known, *, admin: int) -> list[Warned]:
    """Return what an admin should have seen before they let a plan be done."""
    if not files.has_staff:
        return []
    if not files.staff_sheet.rows:
        return [Warned("no_rows")]
    people, stand = plan.people, sum(not person.is_ended for person in known.people.values())
    matched = sum(person.pk is not None for person in people)
    ended = [person for person in people if person.outcome == Outcome.ENDED]
    moved = sum("unit" in person.before for person in people)
    unprotected = sum(person.before.get("is_protected") is True for person in people)
    warned = [
        Warned("ended", len(ended), stand) if len(ended) > MOST_ENDED * stand else None,
        most("renamed", sum(map(is_renamed, people)), matched, MOST_RENAMED),
        most("created", plan.count(Outcome.CREATED) if stand >= GROWN else 0, len(people), MOST_NEW),
        most("moved", moved, matched, MOST_MOVED),
        Warned("unprotected", unprotected) if unprotected else None,
        Warned("yourself") if any(person.pk == admin for person in ended) else None,
    ]
    return [each for each in warned if each]


def most(about: str, count: int, of: int, part: float) -> Warned | None:
    """Warn when it is more than this part of all, and not just a few."""
    return Warned(about, count, of) if count > max(FEW, part * of) else None


def is_renamed(person: PersonPlan) -> bool:
    """Tell whether somebody has another name than before."""
    return bool({"given_name", "family_name"} & person.before.keys())
