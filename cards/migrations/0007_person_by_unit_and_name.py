import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0006_session_epoch"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="people", to="cards.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(models.F("unit"), models.F("name"), name="person_by_unit_and_name"),
        ),
    ]
