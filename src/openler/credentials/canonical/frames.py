"""What do the parts of expansion share? The object at hand, and the way back into the recursion."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from openler.credentials.canonical.active_context import ActiveContext
from openler.credentials.canonical.context_processing import ContextProcessor
from openler.credentials.canonical.expansion_values import Expanded
from openler.credentials.canonical.places import Place
from openler.credentials.canonical.policy import Policy
from openler.foundation.json_types import JsonValue


class Recursion(Protocol):
    """Expands the values inside a value."""

    processor: ContextProcessor
    policy: Policy

    def expand(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: JsonValue,
        place: Place,
        *,
        from_map: bool = False,
    ) -> Any:
        """Expand one value."""

    def expand_list(
        self,
        active: ActiveContext,
        active_property: str | None,
        element: JsonValue,
        place: Place,
        *,
        from_map: bool = False,
    ) -> list[Any]:
        """Expand a value and give the result as a list."""


@dataclass(slots=True)
class Frame:
    """One object while it is expanded.

    Attributes:
        active: the words in force for its names.
        before_types: the words in force before the contexts of its types, by which the types are read.
        active_property: the name under which it stands.
        input_type: its last type, which tells whether a value is JSON.
        result: what it says so far.
        nests: entries whose members belong to the object itself.
        json_type: where its type says that it is JSON, None if no type does.
    """

    active: ActiveContext
    before_types: ActiveContext
    active_property: str | None
    input_type: str | None = None
    result: Expanded = field(default_factory=dict)
    nests: list[tuple[str, JsonValue, Place]] = field(default_factory=list)
    json_type: Place = None
