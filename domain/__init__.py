"""The rules of the field in plain Python. Imports the standard library and its own modules only."""
