"""Between Telegram and our tables: receiving into the inbox, sending from the outbox."""
