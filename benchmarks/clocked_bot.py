"""Our bot with a clock of its own: ``python -m benchmarks.clocked_bot CONFIG UNIX_SECONDS``, when it begins."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bot import logs
from bot.app import run
from bot.config import load


def main(config: Path, begins: float) -> None:
    """Run until stopped; the clock goes on from ``begins``."""
    ahead = begins - time.time()
    logs.set_up([])
    uvloop.run(run(load(config, os.environ), clock=lambda: datetime.fromtimestamp(time.time() + ahead, UTC)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
