from django.db import migrations


def begin(apps, schema_editor):
    """What the registry holds today was so before: one period without a start a park enterprise."""
    enterprise = apps.get_model("enterprises", "Enterprise")
    period = apps.get_model("coverage", "CoveragePeriod")
    rows = enterprise.rows.filter(is_in_park=True)
    names = (
        "pk",
        "coverage",
        "party_org_id",
        "status",
        "chain_id",
        "park",
        "size",
        "formal_members",
    )
    facts = (
        "enterprise_id",
        "category",
        "party_org_id",
        "status",
        "chain_id",
        "park",
        "size",
        "formal",
    )
    period.rows.bulk_create(
        (period(**dict(zip(facts, row))) for row in rows.values_list(*names).iterator()),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_initial")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
