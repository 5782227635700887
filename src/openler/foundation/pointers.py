"""Where in a JSON document is the thing we speak of?

Spec: https://www.rfc-editor.org/rfc/rfc6901 (JSON Pointer)
"""

from typing import Any


def join(pointer: str, *steps: str | int) -> str:
    """Extend a JSON pointer by member names or array positions, escaping ``~`` and ``/`` (RFC 6901, section 3)."""
    for step in steps:
        if isinstance(step, str) and ("~" in step or "/" in step):
            step = step.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{step}"
    return pointer


def split(pointer: str) -> list[str]:
    """Split a JSON pointer into its unescaped steps; the empty pointer (whole document) gives an empty list."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def resolve(document: Any, pointer: str) -> Any:
    """Return the value a JSON pointer names, or None where there is none."""
    value = document
    for step in split(pointer):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
