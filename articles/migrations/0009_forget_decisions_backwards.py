from django.db import migrations


def forget_decisions(apps, schema_editor):
    """Backwards: rows without a state would all be waiting again, several at one place of a page."""
    for name in ("DraftArticle", "ProposedZone"):
        apps.get_model("articles", name).objects.exclude(state="waiting").delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_decisions_on_what_was_found")]

    operations = [migrations.RunPython(migrations.RunPython.noop, forget_decisions)]
