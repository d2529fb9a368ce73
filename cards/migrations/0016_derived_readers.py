import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Look no unit and no type up again for a card's readers: both come from the card itself, in its own statement."""

    dependencies = [("cards", "0015_sent_lately")]

    operations = [
        migrations.AlterField(
            model_name="cardaudience",
            name="card_type",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cards.cardtype",
            ),
        ),
        migrations.AlterField(
            model_name="cardaudience",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cards.unit",
            ),
        ),
    ]
