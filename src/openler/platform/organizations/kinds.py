"""Which kinds of stakeholder can an organization be? The map's ten, by their keys."""

# Checked against the map's content file by a test: this room may not know the map, which stands above it.
STAKEHOLDER_KEYS = (
    "learners_and_earners",
    "credentialing_organizations",
    "employers",
    "hr_systems",
    "ler_solution_providers",
    "governance",
    "data_standards_bodies",
    "career_navigators",
    "supporting_systems",
    "funders",
)
