"""What can be done with postings and applications? Each act one transaction, each written down."""

from openler.platform.opportunities.services.applying import (
    MAX_PRESENTATION_BYTES,
    GivenAnswer,
    apply_with,
    check_again,
    presentation_of,
    withdraw,
)
from openler.platform.opportunities.services.deciding import decide, move_to
from openler.platform.opportunities.services.keeping import (
    hold,
    name_keeper,
    open_sealed_copy,
    release_hold,
    remove_keeper,
    set_rule,
    sweep,
)
from openler.platform.opportunities.services.looking import (
    lift_names,
    list_applications,
    note_ended,
    open_application,
    open_file,
    see_raw,
)
from openler.platform.opportunities.services.posting import (
    MAX_REQUIREMENTS,
    PostingFields,
    add_requirement,
    close_posting,
    create_posting,
    make_posting,
    publish_posting,
    remove_requirement,
    save_posting,
)

__all__ = [
    "MAX_PRESENTATION_BYTES",
    "MAX_REQUIREMENTS",
    "GivenAnswer",
    "PostingFields",
    "add_requirement",
    "apply_with",
    "check_again",
    "close_posting",
    "create_posting",
    "decide",
    "hold",
    "lift_names",
    "list_applications",
    "make_posting",
    "move_to",
    "name_keeper",
    "note_ended",
    "open_application",
    "open_file",
    "open_sealed_copy",
    "presentation_of",
    "publish_posting",
    "release_hold",
    "remove_keeper",
    "remove_requirement",
    "save_posting",
    "see_raw",
    "set_rule",
    "sweep",
    "withdraw",
]
