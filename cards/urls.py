"""Every address, by feature: the table of contents."""

from django.urls import path

from cards.views import box, errors, feed

urlpatterns = [
    path("", feed.home, name="home"),
    path("flode", feed.feed, name="feed"),
    path("flode/nya", feed.feed_new, name="feed_new"),
    path("ladan", box.box, name="box"),
    path("healthz", errors.healthz, name="healthz"),
    path("readyz", errors.readyz, name="readyz"),
]
