from django.db import migrations

from honglian.kit.search import SearchIndex


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]

    operations = SearchIndex("enterprises", "Enterprise").operations()
