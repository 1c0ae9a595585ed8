"""Residents, grid workers, staff, their homes and chats, and the neighbourhood they live in."""
