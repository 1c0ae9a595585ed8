"""Logs of these tests: the program's own lines, not a terminal's pictures of tracebacks."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture(autouse=True)
def said_in_logs() -> Iterator[io.StringIO]:
    """What the program logs meanwhile."""
    stream = io.StringIO()
    logs.set_up([], stream=stream)
    yield stream
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
