"""Notices from the office to many: to groups and to people, with what became of each."""
