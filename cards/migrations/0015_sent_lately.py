from django.db import migrations

# One sender's cards wait here for each other. What a volatile function reads has been committed by the time it reads,
# while the statement that calls it sees what had been when it began: so the limits hold for cards sent at once, in one
# statement. Without the setting PostgreSQL would plan anew for every array.
SENT_LATELY = """
CREATE FUNCTION sent_lately(
  sender integer, form uuid, hour_ago bigint, day_start bigint, named integer[], a_day integer,
  OUT sealed_id bigint, OUT this_hour bigint, OUT crowded integer[]
) LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(20101, sender);
  SELECT (SELECT id FROM cards_card WHERE sender_id = sender AND form_id = form),
         (SELECT count(*) FROM cards_card WHERE sender_id = sender AND id >= hour_ago),
         ARRAY(SELECT person_id FROM cards_cardrecipient
                WHERE sender_id = sender AND person_id = ANY(named) AND card_id >= day_start AND NOT is_with_unit
                GROUP BY person_id HAVING count(*) >= a_day)
    INTO sealed_id, this_hour, crowded;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0014_card_record_before")]

    operations = [migrations.RunSQL(SENT_LATELY, "DROP FUNCTION sent_lately")]
