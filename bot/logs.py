"""Logs: one line an event, and never a secret in it."""

import logging
import sys
from collections.abc import Iterable
from typing import Any, TextIO
from urllib.parse import quote

import structlog

_HIDDEN = "***"


class _SecretsHidden:
    """Takes every secret out of the finished line, whatever it came in by: URL, traceback, argument."""

    def __init__(self, secrets: Iterable[str], render: Any) -> None:
        given = [secret for secret in secrets if secret]
        self._secrets = [form for secret in given for form in (secret, quote(secret, safe=""))]
        self._render = render

    def __call__(self, logger: Any, name: str, event: Any) -> str:
        line = str(self._render(logger, name, event))
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return line


def set_up(secrets: Iterable[str], *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send everything, our lines and those of libraries, to ``stream`` as ``key=value`` lines.

    ``stream`` is standard error unless given.
    ``secrets`` (the token, the webhook's secret) are replaced by *** wherever they stand.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    line = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _SecretsHidden(secrets, line),
        ],
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    for noisy in ("alembic", "httpx", "httpcore", "apscheduler", "aiosqlite", "uvicorn", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # it prints a traceback for every answer that is not JSON; the exception says the same to whoever called
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
