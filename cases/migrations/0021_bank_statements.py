from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_reversals_and_transfers")]

    operations = []
