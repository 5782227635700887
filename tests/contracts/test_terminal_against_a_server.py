"""Can a registrar's script issue and revoke in a running installation from a terminal?"""

import re
from pathlib import Path
from typing import Any

import pytest

from openler.cli import main
from openler.platform.accounts.tokens import SCOPES, make_token
from openler.platform.base.acts import Act, now
from openler.platform.issuing.models import Seat
from openler.platform.jobs.services import run_all
from web.issuing import College

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    """Give the file with the token of an organization that can issue."""
    college = College()
    act = Act(college.issuer.pk, college.organization.pk, now())
    _token, text = make_token(act, name="script", scopes=SCOPES, days=1)
    file = tmp_path / "token"
    file.write_text(text + "\n")
    return file


def test_a_script_issues_a_class_and_revokes_one(
    live_server: Any, token_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad rows are told with their remedy and end with 1; the good ones are signed; one is revoked."""
    server = ["--server", live_server.url, "--token-file", str(token_file)]
    sheet = tmp_path / "class.csv"
    sheet.write_text("Name;Mail;Completed\nInés Valdés;ines@people.example;2026-05-04\nBo;bo@;04.05.2026\n", "utf-8")
    issue = ["batch", "issue", *server, "--achievement", "NUR-110", "--release", str(sheet)]
    assert main(issue) == 1
    told = capsys.readouterr().out
    assert "1 good, 1 to mend" in told
    assert "row 3, Mail" in told
    assert "row 3, Completed" in told
    run_all(now())
    batch = re.match(r"[0-9a-f-]{36}", told)
    assert batch is not None
    assert main(["batch", "show", *server, batch[0]]) == 1
    assert "done: 1 signed" in capsys.readouterr().out
    seat = Seat.objects.get()
    assert main(["record", "revoke", *server, "--reason", "In error", str(seat.pk)]) == 0
    seat.refresh_from_db()
    assert seat.state == Seat.State.REVOKED


def test_faults_are_told_in_words(
    live_server: Any, token_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No token is misuse; a wrong one and an unknown achievement are refused with what to do."""
    sheet = tmp_path / "class.csv"
    sheet.write_text("name\nA\n")
    issue = ["batch", "issue", "--server", live_server.url, "--achievement", "NUR-999", str(sheet)]
    assert main(issue) == 64
    assert "--token-file" in capsys.readouterr().err
    assert main([*issue, "--token-file", str(token_file)]) == 1
    assert "NUR-999" in capsys.readouterr().err
    token_file.write_text("oler_wrong")
    assert main([*issue, "--token-file", str(token_file)]) == 1
    assert "token" in capsys.readouterr().err
