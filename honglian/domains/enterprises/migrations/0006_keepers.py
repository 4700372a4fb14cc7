"""Who made a promise keeps it, until somebody takes over."""

from django.db import migrations
from django.db.models import F


def keep(apps, schema_editor):
    log = apps.get_model("enterprises", "ContactLog")
    rows = log._default_manager.using(schema_editor.connection.alias)
    rows.exclude(promise="").update(keeper_id=F("instructor_id"))


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0005_contacts_and_assignment")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
