from django.db import migrations

# As before, but for the recipients: they are counted only for who has sent as many cards today as one may get.
SENT_LATELY = """
CREATE OR REPLACE FUNCTION sent_lately(
  sender integer, form uuid, hour_ago bigint, day_start bigint, named integer[], a_day integer,
  OUT sealed_id bigint, OUT this_hour bigint, OUT crowded integer[]
) LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  today bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(20101, sender);
  SELECT (SELECT id FROM cards_card WHERE sender_id = sender AND form_id = form),
         count(*) FILTER (WHERE id >= hour_ago), count(*) FILTER (WHERE id >= day_start)
    INTO sealed_id, this_hour, today
    FROM cards_card WHERE sender_id = sender AND id >= LEAST(hour_ago, day_start);
  crowded := '{}';
  IF today >= a_day THEN
    crowded := ARRAY(SELECT person_id FROM cards_cardrecipient
                      WHERE sender_id = sender AND person_id = ANY(named) AND card_id >= day_start AND NOT is_with_unit
                      GROUP BY person_id HAVING count(*) >= a_day);
  END IF;
END
$$
"""

# Asked only of those whose own unit is not open yet: as a function it costs nothing where it is not called.
MANAGES_LET_IN = """
CREATE FUNCTION manages_let_in(manager integer) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (
    SELECT FROM cards_unitmanager AS manages JOIN cards_unit AS managed ON managed.id = manages.unit_id
    WHERE manages.person_id = manager AND managed.stage <> 'closed')
$$
"""


class Migration(migrations.Migration):
    """Ask less before a card is stored."""

    dependencies = [("cards", "0026_got_in_the_unit")]

    operations = [
        migrations.RunSQL(SENT_LATELY, migrations.RunSQL.noop),
        migrations.RunSQL(MANAGES_LET_IN, "DROP FUNCTION manages_let_in"),
    ]
