import django.db.models.deletion
from django.db import migrations, models

# In this order the columns leave no gaps: eight bytes less a row, of which a card has two. The newest card comes last in
# its stretch of an index: where each new one came first, every page was split in half, and the index grew more.
NARROW = """
ALTER TABLE cards_cardaudience RENAME TO wide_cardaudience;
ALTER TABLE wide_cardaudience DROP CONSTRAINT cards_cardaudience_pkey;
DROP INDEX audience_by_type, audience_by_card;
CREATE TABLE cards_cardaudience (
  card_id bigint NOT NULL, unit_id integer NOT NULL, audience smallint NOT NULL, card_type_id smallint NOT NULL
);
INSERT INTO cards_cardaudience SELECT card_id, unit_id, audience, card_type_id FROM wide_cardaudience ORDER BY card_id;
DROP TABLE wide_cardaudience;
ALTER TABLE cards_cardaudience
  ADD PRIMARY KEY (unit_id, audience, card_id), ADD CONSTRAINT audience_of_only_us_is_none CHECK (audience > 0);
CREATE INDEX audience_by_type ON cards_cardaudience (unit_id, audience, card_type_id, card_id);
CREATE INDEX audience_by_card ON cards_cardaudience (card_id);
ANALYZE cards_cardaudience;
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0020_importing")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(NARROW, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="cardaudience",
                    name="card",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audience_rows",
                        to="cards.card",
                    ),
                ),
                migrations.RemoveIndex(model_name="cardaudience", name="audience_by_type"),
                migrations.AddIndex(
                    model_name="cardaudience",
                    index=models.Index(fields=["unit", "audience", "card_type", "card"], name="audience_by_type"),
                ),
            ],
        ),
    ]
