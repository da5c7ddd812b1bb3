from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issues", "0008_days_of_mourning")]

    operations = [
        migrations.AddField(
            model_name="historicalissue",
            name="told",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="act"),
        ),
    ]
