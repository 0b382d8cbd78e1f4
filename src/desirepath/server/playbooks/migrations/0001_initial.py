"""Versions, runs and the outbox of playbooks, the targets they call, and their limits."""

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
            name="Halt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
        ),
        migrations.CreateModel(
            name="LimitsVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("per_day", models.PositiveIntegerField()),
                ("per_week", models.PositiveIntegerField()),
                ("company", models.CharField(max_length=120)),
                ("sender", models.CharField(blank=True, max_length=120)),
                ("quiet", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="OutboxRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("playbook", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField()),
                ("of", models.CharField(max_length=100)),
                ("subject", models.CharField(max_length=500)),
                ("occurrence", models.CharField(max_length=300)),
                ("move", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=12)),
                ("person", models.CharField(blank=True, max_length=500)),
                ("at_us", models.BigIntegerField()),
                ("values", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waits to be done"),
                            ("sending", "is being done"),
                            ("offered", "waits to be shown in the product"),
                            ("done", "done"),
                            ("kept", "kept here, and not sent: there is no mail server"),
                            ("unknown", "not known: it was interrupted while it was being sent"),
                            ("failed", "refused by the receiver"),
                            ("late", "left out: it came too late"),
                            ("left out", "left out"),
                            ("cannot", "cannot be done here yet"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("not_before", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("message_id", models.CharField(blank=True, max_length=300)),
                ("provider_says", models.CharField(blank=True, max_length=60)),
                ("is_told", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["outcome", "not_before"], name="outbox_by_outcome"),
                    models.Index(fields=["of", "subject"], name="outbox_of_a_subject"),
                    models.Index(fields=["person", "at_us"], name="outbox_of_a_person"),
                    models.Index(fields=["at_us"], name="outbox_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaybookRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("playbook", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField()),
                ("of", models.CharField(max_length=100)),
                ("subject", models.CharField(max_length=500)),
                ("key", models.CharField(max_length=300)),
                ("says", models.CharField(max_length=500)),
                ("since_us", models.BigIntegerField()),
                ("status", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=12)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("place", models.PositiveIntegerField(default=0)),
                ("due_us", models.BigIntegerField(null=True)),
                ("waiting_us", models.BigIntegerField(null=True)),
                ("term_us", models.BigIntegerField(null=True)),
                ("ended_us", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["of", "subject"], name="runs_of_a_subject"),
                    models.Index(fields=["playbook", "status"], name="runs_by_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("playbook", "subject", "key"), name="one_run_an_occurrence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Switch",
            fields=[
                ("playbook", models.CharField(max_length=100, primary_key=True, serialize=False)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("off", "off"),
                            ("on", "on"),
                            ("paused", "paused"),
                            ("draining", "finishing what is under way"),
                        ],
                        default="off",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("since_us", models.BigIntegerField(default=0)),
                ("seen_us", models.BigIntegerField(null=True)),
                ("most_a_day", models.PositiveIntegerField(null=True)),
                ("asks", models.CharField(blank=True, max_length=300)),
                ("turn", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("webhook", "webhook"), ("chat", "chat")], max_length=10)),
                ("name", models.CharField(max_length=100)),
                ("sealed_url", models.TextField()),
                ("hint", models.CharField(max_length=200)),
                ("is_on", models.BooleanField(default=True)),
                ("off_because", models.CharField(blank=True, max_length=300)),
                ("rests_until", models.DateTimeField(null=True)),
                ("is_silent", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="TargetCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(db_index=True, max_length=60)),
                ("event", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("status", models.PositiveIntegerField(null=True)),
                ("milliseconds", models.PositiveIntegerField()),
                ("says", models.CharField(blank=True, max_length=300)),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="playbooks.target",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TargetSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.TextField()),
                ("hint", models.CharField(max_length=8)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secrets",
                        to="playbooks.target",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PlaybookVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("playbook", models.CharField(max_length=100)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ["playbook", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("playbook", "number"), name="a_version_of_a_playbook_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(fields=("kind", "name"), name="a_target_of_a_name_once"),
        ),
    ]
