from django.db import migrations

MONTH_NUMBER = """
CREATE FUNCTION month_number(date) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT extract(year FROM $1)::integer * 12 + extract(month FROM $1)::integer
$$
"""

MESSAGE_WORDS = """
CREATE FUNCTION message_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_tsvector('simple'::regconfig, public.plain_text($1))
$$
"""

# The month stands first, so that "the newest three months" bounds the search whatever the word.
CARD_SEARCH = "CREATE INDEX card_search ON cards_card USING gin (month_number(sent_on), message_words(message))"


class Migration(migrations.Migration):
    dependencies = [("cards", "0002_first_tables")]

    operations = [
        migrations.RunSQL(MONTH_NUMBER, "DROP FUNCTION month_number"),
        migrations.RunSQL(MESSAGE_WORDS, "DROP FUNCTION message_words"),
        migrations.RunSQL(CARD_SEARCH, "DROP INDEX card_search"),
    ]
