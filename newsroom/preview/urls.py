"""What a preview link opens: every address in an issue's folder, by the public pattern and the public view. They bear no names,
so that a name means the public page as it always did. Example: /preview/q3…Zw/cprb/html/2024-10/14/node_1.htm."""

from django.urls import URLPattern, include, path, re_path, register_converter

from articles.urls import urlpatterns as print_patterns
from issues.pages import is_shown_view
from issues.urls import urlpatterns as paper_patterns
from newsroom.preview import views


class TokenConverter:
    regex = "[A-Za-z0-9_-]{32,64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TokenConverter, "token")


def previewed(public: URLPattern) -> URLPattern:
    return URLPattern(public.pattern, views.previewed(public.callback), public.default_args)


opened = [previewed(one) for one in (*paper_patterns, *print_patterns) if is_shown_view(one.callback)]
app_name = "preview"
urlpatterns = [
    path("<token:token>/", views.front, name="front"),
    path("<token:token>/", include(opened)),
    re_path("", views.closed),
]
