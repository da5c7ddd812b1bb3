from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists of what stands in issues begin with the newest day, of whatever paper."""

    dependencies = [("issues", "0011_preview_links")]

    operations = [
        migrations.AddIndex("issue", models.Index(fields=["-date", "-edition"], name="issue_by_day")),
    ]
