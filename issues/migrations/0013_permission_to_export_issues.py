"""Who may export an issue as a package: the archive's people, who until now could but import."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0012_issues_by_day"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="issue",
            options={
                "ordering": ["-date", "-edition"],
                "permissions": [
                    ("publish_issue", "Can publish, schedule and withdraw issues and articles"),
                    ("export_issue", "Can export issues as packages"),
                ],
                "verbose_name": "issue",
                "verbose_name_plural": "issues",
            },
        ),
    ]
