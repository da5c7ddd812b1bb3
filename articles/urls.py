"""The print's addresses, all within an issue's folder; dialect.md fixes them. Example: /cprb/html/2024-10/14/content_12.htm."""

from django.urls import path, register_converter

from articles import views
from issues.converters import ArticleKeyConverter
from issues.renditions import CONTENT_TYPES

register_converter(ArticleKeyConverter, "article_key")

urlpatterns = [
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
