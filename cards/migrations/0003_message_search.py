from django.db import migrations

# The month stands first, so that "the newest three months" bounds the search whatever the word.
MESSAGE_SEARCH = [
    """
CREATE FUNCTION month_number(date) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT extract(year FROM $1)::integer * 12 + extract(month FROM $1)::integer
$$
""",
    """
CREATE FUNCTION message_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_tsvector('simple'::regconfig, public.plain_text($1))
$$
""",
    "CREATE INDEX card_search ON cards_card USING gin (month_number(sent_on), message_words(message))",
]
REVERSE = ["DROP INDEX card_search", "DROP FUNCTION message_words", "DROP FUNCTION month_number"]


class Migration(migrations.Migration):
    dependencies = [("cards", "0002_first_tables")]

    operations = [migrations.RunSQL(MESSAGE_SEARCH, REVERSE)]
