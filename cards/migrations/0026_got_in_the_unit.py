from django.db import migrations

# What somebody got counts where they got it. Rows of people who got something elsewhere are sent to a unit that there is
# not: boards count them from the cards, as they do whenever people have moved, and so does the next fold, for good.
ASTRAY = """
UPDATE cards_persontally AS tally SET unit_id = -1
FROM (
  SELECT person_id, min(unit_id) AS lowest, max(unit_id) AS highest FROM cards_cardrecipient GROUP BY person_id
) AS got
WHERE got.person_id = tally.person_id AND (got.lowest <> tally.unit_id OR got.highest <> tally.unit_id);
DELETE FROM cards_tallystate;
"""


class Migration(migrations.Migration):
    """Let what people got before they came to a unit leave its share seen."""

    dependencies = [("cards", "0025_closing_languages")]

    operations = [migrations.RunSQL(ASTRAY, migrations.RunSQL.noop)]
