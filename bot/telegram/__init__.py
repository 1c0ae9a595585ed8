"""Between Telegram and our tables: receiving into the inbox, sending from the outbox."""

import os

# python-telegram-bot gives spans of time as what they are, and warns of nothing (its 22.2)
os.environ.setdefault("PTB_TIMEDELTA", "1")
