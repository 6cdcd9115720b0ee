"""The Django that two of the services run on: one small site, kept in memory."""

from collections.abc import Callable
from typing import Any

import django
from django.conf import settings as site
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import URLPattern

from mockportal.franceconnect.tests.clients.relying import App

urlpatterns: list[URLPattern] = []
"""What Django reads the site's addresses from."""


def run_on_django(urls: Callable[[], list[URLPattern]], **settings: Any) -> App:
    """Return a Django site; its addresses are asked for once it is configured."""
    apps = ("django.contrib.contenttypes", "django.contrib.auth")
    site.configure(
        SECRET_KEY="not a secret",
        DEBUG_PROPAGATE_EXCEPTIONS=True,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=apps,
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        MIGRATION_MODULES={"contenttypes": None, "auth": None},
        **settings,
    )
    django.setup()
    urlpatterns.extend(urls())
    call_command("migrate", run_syncdb=True, verbosity=0)
    return get_wsgi_application()
