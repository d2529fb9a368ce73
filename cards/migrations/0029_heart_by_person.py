from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a person's own hearts be found without reading all there are."""

    dependencies = [("cards", "0028_opening_once_a_day")]

    operations = [
        migrations.AddIndex(
            model_name="heart",
            index=models.Index(models.F("person"), models.F("card"), name="heart_by_person"),
        ),
    ]
