"""What the walking tests share: the menus with a list, a world with a row in each, forms as a browser would send them."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from admin_views.dasar import MenuView
from admin_views.semua import VIEWS
from domain.status import StatusTugas
from extensions import db
from models import Berkas, Bertenant, JejakAudit, Pengguna, Tugas
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import KENARI, Dunia
from tests.dunia_siasn import isi_siasn
from tests.dunia_skp import DuniaSkp

MENU: tuple[type[MenuView], ...] = tuple(v for v in VIEWS if issubclass(v, MenuView))
TIDAK_ADA = 987_654_321


def lengkapi(dunia: Dunia) -> DuniaSkp:
    """Give every tenant table a row in both instansi; those of the second carry KENARI in what is shown of them."""
    skp = DuniaSkp(dunia)
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        kini = dunia.jam()
        for n, akun in ((1, "admin_instansi"), (2, "admin_lain")):
            tanda, instansi = f" {KENARI}" if n == 2 else "", dunia.instansi[n]
            berkas = Berkas(
                instansi_id=instansi,
                nama=f"hasil{tanda}.csv",
                nama_simpan=f"{n}" * 40,
                tipe="text/csv",
                ukuran=1,
                sha256="0" * 64,
                dibuat=kini,
            )
            s.add(berkas)
            s.flush()
            for status in (StatusTugas.SEBAGIAN, StatusTugas.ANTRE):
                s.add(
                    Tugas(
                        instansi_id=instansi,
                        jenis="ekspor",
                        judul=f"Ekspor{tanda}",
                        parameter={},
                        aktor={},
                        pengguna_id=dunia.pengguna[akun],
                        status=status,
                        dibuat=kini,
                        kedaluwarsa=kini,
                        berkas_id=berkas.id,
                        gagal=1,
                        total=2,
                    )
                )
            s.add(
                JejakAudit(
                    instansi_id=instansi,
                    waktu=kini,
                    pelaku=f"Pelaku{tanda}",
                    peran="-",
                    aksi="ubah",
                    entitas="unor",
                    objek_id=dunia.unor[n, "dinas"],
                    objek=f"Unor{tanda}",
                    objek_cari=f"unor{tanda.casefold()}",
                    pelaku_cari=f"pelaku{tanda.casefold()}",
                    perubahan=[],
                )
            )
            s.flush()
            (dunia.app.config["SETTINGS"].berkas_dir / berkas.nama_simpan).write_text(f"isi{tanda}")
        isi_siasn(s, dunia, skp)
        asing = s.get_one(Pengguna, dunia.pengguna["admin_lain"])
        asing.nama, asing.nama_cari = f"Akun {KENARI}", KENARI.casefold()
        s.commit()
    return skp


def id_di(dunia: Dunia, model: type, instansi: int) -> list[int]:
    """Ids of a model's rows in an instansi; of a global model those that the other instansi must not see."""
    with Session(dunia.mesin) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        if issubclass(model, Bertenant):
            ids = list(s.scalars(select(model.id).where(model.instansi_id == dunia.instansi[instansi]).order_by(model.id)))
        elif model is Pengguna:
            ids = [dunia.pengguna["supervisor_unor" if instansi == 1 else "admin_lain"]]
        else:
            ids = [dunia.instansi[instansi]]
    assert ids, f"{model.__name__} tanpa baris di instansi {instansi}: tambahkan ke tests/dunia.py atau lengkapi(), dengan KENARI"
    return ids


def potret(basis: str, *, tanpa: frozenset[tuple[str, str]] = frozenset(), instansi_id: int | None = None) -> dict[str, list[Any]]:
    """Every row of every table (of one instansi, where a table tells), read past the fence; ``tanpa`` leaves out columns."""
    mesin = create_engine(basis)
    try:
        with mesin.connect() as k:
            hasil = {}
            for tabel in db.metadata.sorted_tables:
                kolom = [c for c in tabel.columns if (tabel.name, c.name) not in tanpa]
                stmt = select(*kolom).order_by(*tabel.primary_key.columns)
                if instansi_id is not None:
                    if "instansi_id" not in tabel.columns:
                        continue
                    stmt = stmt.where(tabel.c.instansi_id == instansi_id)
                hasil[tabel.name] = [tuple(map(repr, baris)) for baris in k.execute(stmt)]
            return hasil
    finally:
        mesin.dispose()


def jumlah(basis: str, tabel: str) -> int:
    mesin = create_engine(basis)
    try:
        with mesin.connect() as k:
            return k.scalar(select(func.count()).select_from(db.metadata.tables[tabel])) or 0
    finally:
        mesin.dispose()


@dataclass
class FormulirHtml:
    aksi: str
    metode: str
    isi: dict[str, Any] = field(default_factory=dict)
    lookup: dict[str, str] = field(default_factory=dict)
    """Field → name of its look-up."""


class _Pengurai(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.formulir: list[FormulirHtml] = []
        self.tautan: list[str] = []
        self._select: str | None = None
        self._teks: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "a" and "href" in a:
            self.tautan.append(a["href"])
        if tag == "form":
            self.formulir.append(FormulirHtml(a.get("action", ""), a.get("method", "get").lower()))
        if not self.formulir or not a.get("name") and tag != "option":
            return
        isi = self.formulir[-1].isi
        if tag == "input" and a.get("type") not in ("submit", "button", "file"):
            if a.get("type") in ("checkbox", "radio") and "checked" not in a:
                return
            isi[a["name"]] = a.get("value", "on" if a.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self._teks = a["name"]
            isi[self._teks] = ""
        elif tag == "select":
            self._select = a["name"]
            if "data-url-lookup" in a:
                self.formulir[-1].lookup[a["name"]] = a["data-url-lookup"].strip("/").rpartition("/")[2]
        elif tag == "option" and self._select is not None and ("selected" in a or self._select not in isi):
            isi[self._select] = a.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._teks is not None:
            self.formulir[-1].isi[self._teks] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._teks = None


def urai(teks: str) -> _Pengurai:
    p = _Pengurai()
    p.feed(teks)
    return p


def formulir_utama(teks: str) -> FormulirHtml:
    """The form of a page that saves: the last POST form inside its main part."""
    badan = teks.partition('id="konten"')[2].partition("</main>")[0] or teks
    calon = [f for f in urai(badan).formulir if f.metode == "post"]
    assert calon, f"tidak ada formulir di halaman: {html.unescape(badan)[:200]}"
    return calon[-1]
