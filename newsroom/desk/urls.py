"""Addresses of the desk; each asks for a member of the staff first."""

from django.contrib import admin
from django.urls import path

from newsroom.desk import accepting, acts, chronicle_page, page_states, previews, views, zone_views

app_name = "desk"
urlpatterns = [
    path("board/<int:pk>/", admin.site.admin_view(views.board), name="board"),
    path("board/<int:pk>/order/", admin.site.admin_view(views.order), name="order"),
    path("board/<int:pk>/drop/", admin.site.admin_view(views.drop), name="drop"),
    path("board/<int:pk>/read/", admin.site.admin_view(views.read), name="read"),
    path("board/<int:pk>/accept/", admin.site.admin_view(accepting.accept_found), name="accept"),
    path("zones/<int:pk>/", admin.site.admin_view(zone_views.zones), name="zones"),
    path("zones/<int:pk>/picture/", admin.site.admin_view(zone_views.zone_picture), name="zone_picture"),
    path("zones/<int:pk>/blocks/", admin.site.admin_view(zone_views.zone_blocks), name="zone_blocks"),
    path("zones/<int:pk>/outlines/", admin.site.admin_view(zone_views.zone_outlines), name="zone_outlines"),
    path("zones/<int:pk>/save/", admin.site.admin_view(zone_views.save_zones), name="save_zones"),
    path("zones/<int:pk>/drafts/<int:draft>/", admin.site.admin_view(zone_views.accept_zone_draft), name="accept_zone_draft"),
    path("board/<int:pk>/states/", admin.site.admin_view(page_states.set_page_states), name="states"),
    path("board/<int:pk>/act/", admin.site.admin_view(acts.act), name="act"),
    path("history/<int:pk>/", admin.site.admin_view(chronicle_page.history), name="history"),
    path("board/<int:pk>/preview/", admin.site.admin_view(previews.own), name="preview"),
    path("board/<int:pk>/preview/links/", admin.site.admin_view(previews.links), name="preview_links"),
    path("preview/<int:pk>/revoke/", admin.site.admin_view(previews.revoke), name="preview_revoke"),
]
