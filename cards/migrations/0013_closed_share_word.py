from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cards", "0012_tally_slices")]

    operations = [
        migrations.AddField(
            model_name="closedunit",
            name="share_word",
            field=models.SmallIntegerField(null=True),
        ),
    ]
