"""The WSGI entry of every web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coupdepouce.config.settings")
application = get_wsgi_application()
