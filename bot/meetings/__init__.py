"""Meetings: called by the office, answered by residents, reminded of, signed in to, minuted."""
