"""A local Telegram Bot API server with a people's side, for trying out and testing any bot."""
