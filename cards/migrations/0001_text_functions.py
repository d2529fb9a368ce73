from django.contrib.postgres.operations import BtreeGinExtension, BtreeGistExtension, CreateExtension
from django.db import migrations

# Names are qualified: PostgreSQL builds indexes and restores dumps with an empty search path.
# Letters of the Nordic and neighbouring alphabets, as somebody types them who has no such key.
PLAIN_TEXT = """
CREATE FUNCTION plain_text(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT replace(replace(translate(lower(normalize($1, NFC)),
    'åäàáâãāąæéèêëēęěíìîïīøöóòôõōőúùûüūůűýÿçćčñńňšśžźżřłđðťþ',
    'aaaaaaaaaeeeeeeeiiiiiooooooooouuuuuuuyycccnnnsszzzrlddtt'), 'ß', 'ss'), 'œ', 'oe')
$$
"""

# As it sounds: q, c and k are one letter, so are w and v, z and s; doubled letters count once; ae is ä, oe is ö.
FOLD_NAME = """
CREATE FUNCTION fold_name(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(regexp_replace(translate(
    replace(replace(replace(public.plain_text($1), 'ae', 'a'), 'oe', 'o'), 'ph', 'f'),
    'qcwz', 'kkvs'), '[^a-z0-9]+', ' ', 'g'), '([a-z])\\1+', '\\1', 'g'))
$$
"""

# Milliseconds since 2010 in the upper 41 bits, a sequence in the lower 12 (cards/lib/ids.py).
CARD_ID_AT = """
CREATE FUNCTION card_id_at(timestamptz) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT ((floor(extract(epoch FROM $1) * 1000)::bigint - 1262304000000) << 12) | (nextval('public.card_id_sequence') & 4095)
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        BtreeGistExtension(),
        BtreeGinExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(PLAIN_TEXT, "DROP FUNCTION plain_text"),
        migrations.RunSQL(FOLD_NAME, "DROP FUNCTION fold_name"),
        migrations.RunSQL("CREATE SEQUENCE card_id_sequence CYCLE MAXVALUE 1048575", "DROP SEQUENCE card_id_sequence"),
        migrations.RunSQL(CARD_ID_AT, "DROP FUNCTION card_id_at"),
    ]
