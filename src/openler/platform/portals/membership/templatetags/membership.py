"""How does a template hand options to a script without a script of its own?"""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value: object) -> str:
    """Write a value as JSON text; the template escapes it for its attribute."""
    return json.dumps(value, cls=DjangoJSONEncoder)
