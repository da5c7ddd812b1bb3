from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_receipts_of_withdrawals")]

    operations = [
        migrations.AddField(
            model_name="historicalarticle",
            name="author_names",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="authors"),
        ),
        migrations.AddField(
            model_name="historicalarticle",
            name="keyword_words",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="keywords"),
        ),
    ]
