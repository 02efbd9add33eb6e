"""Files made from plain values: pure functions that know nothing of Flask or the database."""
