import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A board is one stretch of the key, read from the index alone.
COVERING = """
ALTER TABLE cards_persontally DROP CONSTRAINT cards_persontally_pkey;
ALTER TABLE cards_persontally ADD PRIMARY KEY (grain, period, card_type_id, unit_id, person_id)
  INCLUDE (given, received, thanked, own_thanked, seen_by, firsts);
ALTER TABLE cards_unittally DROP CONSTRAINT cards_unittally_pkey;
ALTER TABLE cards_unittally ADD PRIMARY KEY (grain, period, card_type_id, unit_id)
  INCLUDE (encounters, open_encounters, headcount);
"""

# The fold changes the same few rows again and again, and empties the log: both want sweeping before they have grown.
SWEEPING = """
ALTER TABLE cards_persontally SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01);
ALTER TABLE cards_unittally SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE cards_tallyentry SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
ALTER TABLE cards_notice SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0010_integer_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="FlowTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "grain",
                        "period",
                        "card_type_id",
                        "from_unit_id",
                        "to_unit_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "grain",
                    models.CharField(
                        choices=[("w", "Week"), ("m", "Month"), ("q", "Quarter"), ("y", "Year"), ("a", "All time")],
                        max_length=1,
                    ),
                ),
                ("period", models.DateField()),
                ("card_type_id", models.SmallIntegerField()),
                ("from_unit_id", models.IntegerField()),
                ("to_unit_id", models.IntegerField()),
                ("encounters", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "flow tallies",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("card_id", models.BigIntegerField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="PersonTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "grain",
                        "period",
                        "card_type_id",
                        "unit_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "grain",
                    models.CharField(
                        choices=[("w", "Week"), ("m", "Month"), ("q", "Quarter"), ("y", "Year"), ("a", "All time")],
                        max_length=1,
                    ),
                ),
                ("period", models.DateField()),
                ("card_type_id", models.SmallIntegerField()),
                ("unit_id", models.IntegerField()),
                ("person_id", models.IntegerField()),
                ("given", models.IntegerField(default=0)),
                ("received", models.IntegerField(default=0)),
                ("thanked", models.IntegerField(default=0)),
                ("own_thanked", models.IntegerField(default=0)),
                ("seen_by", models.IntegerField(default=0)),
                ("firsts", models.SmallIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "person tallies",
            },
        ),
        migrations.CreateModel(
            name="UnitTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "grain",
                        "period",
                        "card_type_id",
                        "unit_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "grain",
                    models.CharField(
                        choices=[("w", "Week"), ("m", "Month"), ("q", "Quarter"), ("y", "Year"), ("a", "All time")],
                        max_length=1,
                    ),
                ),
                ("period", models.DateField()),
                ("card_type_id", models.SmallIntegerField()),
                ("unit_id", models.IntegerField()),
                ("encounters", models.IntegerField(default=0)),
                ("open_encounters", models.IntegerField(default=0)),
                ("headcount", models.IntegerField(null=True)),
            ],
            options={
                "verbose_name_plural": "unit tallies",
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="givers_board",
            field=models.CharField(
                choices=[
                    ("on", "Shown; everybody can leave it"),
                    ("opt_in", "Shown with those who have joined it"),
                    ("off", "Not shown"),
                ],
                default="on",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="has_receivers_board",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="is_on_board",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="unit",
            name="has_givers_board",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "grain",
                    models.CharField(
                        choices=[("w", "Week"), ("m", "Month"), ("q", "Quarter"), ("y", "Year"), ("a", "All time")],
                        max_length=1,
                    ),
                ),
                ("period", models.DateField()),
                ("closed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("grain"), models.F("period"), name="closing_once")],
            },
        ),
        migrations.CreateModel(
            name="TallyEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("card_id", models.BigIntegerField()),
                ("person_id", models.IntegerField(null=True)),
                ("was", models.SmallIntegerField(choices=[(0, "Not"), (1, "Own"), (2, "Only Us"), (3, "Open")])),
                ("becomes", models.SmallIntegerField(choices=[(0, "Not"), (1, "Own"), (2, "Only Us"), (3, "Open")])),
            ],
            options={
                "verbose_name_plural": "tally entries",
                "indexes": [models.Index(models.F("card_id"), name="tally_entry_by_card")],
            },
        ),
        migrations.CreateModel(
            name="TallyState",
            fields=[
                ("id", models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("settled_on", models.DateField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="tally_state_is_one_row")],
            },
        ),
        migrations.CreateModel(
            name="ClosedUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("card_type_id", models.SmallIntegerField()),
                ("headcount", models.IntegerField()),
                ("encounters", models.IntegerField()),
                ("share", models.SmallIntegerField(null=True)),
                ("place", models.SmallIntegerField(null=True)),
                ("goal_kind", models.CharField(blank=True, max_length=10)),
                ("goal_target", models.IntegerField(null=True)),
                ("goal_reached", models.IntegerField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cards.unit"
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="cards.closing",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("closing"), models.F("card_type_id"), models.F("unit"), name="closed_unit_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedGiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("card_type_id", models.SmallIntegerField()),
                ("place", models.SmallIntegerField(null=True)),
                ("colleagues", models.IntegerField()),
                ("encounters", models.IntegerField()),
                ("is_first_time", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cards.unit"
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="givers",
                        to="cards.closing",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("closing"),
                        models.F("unit"),
                        models.F("card_type_id"),
                        models.F("person"),
                        name="closed_giver_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_month", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("encounters", "Encounters"), ("share", "Share of us seen")], max_length=10
                    ),
                ),
                ("target", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="cards.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("unit"), models.F("from_month"), name="goal_once_a_month")
                ],
            },
        ),
        migrations.RunSQL(COVERING, migrations.RunSQL.noop),
        migrations.RunSQL(SWEEPING, migrations.RunSQL.noop),
    ]
