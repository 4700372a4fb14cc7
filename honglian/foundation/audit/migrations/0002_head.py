from django.db import migrations, models


def count_entries(apps, schema_editor):
    """A log that is older than the counting of its entries."""
    rows = apps.get_model("audit", "AuditEntry").rows.values("zone_id")
    heads = apps.get_model("audit", "AuditHead").objects
    for row in rows.annotate(last=models.Max("seq")).order_by():
        heads.create(zone_id=row["zone_id"], seq=row["last"])


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('zone_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['zone_id', 'verb', '-seq'], name='audit_audit_zone_id_8eea41_idx'),
        ),
        migrations.RunPython(count_entries, migrations.RunPython.noop),
    ]
