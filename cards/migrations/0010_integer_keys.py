from django.db import migrations, models


class Migration(migrations.Migration):
    """Repeat four bytes for a person or a unit, and two for a type, in every card's rows: 175 bytes less a card."""

    dependencies = [("cards", "0009_given_to_blockers")]

    operations = [
        migrations.AlterField(
            model_name="unit",
            name="id",
            field=models.AutoField(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="person",
            name="id",
            field=models.AutoField(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="cardtype",
            name="id",
            field=models.SmallAutoField(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="readyline",
            name="id",
            field=models.AutoField(primary_key=True, serialize=False),
        ),
    ]
