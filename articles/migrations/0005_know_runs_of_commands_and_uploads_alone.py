from django.db import migrations, models
from django.db.models import Q


def rename_folders(apps, schema_editor):
    """None was ever written; one that a person made by hand shall not stop the migration."""
    apps.get_model("articles", "ImportRun").objects.filter(way="folder").update(way="command")


class Migration(migrations.Migration):
    """The watched folder keeps rows of its files, not of runs."""

    dependencies = [("articles", "0004_indexes_that_constraints_have")]

    operations = [
        migrations.RunPython(rename_folders, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="importrun",
            name="way",
            field=models.CharField(
                choices=[("command", "command line"), ("upload", "upload")], default="command", max_length=10, verbose_name="way"
            ),
        ),
        migrations.RemoveConstraint(model_name="importrun", name="run_way_known"),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(condition=Q(way__in=["command", "upload"]), name="run_way_known"),
        ),
    ]
