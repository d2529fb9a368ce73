import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0017_workshop"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("kept", "It stays"),
                            ("hidden", "Removed"),
                            ("restored", "Brought back"),
                            ("gone", "Already taken back"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("words", "Words to who wrote it"),
                            ("hidden", "What one wrote is removed"),
                            ("restored", "What one wrote is back"),
                            ("answer", "What came of a report"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("form_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="reply",
            name="hidden_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="report",
            name="reply",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="cards.reply"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                models.F("id"),
                condition=models.Q(("is_admin", True), ("is_moderator", True), _connector="OR"),
                name="person_who_may_moderate",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="card",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="cards.card"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="reply",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="cards.reply"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="decision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="reports", to="cards.decision"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.F("card"), models.F("reply"), condition=models.Q(("decision__isnull", True)), name="report_open"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="card",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cards.card"),
        ),
        migrations.AddField(
            model_name="letter",
            name="decision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cards.decision"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="reply",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cards.reply"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="written_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(models.F("card"), models.F("reply"), models.F("id"), name="decision_by_card"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                models.F("person"), models.OrderBy(models.F("id"), descending=True), name="letter_by_person"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(models.F("person"), condition=models.Q(("read_at__isnull", True)), name="letter_unread"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(models.F("written_by"), models.F("form_id"), name="letter_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("text", ""), _negated=True), ("kind", "words")),
                    models.Q(models.Q(("kind", "words"), _negated=True), ("text", "")),
                    _connector="OR",
                ),
                name="letter_of_words_has_some",
            ),
        ),
    ]
