"""What can programs try in the demonstration? An open instance of the VC API for each suite and kind of key."""

from openler.platform.base.acts import Act
from openler.platform.demo.services import require_demo
from openler.platform.doors.vc_api.instances import create_instance, is_on_loopback, list_instances, suites

# The usual kind of key of a suite stands for itself in the name.
PREFIX = "demo-"
WITH_STATUS = "demo-status"


def load_instances(act: Act) -> None:
    """Make the instances that are missing; none where the demonstration could be reached from elsewhere.

    Raises: NoDemo.
    """
    require_demo()
    if not is_on_loopback():
        return
    known = set(list_instances().values_list("slug", flat=True))
    for suite, kinds in suites().items():
        for kind in kinds:
            slug = f"{PREFIX}{suite}{'' if kind == kinds[0] else f'-{kind}'}".lower()
            if slug not in known:
                create_instance(act, slug, suite=suite, key=kind, is_open=True)
    if WITH_STATUS not in known:
        purposes = ("revocation", "suspension")
        create_instance(act, WITH_STATUS, suite="eddsa-rdfc-2022", is_open=True, status_purposes=purposes)
