import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

import cards.models.people


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0003_message_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="teammembership",
            name="is_first",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="teammembership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("is_first", True)),
                expressions=[
                    ("person", "="),
                    (
                        cards.models.people.DateSpan(
                            "from_on",
                            "to_on",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="team_membership_one_first_at_a_time",
            ),
        ),
    ]
