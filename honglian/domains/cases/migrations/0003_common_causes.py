import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_search"),
        ("orgs", "0001_initial"),
        ("workflow", "0001_initial"),
        ("zones", "0002_digest"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommonCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="问题")),
                ("words", models.JSONField(default=list, verbose_name="共同的说法")),
                ("category", models.CharField(blank=True, max_length=24, verbose_name="类别")),
                ("likeness", models.FloatField(default=0, verbose_name="相似程度")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待研究"),
                            ("taken", "整改中"),
                            ("done", "已办结"),
                            ("dismissed", "不作为共性问题"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("size_then", models.PositiveIntegerField(default=0)),
                ("measure", models.TextField(blank=True, verbose_name="整改措施")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成期限")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("result", models.TextField(blank=True, verbose_name="办结结果")),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("cases", models.ManyToManyField(related_name="causes", to="cases.case")),
                (
                    "chain",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.chain",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.department",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="cases.commoncause",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflow.workitem",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "共性问题",
                "verbose_name_plural": "共性问题",
                "indexes": [
                    models.Index(fields=["zone", "state", "-found_at"], name="cause_by_state")
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
