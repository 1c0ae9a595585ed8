"""What was promised to people and has yet to leave."""
