from django.db import migrations

from honglian.kit.search import SearchIndex


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]

    operations = SearchIndex("orgs", "PartyOrg").operations()
