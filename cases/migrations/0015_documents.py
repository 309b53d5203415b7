from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_second_person_for_terms")]

    operations = []
