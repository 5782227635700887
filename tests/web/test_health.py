"""Do an operator's probes get a true answer?"""

import json
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client


def test_a_process_that_answers_is_alive_whatever_its_database_does(client: Client) -> None:
    """/healthz asks nobody: pytest would refuse it a database here."""
    response = client.get("/healthz")
    assert (response.status_code, json.loads(response.content)) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client: Client) -> None:
    """/readyz says what it looked at."""
    response = client.get("/readyz")
    assert response.status_code == 200
    assert json.loads(response.content)["checks"] == {"database": True, "migrated": True}


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_not_ready(client: Client) -> None:
    """503, so that a load balancer sends nobody here; the reason stays inside."""
    with patch("openler.platform.base.health.MigrationExecutor", side_effect=OperationalError("password in here")):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert json.loads(response.content)["checks"]["database"] is False
    assert b"password" not in response.content


@pytest.mark.django_db
def test_an_unapplied_migration_is_not_ready(client: Client) -> None:
    """A program newer than its database waits until it is brought up to date."""
    with patch("openler.platform.base.health.MigrationExecutor") as executor:
        executor.return_value.migration_plan.return_value = [("base", "0002")]
        response = client.get("/readyz")
    assert response.status_code == 503
    assert json.loads(response.content)["checks"] == {"database": True, "migrated": False}
