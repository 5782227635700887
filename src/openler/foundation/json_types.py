"""What is a JSON value, as the type checker sees it?"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

JsonScalar: TypeAlias = str | int | float | bool | None
# Recursive aliases cost more in casts than they find; the strict parser guarantees the shape at run time.
JsonValue: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Any]
JsonReadOnly: TypeAlias = Mapping[str, Any]
JsonArray: TypeAlias = Sequence[Any]
