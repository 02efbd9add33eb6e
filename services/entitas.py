"""Create, change and delete for any entity. A menu with rules of its own subclasses ``Entitas`` and overrides hooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from domain.izin import Aktor
from domain.nama import normalkan
from services import audit, rujukan
from services.galat import DataBasi, MasihDirujuk, TidakDitemukan
from services.unit_of_work import Unit, unit_of_work


class Entitas:
    """Use cases of one model. ``sumber`` names it in the policy table (``<sumber>:tambah``, ``:ubah``, ``:hapus``).

    Values come as a mapping of column names to Python values; unknown names are a programming error.
    """

    model: ClassVar[type]
    sumber: ClassVar[str]

    def __init__(self, model: type | None = None, sumber: str | None = None) -> None:
        if model is not None and sumber is not None:
            self.model, self.sumber = model, sumber  # type: ignore[misc]

    def buat(self, aktor: Aktor, nilai: Mapping[str, Any], *, alasan: str | None = None, setuju: frozenset[str] = frozenset()) -> int:
        """Create a row, return its id. Raises Ditolak, Salah, PerluPersetujuan."""
        aktor.wajib(f"{self.sumber}:tambah")
        with unit_of_work(aktor) as unit:
            objek = self.model()
            self._isi(objek, nilai)
            self.siapkan(unit, objek)
            self.periksa(unit, objek, setuju)
            unit.session.add(objek)
            perubahan = audit.beda(unit.session, objek)
            unit.session.flush()
            audit.catat(unit.session, aktor, "tambah", objek, perubahan=perubahan, alasan=alasan)
            self.sesudah(unit, objek, "tambah")
            return objek.id

    def ubah(
        self,
        aktor: Aktor,
        id: int,
        versi: int | None,
        nilai: Mapping[str, Any],
        *,
        alasan: str | None = None,
        setuju: frozenset[str] = frozenset(),
    ) -> None:
        """Change a row. ``versi`` is the one the form showed. Raises DataBasi, TidakDitemukan, Salah, PerluPersetujuan."""
        aktor.wajib(f"{self.sumber}:ubah")
        with unit_of_work(aktor) as unit:
            objek = self.ambil(unit, id, versi)
            self._isi(objek, nilai)
            self.siapkan(unit, objek)
            perubahan = audit.beda(unit.session, objek)
            if not perubahan:
                return
            self.periksa(unit, objek, setuju)
            unit.session.flush()
            audit.catat(unit.session, aktor, "ubah", objek, perubahan=perubahan, alasan=alasan)
            self.sesudah(unit, objek, "ubah")

    def hapus(self, aktor: Aktor, id: int, versi: int | None, *, alasan: str | None = None) -> None:
        """Delete a row that nothing refers to. Raises MasihDirujuk with who does, DataBasi, TidakDitemukan."""
        aktor.wajib(f"{self.sumber}:hapus")
        with unit_of_work(aktor) as unit:
            objek = self.ambil(unit, id, versi)
            if dipakai := rujukan.hitung(unit.session, objek):
                raise MasihDirujuk(str(objek), dipakai)
            self.sebelum_hapus(unit, objek)
            audit.catat(unit.session, aktor, "hapus", objek, perubahan=audit.isi(unit.session, objek), alasan=alasan)
            unit.session.delete(objek)
            unit.session.flush()

    def ambil(self, unit: Unit, id: int, versi: int | None = None) -> Any:
        """The row in the actor's instansi. Raises TidakDitemukan, or DataBasi when ``versi`` is not the present one."""
        objek = unit.session.get(self.model, id)
        if objek is None:
            raise TidakDitemukan("Data tidak ditemukan; mungkin sudah dihapus.")
        if versi is not None and getattr(objek, "versi", versi) != versi:
            raise DataBasi(str(objek))
        return objek

    def _isi(self, objek: Any, nilai: Mapping[str, Any]) -> None:
        kolom = objek.__table__.columns
        for nama, isi in nilai.items():
            if nama not in kolom or nama in {"id", "instansi_id", "versi"}:
                raise KeyError(f"{self.model.__name__} tidak menerima '{nama}'")
            setattr(objek, nama, isi)

    # Hooks: no commit, no audit inside.

    def siapkan(self, unit: Unit, objek: Any) -> None:
        """Set what is derived from other columns."""
        if hasattr(objek, "nama_cari"):
            objek.nama_cari = normalkan(objek.nama)

    def periksa(self, unit: Unit, objek: Any, setuju: frozenset[str]) -> None:
        """Rules that need other rows. Raise Salah, or PerluPersetujuan whose key is not in ``setuju``."""

    def sesudah(self, unit: Unit, objek: Any, aksi: str) -> None:
        """Follow-up inside the same transaction."""

    def sebelum_hapus(self, unit: Unit, objek: Any) -> None:
        """A last objection to a deletion: raise Salah."""
