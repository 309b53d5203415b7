from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_best_interests_and_follow_ups")]

    operations = []
