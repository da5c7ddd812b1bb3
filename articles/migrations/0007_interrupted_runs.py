from django.db import migrations


def take_for_failed(apps, schema_editor):
    """Backwards: the state that a run which was broken off had before it had one of its own."""
    apps.get_model("articles", "ImportRun").objects.filter(state="broken").update(state="failed")


class Migration(migrations.Migration):
    dependencies = [("articles", "0006b_a_state_for_interrupted_runs")]

    operations = [migrations.RunPython(migrations.RunPython.noop, take_for_failed)]
