from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0004_first_team"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="is_ended",
            field=models.BooleanField(default=False),
        ),
    ]
