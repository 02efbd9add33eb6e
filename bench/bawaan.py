"""Stock Flask-Admin as a contestant: its ModelView and its templates over the same tables, configured as its manual shows.

It gets every advantage: no login, no row actions, no row-level security (a superuser's connection), only the columns shown. Three views:
``bawaan`` shows the very rows of ours: scoped to the instansi by ``get_query``, in the order that our index serves;
``eager`` adds what its manual offers against N+1; ``polos`` has neither scope nor order, its fastest form on a first page.
SKP and keberatan have the first two.
"""

from __future__ import annotations

import sys
from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.sqla.filters import FilterEqual, IntEqualFilter
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Boolean, Date, DateTime, ForeignKey, Integer, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bench.peserta import Penghitung, layani

db = SQLAlchemy()


class Unor(db.Model):  # type: ignore[name-defined, misc]
    __tablename__ = "unor"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    instansi_id: Mapped[int] = mapped_column(BigInteger)
    nama: Mapped[str] = mapped_column(String(250))
    mandiri: Mapped[bool] = mapped_column(Boolean)

    def __str__(self) -> str:
        return self.nama


class Pegawai(db.Model):  # type: ignore[name-defined, misc]
    __tablename__ = "pegawai"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    instansi_id: Mapped[int] = mapped_column(BigInteger)
    nomor_induk: Mapped[str] = mapped_column(String(18))
    nama: Mapped[str] = mapped_column(String(200))
    nama_cari: Mapped[str] = mapped_column(String(200))
    unor_id: Mapped[int] = mapped_column(ForeignKey("unor.id"))
    jenis_jabatan: Mapped[str] = mapped_column(String(30))
    jabatan: Mapped[str] = mapped_column(String(250))
    jenis_pegawai: Mapped[str] = mapped_column(String(30))
    golongan: Mapped[str | None] = mapped_column(String(3))
    tmt_golongan: Mapped[Any] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(30))
    versi: Mapped[int] = mapped_column(Integer)
    unor: Mapped[Unor] = relationship()

    def __str__(self) -> str:
        return self.nama


class Periode(db.Model):  # type: ignore[name-defined, misc]
    __tablename__ = "periode"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    nama: Mapped[str] = mapped_column(String(100))

    def __str__(self) -> str:
        return self.nama


class Skp(db.Model):  # type: ignore[name-defined, misc]
    __tablename__ = "skp"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    instansi_id: Mapped[int] = mapped_column(BigInteger)
    nomor_induk: Mapped[str] = mapped_column(String(18))
    nama: Mapped[str] = mapped_column(String(200))
    tahun: Mapped[int] = mapped_column(Integer)
    awal: Mapped[Any] = mapped_column(Date)
    akhir: Mapped[Any] = mapped_column(Date)
    unor_id: Mapped[int] = mapped_column(ForeignKey("unor.id"))
    jabatan: Mapped[str] = mapped_column(String(250))
    jenis: Mapped[str] = mapped_column(String(30))
    model: Mapped[str] = mapped_column(String(30))
    pendekatan: Mapped[str] = mapped_column(String(30))
    status: Mapped[str] = mapped_column(String(30))
    unor: Mapped[Unor] = relationship()


class Keberatan(db.Model):  # type: ignore[name-defined, misc]
    __tablename__ = "keberatan"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    instansi_id: Mapped[int] = mapped_column(BigInteger)
    periode_id: Mapped[int] = mapped_column(ForeignKey("periode.id"))
    unor_id: Mapped[int] = mapped_column(ForeignKey("unor.id"))
    tahun: Mapped[int] = mapped_column(Integer)
    nama: Mapped[str] = mapped_column(String(200))
    nama_penilai: Mapped[str] = mapped_column(String(200))
    nama_atasan: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(30))
    waktu_pengajuan: Mapped[Any] = mapped_column(DateTime(timezone=True))
    periode: Mapped[Periode] = relationship()


class Dasar(ModelView):
    """What every list here has; the subclass says what is ``bawaan``, ``eager`` or ``polos`` about it."""

    can_view_details = True
    can_export = True
    can_set_page_size = True
    page_size = 25
    scoped = True
    instansi_id = 0

    def get_query(self) -> Any:
        stmt = super().get_query()
        return stmt.filter(self.model.instansi_id == self.instansi_id) if self.scoped else stmt

    def get_count_query(self) -> Any:
        stmt = super().get_count_query()
        return stmt.filter(self.model.instansi_id == self.instansi_id) if self.scoped else stmt


class PegawaiView(Dasar):
    column_list = ("nomor_induk", "nama", "unor.nama", "jabatan")
    column_searchable_list = ("nama", "nomor_induk")
    column_sortable_list = ("nomor_induk", "nama")
    column_filters = (IntEqualFilter(Pegawai.unor_id, "Unor"),)
    form_columns = ("nomor_induk", "nama", "unor", "jenis_jabatan", "jabatan", "jenis_pegawai", "golongan", "tmt_golongan", "status")
    column_default_sort: Any = [("nama_cari", False), ("id", False)]  # noqa: RUF012


class EagerView(PegawaiView):
    column_select_related_list = (Pegawai.unor,)


class PolosView(PegawaiView):
    column_default_sort = None
    scoped = False


class SkpView(Dasar):
    column_list = ("nomor_induk", "nama", "unor.nama", "jabatan", "awal", "akhir", "jenis", "model", "pendekatan", "status")
    column_searchable_list = ("nama", "nomor_induk")
    column_sortable_list = ("nama", "awal")
    column_filters = (IntEqualFilter(Skp.unor_id, "Unor"), IntEqualFilter(Skp.tahun, "Tahun"), FilterEqual(Skp.status, "Status"))
    column_default_sort: Any = [("awal", True), ("id", True)]  # noqa: RUF012
    form_columns = ("nomor_induk", "nama", "jabatan", "awal", "akhir", "status")


class SkpEagerView(SkpView):
    column_select_related_list = (Skp.unor,)


class KeberatanView(Dasar):
    column_list = ("nama", "nama_penilai", "nama_atasan", "periode.nama", "status", "waktu_pengajuan")
    column_searchable_list = ("nama",)
    column_sortable_list = ("nama", "waktu_pengajuan")
    column_filters = (
        IntEqualFilter(Keberatan.periode_id, "Periode"),
        IntEqualFilter(Keberatan.tahun, "Tahun"),
        FilterEqual(Keberatan.status, "Status"),
    )
    column_default_sort: Any = [("waktu_pengajuan", True), ("id", True)]  # noqa: RUF012
    form_columns = ("nama", "nama_penilai", "nama_atasan", "status")


class KeberatanEagerView(KeberatanView):
    column_select_related_list = (Keberatan.periode,)


VIEWS: tuple[tuple[str, type[Dasar], Any], ...] = (
    ("bawaan", PegawaiView, Pegawai),
    ("eager", EagerView, Pegawai),
    ("polos", PolosView, Pegawai),
    ("skp", SkpView, Skp),
    ("skp_eager", SkpEagerView, Skp),
    ("keberatan", KeberatanView, Keberatan),
    ("keberatan_eager", KeberatanEagerView, Keberatan),
)


def main(url: str, instansi_id: str) -> None:
    app = Flask(__name__)
    mesin = {} if url.startswith("sqlite") else {"pool_size": 10}
    app.config |= {"SECRET_KEY": "bench", "SQLALCHEMY_DATABASE_URI": url, "SQLALCHEMY_ENGINE_OPTIONS": mesin}
    db.init_app(app)
    Babel(app)
    panel = Admin(app, name="Bawaan")
    Dasar.instansi_id = int(instansi_id)
    for nama, kelas, model in VIEWS:
        panel.add_view(kelas(model, db, endpoint=nama, url=f"/{nama}"))
    hitung = Penghitung()
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _k, _c, pernyataan, *_: hitung.catat(pernyataan))
    browser = app.test_client()

    def ambil(alamat: str) -> tuple[int, bytes]:
        jawaban = browser.get(alamat)
        return jawaban.status_code, jawaban.data

    layani(ambil, hitung)


if __name__ == "__main__":
    main(*sys.argv[1:3])
