"""Can a script check a framework's file, and bring it to a running installation from a terminal?"""

from pathlib import Path
from typing import Any

import pytest

from openler.cli import main
from openler.platform.accounts.tokens import SCOPES, make_token
from openler.platform.base.acts import now
from openler.platform.frameworks.models import Framework
from web.people import act, make_organization, make_user

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"


def test_the_files_of_the_field_are_checked_without_an_installation(capsys: pytest.CaptureFixture[str]) -> None:
    """A cycle is told and ends with 1; a byte order mark is nothing to mend."""
    assert main(["framework", "check", str(CASES / "framework-cycle" / "case.json")]) == 1
    assert "cycle" in capsys.readouterr().out
    assert main(["framework", "check", str(CASES / "framework-rsd-bom" / "skills.csv")]) == 0
    assert "1 of 1 entries can come in" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_script_brings_a_framework(live_server: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is good is kept, the rest is named; without a token, of the wrong scope or twice it is refused."""
    mei = make_user("mei")
    council = make_organization("council", kinds=("data_standards_bodies",), members={mei: ["owner"]})
    sheet, token = tmp_path / "skills.csv", tmp_path / "token"
    sheet.write_text("Nr;Wort\n1;Pflege\n1;Wunden\n", "utf-8")
    command = ["framework", "import", "--server", live_server.url, "--title", "Ward", str(sheet)]
    command += ["--columns", '{"code": "Nr", "label": "Wort"}']
    assert main(command) == 64
    token.write_text(make_token(act(mei, council, now()), name="a", scopes=["records:read"], days=1)[1])
    assert main([*command, "--token-file", str(token)]) == 1
    assert Framework.objects.count() == 0
    token.write_text(make_token(act(mei, council, now()), name="b", scopes=SCOPES, days=1)[1])
    assert main([*command, "--token-file", str(token)]) == 1
    told = capsys.readouterr().out
    assert "Ward: 1 of 2 entries came in" in told
    assert "row 3, Nr: 1 is taken by row 2, Pflege." in told
    assert Framework.objects.get().tenant_id == council.pk
    assert main([*command, "--token-file", str(token)]) == 1
    assert "imported before" in capsys.readouterr().err
