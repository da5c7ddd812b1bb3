"""The list of addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from newsroom.desk.views import desk
from newsroom.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("admin/", admin.site.admin_view(desk)),  # instead of the admin's own first page, at its address and name
    path("admin/desk/", include("newsroom.desk.urls")),
    path("admin/", admin.site.urls),
    path("", include("issues.urls")),
    path("", include("articles.urls")),
    path("preview/", include("newsroom.preview.urls")),  # of what the two before it list; no paper may bear this name
]
handler404 = "articles.views.not_found"
