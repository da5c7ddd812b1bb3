"""The list of addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from newsroom.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("issues.urls")),
    path("", include("articles.urls")),
]
handler404 = "articles.views.not_found"
