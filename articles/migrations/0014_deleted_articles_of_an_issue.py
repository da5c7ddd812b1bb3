from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_words_in_an_articles_history")]

    operations = [
        migrations.AddIndex(
            model_name="historicalarticle",
            index=models.Index(condition=models.Q(("history_type", "-")), fields=["issue"], name="deleted_articles"),
        ),
    ]
