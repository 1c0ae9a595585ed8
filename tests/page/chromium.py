"""Where a Chromium is, and how to have one."""

import os
import shutil

HOW_TO_HAVE_IT = (
    "no Chromium for the tests of the page: install one (Debian: apt install chromium fonts-noto-cjk),"
    " or name one in CHROMIUM"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """Return the Chromium to use: the one named in CHROMIUM, else one in the path."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
