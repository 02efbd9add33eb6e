"""Clients of the services outside; nothing here knows the database or Flask."""
