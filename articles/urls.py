"""The print's addresses; dialect.md fixes them. Examples: /cprb/html/2024-10/14/content_12.htm, /cprb/feed.xml."""

from django.urls import path, register_converter

from articles import feeds, sitemaps, views
from issues.converters import ArticleKeyConverter
from issues.renditions import CONTENT_TYPES

register_converter(ArticleKeyConverter, "article_key")

FEEDS = {"feed": "feed.xml", "rss": "rss.xml"}

urlpatterns = [
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news_sitemap, name="news_sitemap"),
    path("<paper:paper>/html/<day:day>/sitemap.xml", sitemaps.issue_sitemap, name="issue_sitemap"),
    *(path(f"<paper:paper>/{file}", feeds.feed, {"name": file}, name=name) for name, file in FEEDS.items()),
    *(
        path(f"<paper:paper>/{folder}/<path:{topic}>/{file}", feeds.feed, {"name": file}, name=f"{topic}_{name}")
        for folder, topic in (("column", "column"), ("section", "page_name"))
        for name, file in FEEDS.items()
    ),
    path("<paper:paper>/html/<day:day>/", views.issue, name="issue"),
    path("<paper:paper>/html/<day:day>/node_<section_key:key>.htm", views.section, name="section"),
    path("<paper:paper>/html/<day:day>/content_<article_key:key>.htm", views.article, name="article"),
    path("<paper:paper>/html/<day:day>/titles.htm", views.titles, name="titles"),
    *(
        path(
            f"<paper:paper>/html/<day:day>/fig_<section_key:key>-<number:version>-<number:width>.{ending}",
            views.figure_picture,
            {"ending": ending},
            name="figure_picture",
        )
        for ending in CONTENT_TYPES
    ),
]
