"""An index from the key of a name to the people who bear it: the second half of a search."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_age_of_being_asked")]

    operations = [
        migrations.AddIndex(
            model_name="personname",
            index=models.Index(fields=["match_key"], name="person_name_match"),
        ),
    ]
