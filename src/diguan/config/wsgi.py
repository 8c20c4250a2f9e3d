"""The door for a web server: `diguan.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diguan.config.settings")
application = get_wsgi_application()
