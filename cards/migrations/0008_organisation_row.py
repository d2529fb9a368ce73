from django.db import migrations

# Every page asks for its time zone, from the first log-in on; whoever sets the house up gives it a name.
ADD_ROW = """
INSERT INTO cards_organisation (id, name, time_zone) VALUES (1, '', 'Europe/Helsinki') ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0007_person_by_unit_and_name")]

    operations = [migrations.RunSQL(ADD_ROW, migrations.RunSQL.noop)]
