"""Measurements of the program beside its peers; ``python -m bench`` (docs/kinerja.md). Nothing here runs in the program or in its tests."""
