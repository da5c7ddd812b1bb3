"""The paper's addresses; dialect.md fixes them. Examples: /cprb/archive/2024/10/, /cprb/html/2024-10/14/page_1-1-960.jpg."""

from django.urls import path, register_converter

from issues import converters, views
from issues.renditions import CONTENT_TYPES

register_converter(converters.PaperConverter, "paper")
register_converter(converters.IssueDayConverter, "day")
register_converter(converters.MonthConverter, "month")
register_converter(converters.YearConverter, "year")
register_converter(converters.MonthNumberConverter, "month_number")
register_converter(converters.SectionKeyConverter, "section_key")
register_converter(converters.NumberConverter, "number")
register_converter(converters.PdfNameConverter, "pdf_name")

urlpatterns = [
    path("", views.home, name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("<paper:paper>/", views.paper, name="paper"),
    path("<paper:paper>/paperindex.htm", views.paperindex, name="paperindex"),
    path("<paper:paper>/masthead-<number:version>.png", views.masthead, name="masthead"),
    path("<paper:paper>/archive/", views.archive, name="archive"),
    path("<paper:paper>/archive/<year:year>/", views.archive, name="archive_year"),
    path("<paper:paper>/archive/<year:year>/<month_number:month>/", views.archive, name="archive_month"),
    path("<paper:paper>/html/<month:month>/period.xml", views.periods, name="periods"),
    *(
        path(
            f"<paper:paper>/html/<day:day>/page_<section_key:key>-<number:version>-<number:width>.{ending}",
            views.page_picture,
            {"ending": ending},
            name="page_picture",
        )
        for ending in CONTENT_TYPES
    ),
    path("<paper:paper>/html/<day:day>/<pdf_name:name>", views.page_pdf, name="page_pdf"),
]
