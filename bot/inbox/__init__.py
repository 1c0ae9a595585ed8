"""What Telegram brought, kept before Telegram may forget it."""
