from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    """Write down once a day that somebody opened a manager's page; nothing has been written yet."""

    dependencies = [("cards", "0027_quick_sending")]

    operations = [
        migrations.RunSQL("DELETE FROM cards_pageopening", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="pageopening",
            name="opened_on",
            field=models.DateField(default=date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="pageopening",
            constraint=models.UniqueConstraint(
                models.F("unit"),
                models.F("person"),
                models.F("page"),
                models.F("opened_on"),
                name="page_opening_once_a_day",
            ),
        ),
    ]
