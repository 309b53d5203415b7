"""Moving a case from stage to stage is the caseworker's; reviewers decide and approve."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_money_guards"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="child",
            options={
                "ordering": ["reference"],
                "permissions": [
                    ("view_every_child", "Open the record of every child"),
                    ("view_team_children", "Open the records of the own team"),
                    ("view_children_with_fee", "See masked children who have a fee"),
                    ("view_travelling_children", "See children who are ready or booked"),
                    ("see_names", "See names, birth dates and places"),
                    ("see_family", "Open the record of a mother"),
                    ("manage_register", "Use the administration pages"),
                    ("register_child", "Register and edit families"),
                    ("assign_child", "Assign cases"),
                    ("export_children", "Export the list of children"),
                    ("verify_child", "Verify identity"),
                    ("work_case", "Record notes, consent and clearances and move a case"),
                    ("move_case", "Clear, defer and take up a case, and ask to close or reopen it"),
                    ("approve_closing", "Approve closing and reopening"),
                    ("view_access", "See who looked at a record"),
                    ("view_dashboard", "See the dashboard"),
                    ("follow_figures", "Follow a figure to the children it counts"),
                ],
                "verbose_name": "child",
                "verbose_name_plural": "children",
            },
        ),
    ]
