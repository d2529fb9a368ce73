from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0005_person_is_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="session_epoch",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
