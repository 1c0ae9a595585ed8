import pytest

from bot.triage import Triage
from tests.triage.xiguan import NEIGHBOURHOOD


@pytest.fixture(scope="session")
def triage() -> Triage:
    return Triage(NEIGHBOURHOOD)
