"""The door for a web server: `diguan.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diguan.config.settings")
application = get_wsgi_application()

from diguan.web.shared.warming import warm_up  # noqa: E402  knows the settings, which were just loaded

warm_up()
