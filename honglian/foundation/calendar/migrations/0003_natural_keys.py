"""A day and a year are their own keys: entering a list twice cannot make two rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar", "0002_stamp")]

    operations = [
        migrations.DeleteModel("SpecialDay"),
        migrations.DeleteModel("CalendarYear"),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="年份"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "放假安排",
                "verbose_name_plural": "放假安排",
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                (
                    "day",
                    models.DateField(primary_key=True, serialize=False, verbose_name="日期"),
                ),
                ("name", models.CharField(max_length=32, verbose_name="名称")),
                ("is_off", models.BooleanField(verbose_name="放假")),
            ],
            options={
                "verbose_name": "放假与补班",
                "verbose_name_plural": "放假与补班",
                "ordering": ["day"],
            },
        ),
    ]
