from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_seats_and_decisions_are_counted")]

    operations = []
