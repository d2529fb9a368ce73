import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cards.models.organisation

# The log of admin actions only grows: its rows are refused to its owner, too, and to whoever plays back changes.
KEEP_LOG = """
CREATE FUNCTION refuse_to_change_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log of admin actions is append-only.' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER admin_action_is_never_changed BEFORE UPDATE OR DELETE ON cards_adminaction
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_log();
CREATE TRIGGER admin_action_is_never_emptied BEFORE TRUNCATE ON cards_adminaction
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_log();
ALTER TABLE cards_adminaction ENABLE ALWAYS TRIGGER admin_action_is_never_changed;
ALTER TABLE cards_adminaction ENABLE ALWAYS TRIGGER admin_action_is_never_emptied;
"""
LET_LOG_GO = """
DROP TRIGGER admin_action_is_never_changed ON cards_adminaction;
DROP TRIGGER admin_action_is_never_emptied ON cards_adminaction;
DROP FUNCTION refuse_to_change_log;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0016_derived_readers"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdminAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=32)),
                ("subject_kind", models.CharField(blank=True, max_length=32)),
                ("subject_id", models.BigIntegerField(null=True)),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AdminValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=64)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CardTypeUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("welcome", "Welcome"), ("help", "Help"), ("privacy", "Privacy")], max_length=8
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("sv", "Swedish"), ("fi", "Finnish"), ("nb", "Norwegian"), ("en", "English")],
                        max_length=2,
                    ),
                ),
                ("text", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="PageOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("page", models.CharField(max_length=40)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="cardtype",
            name="card_type_paper_once_among_active",
        ),
        migrations.AddField(
            model_name="cardtype",
            name="ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cardtype",
            name="is_draft",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="cardtype",
            name="is_for_customers",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="cardtype",
            name="is_for_staff",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="cardtype",
            name="is_on_screens",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="cardtype",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("coop", "Co-op"),
                        ("area", "Area"),
                        ("hypermarket", "Hypermarket"),
                        ("supermarket", "Supermarket"),
                        ("corner_shop", "Corner shop"),
                        ("station", "Station"),
                        ("hotel", "Hotel"),
                        ("restaurant", "Restaurant"),
                        ("farm_shop", "Farm shop"),
                        ("warehouse", "Warehouse"),
                        ("office", "Office"),
                        ("team", "Team"),
                        ("other", "Other"),
                    ],
                    max_length=16,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="cardtype",
            name="starts_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cardtype",
            name="weekdays",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SmallIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="default_audience",
            field=models.SmallIntegerField(choices=[(0, "Only us"), (1, "Our units"), (2, "Everyone")], default=1),
        ),
        migrations.AddField(
            model_name="organisation",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("sv", "Swedish"), ("fi", "Finnish"), ("nb", "Norwegian"), ("en", "English")], max_length=2
                ),
                default=cards.models.organisation.every_language,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="moderated_by",
            field=models.CharField(
                choices=[("admins", "The admins"), ("group", "A group that the admins name")],
                default="admins",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="retention_months",
            field=models.PositiveSmallIntegerField(blank=True, default=24, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="is_moderator",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="is_representative",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="unit",
            name="stage",
            field=models.CharField(
                choices=[("closed", "Closed"), ("managers", "Open to its managers"), ("open", "Open")],
                default="open",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("languages__contained_by", ["sv", "fi", "nb", "en"]), ("languages__contains", ["sv"])
                ),
                name="organisation_speaks_swedish",
            ),
        ),
        migrations.AddField(
            model_name="adminaction",
            name="actor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="adminvalue",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="values", to="cards.adminaction"
            ),
        ),
        migrations.AddField(
            model_name="adminvalue",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cardtypeunit",
            name="card_type",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="limits", to="cards.cardtype"
            ),
        ),
        migrations.AddField(
            model_name="cardtypeunit",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cards.unit"),
        ),
        migrations.AddField(
            model_name="cardtype",
            name="units",
            field=models.ManyToManyField(related_name="card_types", through="cards.CardTypeUnit", to="cards.unit"),
        ),
        migrations.AddConstraint(
            model_name="cardtype",
            constraint=models.UniqueConstraint(
                models.F("paper"),
                condition=models.Q(("is_draft", False), ("retired_at__isnull", True)),
                name="card_type_paper_once_among_active",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardtype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="card_type_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardtype",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekdays__contained_by", [1, 2, 3, 4, 5, 6, 7])),
                name="card_type_weekdays_are_of_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationtext",
            constraint=models.UniqueConstraint(
                models.F("kind"), models.F("language"), name="organisation_text_once_a_language"
            ),
        ),
        migrations.AddField(
            model_name="pageopening",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="page_openings", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pageopening",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="page_openings",
                to="cards.unit",
            ),
        ),
        migrations.AddIndex(
            model_name="adminaction",
            index=models.Index(models.F("subject_kind"), models.F("subject_id"), name="admin_action_by_subject"),
        ),
        migrations.AddIndex(
            model_name="adminaction",
            index=models.Index(models.F("at"), name="admin_action_by_time"),
        ),
        migrations.AddConstraint(
            model_name="cardtypeunit",
            constraint=models.UniqueConstraint(models.F("card_type"), models.F("unit"), name="card_type_unit_once"),
        ),
        migrations.AddIndex(
            model_name="pageopening",
            index=models.Index(fields=["unit", "-at"], name="page_opening_by_unit"),
        ),
        migrations.RunSQL(KEEP_LOG, LET_LOG_GO),
    ]
