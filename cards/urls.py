"""Every address, by feature: the table of contents."""

from django.urls import path

from cards.views import box, errors, feed, login, more, settings, unit

urlpatterns = [
    path("", feed.home, name="home"),
    path("flode", feed.feed, name="feed"),
    path("flode/nya", feed.feed_new, name="feed_new"),
    path("ladan", box.box, name="box"),
    path("enheten", unit.unit, name="unit"),
    path("mer", more.more, name="more"),
    path("installningar", settings.settings, name="settings"),
    path("installningar/vilka-som-ser", settings.set_ceiling, name="settings_ceiling"),
    path("installningar/gamla-kort", settings.narrow_cards, name="settings_narrow"),
    path("installningar/blockerade/<int:person_id>", settings.unblock, name="settings_unblock"),
    path("installningar/logga-ut-overallt", settings.log_out_everywhere, name="settings_log_out_everywhere"),
    path("sprak", settings.set_language, name="set_language"),
    path("tema", settings.set_theme, name="set_theme"),
    path("in", login.login, name="login"),
    path("in/demo", login.become, name="become"),
    path("ut", login.logout, name="logout"),
    path("healthz", errors.healthz, name="healthz"),
    path("readyz", errors.readyz, name="readyz"),
]
