"""Permission of every view method: named in the policy table, or the program does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from flask import abort
from flask_login import current_user

from domain.izin import dikenal
from extensions import login

F = TypeVar("F", bound=Callable[..., Any])

UMUM = "umum"
"""Marks a route that anyone may open, logged in or not."""


def izin(nama: str) -> Callable[[F], F]:
    """Name the permission (``sumber:aksi``, or ``UMUM``) of a view method or function."""

    def tandai(fungsi: F) -> F:
        fungsi.izin = nama  # type: ignore[attr-defined]
        return fungsi

    return tandai


IZIN_BAWAAN = {
    "index_view": "lihat",
    "details_view": "lihat",
    "riwayat_view": "lihat",
    "create_view": "tambah",
    "edit_view": "ubah",
    "delete_view": "hapus",
    "action_view": "lihat",
    "aksi_view": "lihat",
    "export": "ekspor",
    "ajax_lookup": "lihat",
    "ajax_update": "ubah",
}
"""Flask-Admin's own methods and those of the base view → action of the view's ``sumber``; row actions check their own as well."""


class Berpagar:
    """Mixin of all views: not logged in → the login page; without the permission → 403."""

    sumber: ClassVar[str]
    _urls: ClassVar[list[tuple[str, str, Any]]]

    @classmethod
    def izin_metode(cls, nama: str) -> str:
        """The permission of a view method. Raises LookupError when there is none."""
        tanda = getattr(getattr(cls, nama), "izin", None)
        if tanda is None and nama in IZIN_BAWAAN:
            tanda = f"{cls.sumber}:{IZIN_BAWAAN[nama]}"
        if tanda is None:
            raise LookupError(f"{cls.__name__}.{nama} tidak menyebut izin")
        return tanda

    @classmethod
    def periksa_izin(cls) -> None:
        """Refuse to start when a method's permission is missing or not in the table (absent actions are simply not offered)."""
        for _, nama, _ in cls._urls:
            tanda = cls.izin_metode(nama)
            if tanda != UMUM and not dikenal(tanda) and nama not in IZIN_BAWAAN:
                raise LookupError(f"izin '{tanda}' dari {cls.__name__}.{nama} tidak ada di tabel kebijakan")

    def is_accessible(self) -> bool:
        return current_user.is_authenticated

    def _handle_view(self, name: str, **kwargs: Any) -> Any:
        tanda = self.izin_metode(name)
        if tanda == UMUM:
            return None
        if not current_user.is_authenticated:
            return login.unauthorized()
        if not current_user.aktor.boleh(tanda):
            abort(403)
        return None

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # Flask-Admin retries on TypeError and so hides the real one.
        return fn(self, *args, **kwargs)
