from django.db import migrations

# The lowest id of a card whose local day may be this one, wherever on earth the organisation is (cards/lib/ids.py).
CARD_ID_FLOOR = """
CREATE FUNCTION card_id_floor(date) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ((extract(epoch FROM $1) * 1000)::bigint - 1262304000000 - 50400000) << 12
$$
"""

# The slices that a local day lies in (cards/lib/periods.py). Not STRICT: a strict one is never inlined.
PERIODS_OF = """
CREATE FUNCTION periods_of(date) RETURNS TABLE (grain text, period date, ends_before date)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  VALUES ('w', date_trunc('week', $1::timestamp)::date, date_trunc('week', $1::timestamp)::date + 7),
         ('m', date_trunc('month', $1::timestamp)::date, (date_trunc('month', $1::timestamp) + '1 month')::date),
         ('q', date_trunc('quarter', $1::timestamp)::date, (date_trunc('quarter', $1::timestamp) + '3 months')::date),
         ('y', date_trunc('year', $1::timestamp)::date, (date_trunc('year', $1::timestamp) + '1 year')::date),
         ('a', DATE '2010-01-01', DATE '2080-01-01')
$$
"""


# The last day of a slice.
PERIOD_ENDS = """
CREATE FUNCTION period_ends(text, date) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE $1 WHEN 'w' THEN $2 + 6
                 WHEN 'm' THEN ($2::timestamp + '1 month')::date - 1
                 WHEN 'q' THEN ($2::timestamp + '3 months')::date - 1
                 WHEN 'y' THEN ($2::timestamp + '1 year')::date - 1
                 ELSE DATE '2079-12-31' END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0011_tallies")]

    operations = [
        migrations.RunSQL(CARD_ID_FLOOR, "DROP FUNCTION card_id_floor"),
        migrations.RunSQL(PERIODS_OF, "DROP FUNCTION periods_of"),
        migrations.RunSQL(PERIOD_ENDS, "DROP FUNCTION period_ends"),
    ]
