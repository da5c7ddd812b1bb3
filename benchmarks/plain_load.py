"""The plain peer: what anybody writes first with Django. The same issue.json files, bulk_create an issue, no checks, no history.

usage: python -m benchmarks.plain_load DATABASE_URL FOLDER; prints articles and seconds.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import dj_database_url
import django
from django.conf import settings
from django.db import connection, models, transaction

settings.configure(
    DATABASES={"default": dj_database_url.parse(sys.argv[1])}, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True
)
django.setup()


class Issue(models.Model):
    date = models.DateField(unique=True)
    number = models.CharField(max_length=100)

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return str(self.date)


class Section(models.Model):
    issue = models.ForeignKey(Issue, models.CASCADE)
    label = models.CharField(max_length=20)
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.label


class Article(models.Model):
    section = models.ForeignKey(Section, models.CASCADE)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    byline = models.CharField(max_length=500)
    source = models.CharField(max_length=500)
    body = models.TextField()

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.title


class Zone(models.Model):
    section = models.ForeignKey(Section, models.CASCADE)
    article = models.ForeignKey(Article, models.CASCADE)
    polygon = models.JSONField()

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return str(self.pk)


def load(data: dict[str, Any]) -> int:
    with transaction.atomic():
        issue = Issue.objects.create(date=data["date"], number=data["number_text"])
        records = data["sections"]
        sections = Section.objects.bulk_create(Section(issue=issue, label=row["label"], name=row["name"]) for row in records)
        rows, keys = [], []
        for section, record in zip(sections, records, strict=True):
            for position, row in enumerate(record["articles"], start=1):
                texts = {name: row[name] for name in ("title", "byline", "source", "body")}
                rows.append(Article(section=section, position=position, **texts))
                keys.append(row["key"])
        by_key = dict(zip(keys, Article.objects.bulk_create(rows), strict=True))
        Zone.objects.bulk_create(
            Zone(section=section, article=by_key[zone["article"]], polygon=zone["polygon"])
            for section, record in zip(sections, records, strict=True)
            for zone in record["zones"]
        )
    return len(rows)


def main() -> None:
    with connection.schema_editor() as editor:
        for model in (Issue, Section, Article, Zone):
            editor.create_model(model)
    began = time.perf_counter()
    files = sorted(Path(sys.argv[2]).glob("*/issue.json"))
    articles = sum(load(json.loads(file.read_text(encoding="utf-8"))["issue"]) for file in files)
    print(json.dumps({"articles": articles, "seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
