from django.db import migrations, models
from django.db.models import Q

STATES = [("running", "running"), ("complete", "all in"), ("partly", "something was refused"), ("failed", "failed")]


def take_for_failed(apps, schema_editor):
    """Backwards: the state that a run which was broken off had before it had one of its own."""
    apps.get_model("articles", "ImportRun").objects.filter(state="broken").update(state="failed")


class Migration(migrations.Migration):
    """A run whose process died is told from one that goes on and from one that failed in words."""

    dependencies = [("articles", "0006_found_on_pages")]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[*STATES, ("broken", "broken off")], default="running", max_length=10, verbose_name="state"
            ),
        ),
        migrations.RemoveConstraint(model_name="importrun", name="run_state_known"),
        migrations.RunPython(migrations.RunPython.noop, take_for_failed),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["running", "complete", "partly", "failed", "broken"]), name="run_state_known"
            ),
        ),
    ]
