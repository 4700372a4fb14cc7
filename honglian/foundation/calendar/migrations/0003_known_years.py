"""The published years are there from the start; tests and the demonstration rely on it."""

from django.db import migrations

from honglian.foundation.calendar.seed import SOURCE, known_days, known_years


def enter(apps, schema_editor):
    day_model = apps.get_model("calendar", "SpecialDay")
    year_model = apps.get_model("calendar", "CalendarYear")
    day_model.objects.bulk_create(
        [day_model(day=day, name=name, is_off=off) for day, name, off in known_days()],
        ignore_conflicts=True,
    )
    year_model.objects.bulk_create(
        [year_model(year=year, source=SOURCE.format(year=year)) for year in known_years()],
        ignore_conflicts=True,
    )
    apps.get_model("calendar", "CalendarStamp").objects.create(pk=1, token="seeded")


class Migration(migrations.Migration):
    dependencies = [("calendar", "0002_stamp")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
