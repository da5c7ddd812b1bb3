from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issues", "0009_acts_in_an_issues_history")]

    operations = [
        migrations.AddIndex(
            model_name="historicalpagesection",
            index=models.Index(condition=models.Q(("history_type", "-")), fields=["issue"], name="deleted_sections"),
        ),
    ]
