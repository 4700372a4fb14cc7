from django.db import migrations

from honglian.kit.search import SearchIndex


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_full_life")]

    operations = SearchIndex("cases", "KnowledgeEntry").operations()
