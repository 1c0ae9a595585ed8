"""The names of a place never sound like danger or trouble, whatever the community is called."""

import pytest

from bot.config import Estate, Neighbourhood
from bot.triage import Triage
from bot.triage.masking import Mask

