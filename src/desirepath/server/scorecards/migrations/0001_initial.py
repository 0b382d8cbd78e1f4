"""Versions and drafts of scorecards."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScorecardVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("card", models.CharField(max_length=100)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("is_draft", models.BooleanField(default=False)),
                ("is_from_folder", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("judged", models.JSONField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["card", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("card", "number"), name="a_version_of_a_scorecard_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_draft", True)),
                        fields=("card",),
                        name="one_draft_of_a_scorecard",
                    ),
                ],
            },
        ),
    ]
