"""``python -m bot``: the same as ``wuailin``."""

from bot.cli import main

main()
