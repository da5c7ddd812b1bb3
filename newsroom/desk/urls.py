"""Addresses of the desk; each asks for a member of the staff first."""

from django.contrib import admin
from django.urls import path

from newsroom.desk import accepting, views

app_name = "desk"
urlpatterns = [
    path("board/<int:pk>/", admin.site.admin_view(views.board), name="board"),
    path("board/<int:pk>/order/", admin.site.admin_view(views.order), name="order"),
    path("board/<int:pk>/drop/", admin.site.admin_view(views.drop), name="drop"),
    path("board/<int:pk>/read/", admin.site.admin_view(views.read), name="read"),
    path("board/<int:pk>/accept/", admin.site.admin_view(accepting.accept_found), name="accept"),
]
