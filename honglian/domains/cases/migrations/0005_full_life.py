import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


def name_sources(apps, schema_editor):
    """A number from outside belongs to a system; until now the channel stood for it."""
    rows = apps.get_model("cases", "Case").rows.exclude(outside_number="")
    rows.update(source=models.F("channel"))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_taskforces_and_lists"),
        ("enterprises", "0003_park"),
        ("orgs", "0003_history"),
        ("workflow", "0002_uses"),
        ("zones", "0002_digest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="开始日期")),
                ("until", models.DateField(verbose_name="结束日期")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "未开始"), ("running", "委托中"), ("ended", "已结束")],
                        default="planned",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("made_by", models.CharField(max_length=64, verbose_name="登记人")),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
            ],
            options={
                "verbose_name": "委托代办",
                "verbose_name_plural": "委托代办",
                "ordering": ["-since", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rung", models.CharField(max_length=16, verbose_name="层级")),
                ("rung_name", models.CharField(max_length=32, verbose_name="层级名称")),
                ("holder_role", models.CharField(max_length=32, verbose_name="由谁协调")),
                ("reason", models.CharField(max_length=500, verbose_name="上报理由")),
                ("asked_by", models.CharField(max_length=64, verbose_name="上报人")),
                ("asked_at", models.DateTimeField(verbose_name="上报时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待协调"),
                            ("answered", "已协调"),
                            ("raised", "已再上报"),
                            ("lapsed", "已失效"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="协调结果")),
                ("answered_by", models.CharField(blank=True, max_length=64, verbose_name="协调人")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="协调时间"),
                ),
            ],
            options={
                "verbose_name": "逐级上报",
                "verbose_name_plural": "逐级上报",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="KnowledgeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=200, verbose_name="问题")),
                ("answer", models.TextField(verbose_name="答复口径")),
                ("category", models.CharField(blank=True, max_length=32, verbose_name="类别")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                ("made_by", models.CharField(max_length=64, verbose_name="整理人")),
                ("changed_at", models.DateTimeField(verbose_name="最后修改时间")),
                ("search", models.TextField(blank=True, default="", editable=False)),
            ],
            options={
                "verbose_name": "知识条目",
                "verbose_name_plural": "知识条目",
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="名称")),
                ("category", models.CharField(blank=True, max_length=32, verbose_name="适用类别")),
                ("text", models.TextField(verbose_name="正文")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                ("changed_by", models.CharField(max_length=64, verbose_name="最后修改人")),
                ("changed_at", models.DateTimeField(verbose_name="最后修改时间")),
            ],
            options={
                "verbose_name": "答复模板",
                "verbose_name_plural": "答复模板",
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_outside_number_once",
        ),
        migrations.AddField(
            model_name="case",
            name="open_parts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="未办完的件数"),
        ),
        migrations.AddField(
            model_name="case",
            name="parts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="拆成几件"),
        ),
        migrations.AddField(
            model_name="case",
            name="review_on",
            field=models.DateField(blank=True, null=True, verbose_name="挂账复核日"),
        ),
        migrations.AddField(
            model_name="case",
            name="rung",
            field=models.CharField(blank=True, max_length=16, verbose_name="上报层级"),
        ),
        migrations.AddField(
            model_name="case",
            name="source",
            field=models.CharField(blank=True, max_length=32, verbose_name="来源系统"),
        ),
        migrations.AddField(
            model_name="case",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="split_parts",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="stands_in_for",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
                choices=[
                    ("created", "待受理"),
                    ("accepted", "待派单"),
                    ("dispatched", "办理中"),
                    ("split", "分头办理"),
                    ("replied", "待回访"),
                    ("closed", "已办结"),
                    ("not_accepted", "不予受理"),
                    ("merged", "已并案"),
                ],
                default="created",
                max_length=16,
                verbose_name="状态",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("review_on__isnull", False)),
                fields=["zone", "review_on"],
                name="case_review",
            ),
        ),
        migrations.RunPython(name_sources, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outside_number", ""), _negated=True),
                fields=("zone", "source", "outside_number"),
                name="case_outside_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "split"), ("open_parts", 0), _connector="OR"),
                name="case_rests_without_open_parts",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="absent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="请假人",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.department"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="代办人",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="zone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="zones.zone"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="asked_by_user",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="escalations",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="item",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflow.workitem",
            ),
        ),
        migrations.AddField(
            model_name="knowledgeentry",
            name="case",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="knowledge",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="knowledgeentry",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.department",
            ),
        ),
        migrations.AddField(
            model_name="knowledgeentry",
            name="zone",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="zones.zone",
            ),
        ),
        migrations.AddField(
            model_name="replytemplate",
            name="zone",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="zones.zone",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))),
                name="delegation_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("absent", models.F("deputy")), _negated=True),
                name="nobody_stands_in_for_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("case",), name="one_open_escalation"
            ),
        ),
        migrations.AddIndex(
            model_name="knowledgeentry",
            index=models.Index(fields=["zone", "category", "id"], name="knowledge_of_category"),
        ),
        migrations.AddConstraint(
            model_name="replytemplate",
            constraint=models.UniqueConstraint(
                fields=("zone", "title"), name="reply_template_title_once"
            ),
        ),
    ]
