"""What can be earned in the demonstration? True to the field: a course record does not expire, the board licenses."""

from collections.abc import Sequence
from typing import Any

from openler.platform.achievements.drafts import Draft
from openler.platform.demo.people import BOARD, CARRIER, COLLEGE, HOME

PRACTICAL, WRITTEN = "2b0b55c8-4d3f-4d5e-9d6c-0a6f7c1de001", "2b0b55c8-4d3f-4d5e-9d6c-0a6f7c1de002"
_STEPS = ["Introductory", "Working", "Proficient", "Advanced"]
_LEVELS = {
    "id": PRACTICAL,
    "name": "Practical exam",
    "levels": _STEPS,
    "required": 2,
}
_POINTS = {"id": WRITTEN, "name": "Written exam", "max": 100, "required": 70}


def _at_work(number: int, name: str) -> dict[str, Any]:
    return {"id": f"2b0b55c8-4d3f-4d5e-9d6c-0a6f7c1de01{number}", "name": name, "levels": _STEPS}


_NURSING_CRITERIA = """\
You take part in **60 hours of lab** and 40 hours on a ward, supervised. Then you show, twice, that you can:

- wash, move and feed a resident with dignity
- keep a resident’s data private, on paper and on screen
- see when a nurse must be called

A written exam of two hours asks why you do what you do.
"""

# (slug of the organization, draft without alignments, words of the skills that it proves)
DEFINED: Sequence[tuple[str, dict[str, Any], Sequence[str]]] = (
    (
        COLLEGE,
        {
            "code": "NUR-110",
            "name": "Fundamentals of Nursing I & II",
            "achievement_type": "Course",
            "description": "Care for people in a nursing home: daily care, safety, and their privacy.",
            "criteria": _NURSING_CRITERIA,
            "results": [_LEVELS, _POINTS],
        },
        (
            "maintain healthcare user data confidentiality",
            "provide basic support to patients",
            "apply nursing care in long-term care",
        ),
    ),
    (
        COLLEGE,
        {
            "code": "MAT-101",
            "name": "Applied Algebra",
            "achievement_type": "Course",
            "description": "Calculate with quantities, rates and doses.",
            "criteria": "Two written exams; both must be passed.",
            "results": [_POINTS],
        },
        ("manage numerical data",),
    ),
    (
        COLLEGE,
        {
            "code": "FSC-010",
            "name": "Food Service Certificate",
            "achievement_type": "Certificate",
            "description": "Prepare and serve food safely in a kitchen for many people.",
            "criteria": "A day of training and a practical test in the college kitchen.",
        },
        ("comply with food safety and hygiene",),
    ),
    (
        COLLEGE,
        {
            "code": "PHL-200",
            "name": "Phlebotomy Technician",
            "achievement_type": "Certification",
            "description": "Draw blood, label specimens, and keep everybody safe.",
            "criteria": "30 supervised venipunctures and a practical exam.",
            "results": [_LEVELS],
            "can_be_suspended": True,
        },
        ("perform venepuncture procedures", "label blood samples"),
    ),
    (
        BOARD,
        {
            "code": "LPN",
            "name": "Licensed Practical Nurse",
            "achievement_type": "License",
            "description": "May work as a practical nurse in this state.",
            "criteria": "A finished programme, the licensing exam, and a clean background check.",
            "can_be_suspended": True,
        },
        ("apply nursing care in long-term care",),
    ),
    (
        HOME,
        {
            "code": "WBL-CARE",
            "name": "Resident Care, work-based learning",
            "achievement_type": "Fieldwork",
            "description": "Worked with residents on a ward, supervised by a charge nurse.",
            "criteria": "At least 80 hours, with a statement of the supervisor.",
            "results": [_at_work(1, "Washing and dressing a resident"), _at_work(2, "Handover at change of shift")],
        },
        ("provide basic support to patients",),
    ),
    (
        CARRIER,
        {
            "code": "FLT-1",
            "name": "Forklift Operation",
            "achievement_type": "Certification",
            "description": "Drives a counterbalance forklift in a busy depot.",
            "criteria": "A practical test in the depot.",
            "can_be_suspended": True,
        },
        ("operate forklift",),
    ),
)


def drafts_of(slug: str, skills: dict[str, dict[str, str]]) -> list[Draft]:
    """Give the drafts of an organization, aligned to those skills that the installation knows."""
    found = []
    for owner, values, labels in DEFINED:
        if owner == slug:
            aligned = [skills[label] for label in labels if label in skills]
            found.append(Draft(**values, alignments=aligned))
    return found
