from django.db import migrations

from honglian.kit.search import SearchIndex


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = SearchIndex("members", "PartyMember").operations()
