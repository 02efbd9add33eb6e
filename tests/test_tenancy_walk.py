"""A walk through every menu as a user of one instansi: nothing of the other is shown, reached, chosen or changed.

Everything is derived from ``VIEWS`` and from the pages' own HTML, so that a new menu is walked without a line here. Every
record of the second instansi carries KENARI; its ids answer as ids that never existed.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from admin_views.dasar import MenuView
from domain.izin import Peran, peran_untuk
from models import Bertenant, Instansi, Pegawai, Pengguna, PeranPengguna, Tugas
from services import ekspor
from services.daftar import REGISTRI, Permintaan
from services.pencarian import LOOKUP
from services.saring import Konteks, SaringRujukan
from tenancy import Lingkup, pasang_lingkup
from tests.conftest import RAHASIA
from tests.dunia import AKUN, KENARI, Dunia, Klien
from tests.jelajah import MENU, TIDAK_ADA, formulir_utama, id_di, lengkapi, potret, urai


def pejalan(*nama: str) -> pytest.MarkDecorator:
    """Every account on SQLite, the first on PostgreSQL: its second wall looks at the instansi, whoever asks."""
    return pytest.mark.parametrize(("mesin", "nama"), [*(("sqlite", n) for n in nama), ("postgresql", nama[0])])


ASING = "kenari asing"
"""The canary as a search finds it; written small, so that the echo of a search is not taken for it."""


def boleh(nama: str, izin: str) -> bool:
    return bool((frozenset(p for p, _ in AKUN[nama][1]) or frozenset({Peran.PEGAWAI})) & peran_untuk(izin))


def pembaca(view: type[MenuView], admin: str = "admin_instansi") -> str:
    """An account that may read the menu: the admin where he may, else the helpdesk."""
    return admin if boleh(admin, f"{view.sumber}:lihat") else "helpdesk"


def teks(jawaban: TestResponse) -> str:
    """What a user gets to read: HTML, CSV, JSON, or the sheets of a workbook."""
    if jawaban.mimetype.endswith("sheet"):
        with zipfile.ZipFile(io.BytesIO(jawaban.data)) as z:
            return "\n".join(z.read(n).decode() for n in z.namelist() if n.endswith(".xml"))
    return jawaban.text


def tanpa_pilihan_instansi(isi: str) -> str:
    """What is read apart from the choice of instansi, which names the other one to whoever serves both."""
    return isi.replace(f"Pemerintah Kabupaten Contoh 2 {KENARI}", "")


def bersih(k: Klien, alamat: str, dunia: Dunia, **data: Any) -> TestResponse:
    """GET an address (POST with ``data``) and look for the canary; the choice of instansi itself may name it."""
    jawaban = k.c.post(alamat, data=data) if data else k.get(alamat)
    assert jawaban.status_code < 500, (alamat, jawaban.status_code)
    assert KENARI not in tanpa_pilihan_instansi(teks(jawaban)), alamat
    return jawaban


def nilai_saring(view: type[MenuView], saring: Any, dunia: Dunia, halaman: str) -> list[str]:
    if isinstance(saring, SaringRujukan):
        return [str(i) for i in id_di(dunia, saring.sasaran, 2)[:1]]
    if saring.jenis == "pilihan":
        pilihan = re.search(rf'<select[^>]*name="{saring.nama}".*?</select>', halaman, re.S)
        return re.findall(r'value="([^"]+)"', pilihan.group(0) if pilihan else "")[:4]
    return [ASING, "199"] if saring.jenis == "teks" else ["2026-01-01"] if saring.jenis == "tanggal" else ["1"]


@pejalan("admin_instansi", "supervisor", "helpdesk")
def test_lists_filters_searches_exports_and_links_show_nothing_foreign(dunia, klien, nama):
    lengkapi(dunia)
    k = klien(nama)
    for view in MENU:
        if not boleh(nama, f"{view.sumber}:lihat") or view.model is Instansi:
            continue
        halaman = bersih(k, f"{view.alamat}?jumlah_baris=100", dunia).text
        asing = set(map(str, id_di(dunia, view.model, 2)))
        assert not asing & set(re.findall(r'name="rowid" value="(\d+)"', halaman)), view.sumber
        alamat = [f"{view.alamat}?urut={u.kunci}&arah={a}" for u in view.urutan for a in ("naik", "turun")]
        for saring in view.saring:
            alamat += [f"{view.alamat}?{saring.nama}={n}" for n in nilai_saring(view, saring, dunia, halaman)]
            alamat.append(f"{view.alamat}?{saring.nama}_cari={ASING}")
        if boleh(nama, f"{view.sumber}:ekspor"):
            alamat += [f"{view.alamat}export/{jenis}/" for jenis in ("csv", "xlsx")]
            alamat += [f"{view.alamat}export/csv/?{s.nama}={n}" for s in view.saring for n in nilai_saring(view, s, dunia, halaman)[:1]]
        jenis: dict[str, str] = {}
        for tautan in urai(halaman).tautan:
            if tautan.startswith(view.alamat):
                jenis[re.sub(r"\d+", "", tautan)] = tautan
        for satu in (*alamat, *jenis.values()):
            bersih(k, satu, dunia)
        for saring in view.saring:  # a search for the canary finds nothing, rather than something hidden
            if saring.jenis == "teks":
                assert "Tidak ada yang cocok" in k.get(f"{view.alamat}?{saring.nama}={ASING}").text or saring.nama == "nip", (
                    view.sumber,
                    saring.nama,
                )


@pejalan("admin_instansi", "supervisor", "helpdesk")
def test_look_ups_and_quick_search_find_nothing_foreign(dunia, klien, nama):
    lengkapi(dunia)
    k = klien(nama)
    for lookup, satu in LOOKUP.items():
        sendiri = set(id_di(dunia, satu.model, 1))
        ditemukan = 0
        for kata in (ASING, "orang", "dinas", "pendidikan", "januari", "198001", "Triwulan", "plt"):
            jawaban = bersih(k, f"/admin/lookup/{lookup}/?query={kata}", dunia)
            if not boleh(nama, satu.izin):
                assert jawaban.status_code == 403, lookup
                continue
            assert {i for i, _ in jawaban.json} <= sendiri, (lookup, kata)
            ditemukan += len(jawaban.json)
            assert kata != ASING or jawaban.json == []
        assert ditemukan or not boleh(nama, satu.izin), f"look-up {lookup} tidak pernah menjawab: tambahkan kata yang menemukan sesuatu"
    for kata in (ASING, "orang", "198001", "dinas"):
        bersih(k, f"/admin/cari-cepat/?q={kata}", dunia)
    bersih(k, "/admin/", dunia)
    bersih(k, "/admin/profil/", dunia)


def jalan_masuk(dunia: Dunia, view: type[MenuView], id: int) -> list[tuple[str, str, dict[str, str]]]:
    """(method, address, data) of every way to one record that a menu has."""
    a, hasil = view.alamat, []
    for q in ("", "&tab=riwayat", "&laci=1"):
        hasil.append(("GET", f"{a}details/?id={id}{q}", {}))
    hasil += [("GET", f"{a}edit/?id={id}", {}), ("POST", f"{a}edit/?id={id}", {"nama": "x", "versi": "1"})]
    hasil += [("GET", f"{a}delete/?id={id}", {}), ("POST", f"{a}delete/", {"id": str(id), "versi": "1"})]
    for t in view.tindakan_baris:
        hasil += [("GET", f"{a}{id}/{t.kode}/", {}), ("POST", f"{a}{id}/{t.kode}/", {"alasan": "x", "versi": "1", "setuju": "x"})]
    for aturan in dunia.app.url_map.iter_rules():  # the menu's own routes to a record
        if aturan.endpoint.partition(".")[0] == view.sumber and "id" in aturan.arguments and not aturan.endpoint.endswith(".aksi_view"):
            alamat = re.sub(r"<(int:)?id>", str(id), aturan.rule)
            alamat = re.sub(r"<(int:)?\w+>", "1", alamat)
            hasil += [(m, alamat, {"x": "1"}) for m in sorted(aturan.methods - {"HEAD", "OPTIONS"})]
    return hasil


@pejalan("admin_instansi", "admin_bkn", "supervisor")
def test_foreign_ids_answer_as_if_missing_and_nothing_changes(dunia, klien, basis, nama):
    lengkapi(dunia)
    k = klien(nama)
    token = k.token()
    sebelum = potret(basis, instansi_id=dunia.instansi[2])

    def coba(metode: str, alamat: str, data: dict[str, str]) -> tuple[int, str]:
        jawaban = k.c.open(alamat, method=metode, data={**data, "csrf_token": token} if metode == "POST" else None)
        isi = re.sub(r'content="[^"]{40,}"|value="[^"]{40,}"|ek-unik-\w+', "", jawaban.text)
        return jawaban.status_code, isi

    dicoba = 0
    for view in MENU:
        if not (issubclass(view.model, Bertenant) or (view.model is Pengguna and nama != "admin_bkn")):
            continue
        asing = id_di(dunia, view.model, 2)[0]
        for (metode, alamat, data), (_, alamat_kosong, data_kosong) in zip(
            jalan_masuk(dunia, view, asing), jalan_masuk(dunia, view, TIDAK_ADA), strict=True
        ):
            status, isi = coba(metode, alamat, data)
            status_kosong, isi_kosong = coba(metode, alamat_kosong, data_kosong)
            assert status in (404, 403), (metode, alamat, status)
            assert (status, isi.replace(str(asing), "#")) == (
                status_kosong,
                isi_kosong.replace(str(TIDAK_ADA), "#").replace(str(asing), "#"),
            ), (metode, alamat)
            dicoba += status == 404
        for kode in ("ajax/update/",):
            assert coba("POST", f"{view.alamat}{kode}", {"list_form_pk": str(asing), "nama": "x"})[0] == 403
    assert dicoba > 20
    assert potret(basis, instansi_id=dunia.instansi[2]) == sebelum


def test_bulk_actions_leave_foreign_rows_alone(dunia, klien, basis):
    lengkapi(dunia)
    k = klien("admin_instansi")
    token = k.token()
    sebelum = potret(basis, instansi_id=dunia.instansi[2])
    penanda = URLSafeTimedSerializer(RAHASIA, salt="pilihan-massal")
    for view in MENU:
        for t in view.tindakan_massal:
            ids = [str(i) for i in id_di(dunia, view.model, 2)]
            dasar = {"csrf_token": token, "action": t.kode, "konfirmasi": "1", "alasan": "x"}
            for data in (
                {**dasar, "rowid": ids},
                {**dasar, "token": penanda.dumps([view.sumber, dunia.instansi[2], {}])},  # a real selection of the other instansi
                {**dasar, "token": penanda.dumps(["lain", dunia.instansi[1], {}])},
                {**dasar, "token": "palsu"},
            ):
                jawaban = k.c.post(f"{view.alamat}action/", data=data)
                assert jawaban.status_code == 302 and jawaban.location == view.alamat, (view.sumber, t.kode, jawaban.status_code)
            campur = k.c.post(
                f"{view.alamat}action/", data={"csrf_token": token, "action": t.kode, "rowid": [*ids, str(id_di(dunia, view.model, 1)[0])]}
            )
            tersisa = re.findall(r'name="rowid" value="(\d+)"', campur.text)
            assert tersisa == [str(id_di(dunia, view.model, 1)[0])], (view.sumber, t.kode)
    assert potret(basis, instansi_id=dunia.instansi[2]) == sebelum


def test_foreign_ids_in_forms_are_refused_and_unlisted_columns_ignored(dunia, klien, basis):
    lengkapi(dunia)
    semua_klien = {nama: klien(nama) for nama in ("admin_instansi", "helpdesk")}
    sebelum = potret(basis, instansi_id=dunia.instansi[2])
    diuji, tersimpan = [], 0
    for view in MENU:
        if not issubclass(view.model, Bertenant) or not view.can_edit:
            continue
        k = semua_klien[pembaca(view)]
        id = id_di(dunia, view.model, 1)[-1]
        alamat = f"{view.alamat}edit/?id={id}"
        f = formulir_utama(k.get(alamat).text)
        for isian, lookup in f.lookup.items():
            asing = str(id_di(dunia, LOOKUP[lookup].model, 2)[0])
            for ke in (alamat, *([f"{view.alamat}new/"] if view.can_create else [])):
                for nilai in (asing, str(TIDAK_ADA), "1,2", "-1", "x" * 50):
                    jawaban = k.c.post(ke, data={**f.isi, isian: nilai})
                    assert jawaban.status_code == 422, (ke, isian, nilai, jawaban.status_code)
                    assert KENARI not in tanpa_pilihan_instansi(jawaban.text)
            diuji.append((view.sumber, isian))
        tambahan = {
            "instansi_id": str(dunia.instansi[2]),
            "id": str(id_di(dunia, view.model, 2)[0]),
            "nama_cari": "direbut",
            "siasn_id": "direbut",
        }
        jawaban = k.c.post(alamat, data={**f.isi, **{n: v for n, v in tambahan.items() if n not in f.isi}})
        tersimpan += jawaban.status_code == 302
        with dunia.sesi() as s:
            objek = s.get(view.model, id)
            assert objek is not None and objek.instansi_id == dunia.instansi[1], view.sumber
            assert "direbut" not in (getattr(objek, "nama_cari", ""), getattr(objek, "siasn_id", ""))
    assert tersimpan, "tidak satu pun formulir tersimpan: isian yang dikirim bukan yang sah"
    for view in MENU:  # look-ups in the forms of row actions and bulk actions
        k = semua_klien[pembaca(view)]
        id = id_di(dunia, view.model, 1)[-1]
        token = k.token()
        halaman = [
            (f"{view.alamat}{id}/{t.kode}/", k.get(f"{view.alamat}{id}/{t.kode}/"), {})
            for t in view.tindakan_baris
            if t.formulir is not None
        ]
        for t in view.tindakan_massal:
            if t.formulir is not None:
                data = {"csrf_token": token, "action": t.kode, "rowid": str(id)}
                halaman.append((f"{view.alamat}action/", k.c.post(f"{view.alamat}action/", data=data), data))
        for ke, jawaban, data in halaman:
            if jawaban.status_code != 200:
                continue
            f = formulir_utama(jawaban.text)
            for isian, lookup in f.lookup.items():
                asing = str(id_di(dunia, LOOKUP[lookup].model, 2)[0])
                hasil = k.c.post(ke, data={**f.isi, **data, isian: asing, "alasan": "x"})
                assert hasil.status_code == 422, (ke, isian, hasil.status_code)
                assert KENARI not in tanpa_pilihan_instansi(hasil.text)
                diuji.append((view.sumber, isian))
    assert diuji, "tidak ada isian rujukan yang diuji"
    assert potret(basis, instansi_id=dunia.instansi[2]) == sebelum


def test_every_export_runs_without_a_request_and_stays_inside(ctx, dunia):
    """A worker writes the same lists: nothing of them may need the request, and the fence is the session's."""
    lengkapi(dunia)
    for view in MENU:
        if view.model is Instansi:
            continue
        with dunia.sesi() as s:
            isi = ekspor.langsung(Konteks(s, dunia.aktor(pembaca(view))), REGISTRI[view.sumber], Permintaan(), "csv").isi.read().decode()
        assert isi.count("\n") > 1 and KENARI not in isi, view.sumber


def test_a_result_file_needs_the_permission_of_its_task_and_lists_of_all_instansi_are_for_who_asked(dunia, klien):
    lengkapi(dunia)

    def alamat(oleh: str, sumber: str) -> str:
        with Session(dunia.mesin, info={"unit_of_work": True}) as s:
            pasang_lingkup(s, Lingkup("instansi", dunia.instansi[1]))
            t = s.scalars(select(Tugas)).first()
            t.parameter = {"sumber": sumber, "izin": f"{sumber}:ekspor"}
            t.pengguna_id = dunia.pengguna[oleh]
            s.commit()
            return f"/admin/tugas/{t.id}/unduh/"

    for oleh, sumber, siapa, kode in (
        ("admin_bkn", "pengguna", "admin_instansi", 404),  # every account of every instansi
        ("admin_bkn", "pengguna", "admin_bkn", 200),
        ("admin_bkn", "periode", "admin_instansi", 200),
        ("admin_instansi", "pengguna", "helpdesk", 403),  # who may not export accounts
        ("admin_instansi", "periode", "helpdesk", 200),
        ("admin_instansi", "periode", "supervisor", 404),
    ):
        assert klien(siapa).get(alamat(oleh, sumber)).status_code == kode, (oleh, sumber, siapa)


def test_the_canary_sings_where_it_lives(dunia, klien):
    """The same addresses show KENARI to the other instansi's own admin: the walk would see a leak."""
    lengkapi(dunia)
    semua_klien = {"admin_lain": klien("admin_lain"), "helpdesk": Klien(dunia.app, dunia, "helpdesk", instansi=2)}
    for view in MENU:
        if view.model is not Instansi:
            k = semua_klien[pembaca(view, "admin_lain")]
            assert KENARI in k.get(view.alamat).text.partition('id="konten"')[2].partition("</main>")[0], view.sumber
            id = id_di(dunia, view.model, 2)[0]
            assert KENARI in k.get(f"{view.alamat}details/?id={id}").text, view.sumber


def test_an_account_shared_with_another_instansi_is_out_of_reach(dunia, klien):
    """Whoever also is a Pegawai elsewhere cannot be taken over by giving him a role here and making him a link."""
    k = klien("admin_instansi")
    with dunia.sesi(2) as s:
        nip = s.get_one(Pegawai, dunia.pegawai[2, "staf"]).nomor_induk
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        korban = s.get_one(Pengguna, dunia.pengguna["admin_lain"])
        korban.nip = nip
        s.execute(delete(PeranPengguna).where(PeranPengguna.pengguna_id == korban.id))
        s.commit()
    id = dunia.pengguna["admin_lain"]
    k.post("/admin/pengguna/new/", {"nip": nip, "nama": "Korban", "peran": "pegawai", "lintas": "tidak"})
    assert k.get(f"/admin/pengguna/details/?id={id}").status_code == 200
    versi = formulir_utama(k.get(f"/admin/pengguna/edit/?id={id}").text).isi["versi"]
    assert "/atur-sandi/" not in k.post(f"/admin/pengguna/{id}/tautan-sandi/").text
    assert k.post(f"/admin/pengguna/edit/?id={id}", {"nama": "Direbut", "versi": versi}).status_code == 422
    assert k.post(f"/admin/pengguna/{id}/nonaktifkan/", {"alasan": "x", "versi": versi}).status_code == 422
