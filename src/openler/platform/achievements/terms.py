"""Which kinds of achievement are there, and what follows from each?

Spec: https://purl.imsglobal.org/spec/ob/v3p0 (AchievementType)
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# In the order of a form: what is chosen most comes first.
ACHIEVEMENT_TYPES: dict[str, Promise] = {
    "Course": _("Course"),
    "Certificate": _("Certificate"),
    "Certification": _("Certification"),
    "License": _("Licence"),
    "Competency": _("Competency"),
    "MicroCredential": _("Micro-credential"),
    "Badge": _("Badge"),
    "Achievement": _("Achievement"),
    "Assessment": _("Assessment"),
    "Assignment": _("Assignment"),
    "Award": _("Award"),
    "Fieldwork": _("Fieldwork, work-based learning"),
    "LearningProgram": _("Learning programme"),
    "ApprenticeshipCertificate": _("Apprenticeship certificate"),
    "JourneymanCertificate": _("Journeyman certificate"),
    "MasterCertificate": _("Master certificate"),
    "CertificateOfCompletion": _("Certificate of completion"),
    "CommunityService": _("Community service"),
    "CoCurricular": _("Co-curricular activity"),
    "Membership": _("Membership"),
    "SecondarySchoolDiploma": _("Secondary school diploma"),
    "GeneralEducationDevelopment": _("High school equivalency"),
    "Diploma": _("Diploma"),
    "Degree": _("Degree"),
    "AssociateDegree": _("Associate degree"),
    "BachelorDegree": _("Bachelor’s degree"),
    "DoctoralDegree": _("Doctoral degree"),
    "ProfessionalDoctorate": _("Professional doctorate"),
    "ResearchDoctorate": _("Research doctorate"),
    "QualityAssuranceCredential": _("Quality assurance credential"),
}
# Degrees and licences: a second person releases them, and the link alone is never enough to claim them.
GRAVE_TYPES = frozenset(
    {
        "Degree",
        "AssociateDegree",
        "BachelorDegree",
        "DoctoralDegree",
        "ProfessionalDoctorate",
        "ResearchDoctorate",
        "Diploma",
        "SecondarySchoolDiploma",
        "GeneralEducationDevelopment",
        "License",
    }
)
# Kinds by which an employer says what somebody did and learned at work; see docs/standards/employment-record.md.
WORK_TYPES = frozenset({"Fieldwork"})
SUSPENDABLE_TYPES = frozenset({"License", "Certification"})
CLAIM_CHECKS: dict[int, Promise] = {
    0: _("The link alone"),
    1: _("The link, and a code that comes another way"),
    2: _("Signing in at the organization"),
    3: _("In person"),
}
