from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0013_closed_share_word"),
    ]

    operations = [
        migrations.AddField(
            model_name="cardrecord",
            name="before",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
