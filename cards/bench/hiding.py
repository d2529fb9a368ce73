"""Take the newest cards away as people do, and put them back: what a read does with holes at its very start."""

from datetime import timedelta

from django.db import connection

from cards.actions.keeping import remove_name
from cards.actions.taking_back import withdraw_card
from cards.bench.chunks import END
from cards.models import Card, CardRecipient, CardRecord, TallyEntry

NEWEST = 200


def hide_newest() -> None:
    """Withdraw half of the newest cards and let recipients hide the rest, by the app's own actions.

    Nothing is vacuumed: the rows that are gone still lie in the way, as they do right after.
    """
    restore()  # What a run that was killed has left.
    newest = Card.objects.select_related("sender").newest_first()[:NEWEST]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_hidden AS SELECT row.* FROM cards_cardaudience AS row"
            f" WHERE card_id IN (SELECT id FROM cards_card ORDER BY id DESC LIMIT {NEWEST})"
        )
    for number, card in enumerate(newest):
        got = CardRecipient.objects.select_related("person").filter(card=card)
        if number % 2 and card.to_unit_id is None and len(got) == 1:
            remove_name(person=got[0].person, card=card, at=END)
        elif card.sender:
            withdraw_card(sender=card.sender, card_id=card.pk, at=END - timedelta(seconds=1))


def restore() -> None:
    """Put the cards back as they were, if any are hidden."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_hidden') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        # For so few rows VACUUM would leave the indexes alone, and the next run would stumble over what is left.
        cursor.execute("VACUUM (INDEX_CLEANUP ON) cards_cardaudience")  # Makes room where the rows were.
        cursor.execute(
            "UPDATE cards_cardrecipient AS got SET is_received = true, unnamed_at = NULL, audience = card.audience"
            " FROM cards_card AS card WHERE card.id = got.card_id"
            " AND card.id IN (SELECT card_id FROM cards_cardrecord)"
        )
        cursor.execute("INSERT INTO cards_cardaudience SELECT * FROM bench_hidden ON CONFLICT DO NOTHING")
        CardRecord.objects.all().delete()
        TallyEntry.objects.all().delete()  # Nothing else waits: the tallies were counted anew.
        cursor.execute("DROP TABLE bench_hidden")
        tables = "cards_cardaudience, cards_cardrecipient, cards_cardrecord, cards_tallyentry"
        cursor.execute(f"VACUUM (ANALYZE, INDEX_CLEANUP ON) {tables}")
