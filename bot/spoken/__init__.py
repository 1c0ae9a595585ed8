"""Times and days as people say them: read, and said back."""
