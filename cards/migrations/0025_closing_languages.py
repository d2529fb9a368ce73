from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cards", "0024_card_count")]

    operations = [
        migrations.AddField(
            model_name="closing",
            name="languages",
            field=models.JSONField(null=True),
        ),
    ]
