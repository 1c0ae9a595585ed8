"""What a bot can do here: each module acts out a family of Bot API methods."""
