from django.db import migrations

from honglian.kit.search import SearchIndex


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = SearchIndex("cases", "Case").operations()
