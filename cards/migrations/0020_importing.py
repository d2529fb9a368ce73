import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0019_card_type_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeadMeaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("units", "Units"), ("staff", "Staff")], max_length=5)),
                ("head", models.CharField(max_length=200)),
                ("column", models.CharField(blank=True, max_length=16)),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("kind"), models.F("head"), name="head_meaning_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("is_ending_missing", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("columns", "Columns"),
                            ("reading", "Reading"),
                            ("ready", "Ready"),
                            ("applying", "Applying"),
                            ("applied", "Applied"),
                        ],
                        default="columns",
                        max_length=8,
                    ),
                ),
                (
                    "trouble",
                    models.CharField(blank=True, choices=[("changed", "Changed")], max_length=8),
                ),
                ("job", models.BigIntegerField(null=True)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("told_at", models.DateTimeField(null=True)),
                ("plan_digest", models.CharField(blank=True, max_length=64)),
                ("counts", models.JSONField(default=dict)),
                ("warnings", models.JSONField(default=list)),
                ("applied_at", models.DateTimeField(null=True)),
                (
                    "admin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("units", "Units"), ("staff", "Staff")], max_length=5)),
                ("name", models.CharField(max_length=200)),
                ("data", models.BinaryField()),
                ("rows", models.PositiveIntegerField()),
                ("heads", models.JSONField()),
                ("columns", models.JSONField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="cards.importdraft",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ended", "Ended"),
                            ("created", "Created"),
                            ("returned", "Returned"),
                            ("moved", "Moved"),
                            ("updated", "Updated"),
                            ("unit_created", "Unit Created"),
                            ("unit_changed", "Unit Changed"),
                            ("team_created", "Team Created"),
                            ("managing", "Managing"),
                            ("protection", "Protection"),
                        ],
                        max_length=12,
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("name", models.TextField()),
                ("number", models.TextField()),
                ("unit", models.TextField()),
                ("changes", models.JSONField()),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="cards.importdraft",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRejection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField()),
                ("file", models.CharField(max_length=200)),
                ("line", models.PositiveIntegerField()),
                ("column", models.TextField()),
                ("reason", models.TextField()),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="cards.importdraft",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="importdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("applied_at__isnull", False), ("state", "applied")),
                    models.Q(models.Q(("state", "applied"), _negated=True), ("applied_at__isnull", True)),
                    _connector="OR",
                ),
                name="import_draft_is_applied_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=models.UniqueConstraint(models.F("draft"), models.F("kind"), name="import_file_once_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="importline",
            constraint=models.UniqueConstraint(
                models.F("draft"), models.F("kind"), models.F("order"), name="import_line_once_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="importrejection",
            constraint=models.UniqueConstraint(
                models.F("draft"), models.F("order"), name="import_rejection_once_in_order"
            ),
        ),
    ]
