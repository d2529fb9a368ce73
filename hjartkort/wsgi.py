"""The application that a WSGI server such as gunicorn runs."""

import os

from django.core.wsgi import get_wsgi_application

from hjartkort.garbage import collect_less_often

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hjartkort.settings")
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "3000")  # A page that takes longer is a fault; a command may.

application = get_wsgi_application()
collect_less_often()
