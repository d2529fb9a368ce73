from django.db import migrations

# The one rule of when, where and by whom a type is given: asked where types are chosen, and again by the statement that
# stores a card. A unit may be named itself, or by any unit above it.
CARD_TYPE_CLOSED = """
CREATE FUNCTION card_type_closed(asked smallint, unit integer, day date) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  reason text;
BEGIN
  SELECT CASE
    WHEN type.is_draft THEN 'draft'
    WHEN type.retired_at IS NOT NULL THEN 'retired'
    WHEN NOT type.is_for_staff THEN 'staff'
    WHEN type.starts_on > day THEN 'early'
    WHEN type.ends_on < day THEN 'late'
    WHEN cardinality(type.weekdays) > 0 AND extract(isodow FROM day)::smallint <> ALL(type.weekdays) THEN 'weekday'
    WHEN (cardinality(type.kinds) > 0 OR EXISTS (SELECT FROM cards_cardtypeunit WHERE card_type_id = asked))
      AND NOT EXISTS (SELECT FROM cards_unit AS own WHERE own.id = unit AND own.kind = ANY(type.kinds))
      AND NOT EXISTS (
        WITH RECURSIVE above AS (
          SELECT own.id, own.parent_id FROM cards_unit AS own WHERE own.id = unit
          UNION
          SELECT next.id, next.parent_id FROM above JOIN cards_unit AS next ON next.id = above.parent_id
        )
        SELECT FROM above JOIN cards_cardtypeunit AS named ON named.unit_id = above.id WHERE named.card_type_id = asked
      ) THEN 'unit'
    ELSE '' END
  INTO reason FROM cards_cardtype AS type WHERE type.id = asked;
  RETURN CASE WHEN found THEN nullif(reason, '') ELSE 'retired' END;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0018_moderation")]

    operations = [migrations.RunSQL(CARD_TYPE_CLOSED, "DROP FUNCTION card_type_closed")]
