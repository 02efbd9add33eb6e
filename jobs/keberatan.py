"""The hourly step of dispatch that marks keberatan past their last day to decide."""

from __future__ import annotations

from domain.waktu import Jam
from services import keberatan


def sapu(jam: Jam) -> int:
    """How many became Terlambat. Raises DBAPIError."""
    return keberatan.tandai_lewat_batas(jam)
