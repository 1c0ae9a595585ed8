"""Listening quietly: what people say in a group without turning to the bot, and the one question about it."""
