"""How does a WSGI server reach the platform?"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openler.platform.settings")
application = get_wsgi_application()
