"""The client over real HTTP against the played SIASN: every fault ends in its readable outcome, and no change is sent twice."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.siasn import galat as g
from integrations.siasn.klien import SEREMPAK, Klien
from integrations.siasn.saluran import Saluran
from integrations.siasn.skema import KirimanAngkaKredit, NonAsn
from integrations.siasn.token import TokenMemori
from sandbox.kendali import AKHIR, AWAL
from tests.integrations.contoh import kiriman, orang, unor
from tests.siasn_sandbox import API, SandboxSiasn

NIP = [f"19800101200503{n:04d}" for n in range(1001, 1008)]
DAFTAR, SIMPAN = "/sandbox/daftar-pegawai", f"{API}/skp22/save"


@pytest.fixture
def luar(tmp_path: Path) -> Iterator[SandboxSiasn]:
    with SandboxSiasn(tmp_path) as s:
        for n, nip in enumerate(NIP):
            s.muat({"t": "orang", "d": orang(nip, id="A5" if n == 0 else f"A5{n}")})
        s.muat(*({"t": "unor", "d": unor(f"8A{n}")} for n in range(5)))
        yield s


@pytest.fixture
def klien(luar: SandboxSiasn) -> Iterator[Klien]:
    with buat(luar) as k:
        yield k


@pytest.fixture
def bergegas(luar: SandboxSiasn) -> Iterator[Klien]:
    """A client that waits only shortly, for faults that last as long as they are waited for."""
    with buat(luar, baca_detik=1.0, tenggat_detik=3.0) as k:
        yield k


def buat(luar: SandboxSiasn, **lain: Any) -> Klien:
    setelan = luar.setelan(**lain)
    saluran = Saluran(setelan)
    return Klien(setelan, saluran, TokenMemori(saluran, setelan, "I1"), instansi_siasn_id="I1")


# --- Reading ---


def test_people_come_page_by_page_to_the_end(klien: Klien):
    halaman, kursor = [], None
    while True:
        satu = klien.daftar_pegawai(kursor, limit=3)
        halaman.append([o.nomor_induk for o in satu.orang])
        assert satu.total == 7 and not satu.galat
        kursor = satu.kursor_berikut
        if kursor is None:
            break
    assert halaman == [NIP[:3], NIP[3:6], NIP[6:]]


def test_units_come_page_by_page_and_others_units_are_left_out(luar: SandboxSiasn, klien: Klien):
    luar.penerbit.buat("sso")
    satu = klien.daftar_unor(0, 3)
    assert ([u.siasn_id for u in satu.unor], satu.berikut, satu.total) == (["8A0", "8A1", "8A2"], 3, 5)
    assert klien.daftar_unor(3, 3).berikut is None
    luar.ubah_unor("8A4", InstansiId="I2")
    with Klien(luar.setelan(), s := Saluran(luar.setelan()), TokenMemori(s, luar.setelan()), instansi_siasn_id="I1") as lain:
        satu = lain.daftar_unor(0, 10)
    assert (len(satu.unor), satu.asing, satu.berikut) == (4, 1, None)


def test_without_a_list_people_are_asked_for_by_nip(luar: SandboxSiasn):
    def nip(setelah: str | None, n: int) -> list[str]:
        return [x for x in [*NIP, "199901012020121001"] if setelah is None or x > setelah][:n]

    luar.galat(f"{API}/pns/data-utama/{NIP[2]}", "tipe_salah")
    with buat(luar, daftar_url="") as k:
        assert not k.ada_daftar and k.perkiraan_sisa(10) is None
        satu = k.daftar_pegawai(None, limit=5, nip=nip)
        assert [o.nomor_induk for o in satu.orang] == [NIP[0], NIP[1], NIP[3], NIP[4]]
        assert [(b.kode, b.kunci) for b in satu.galat] == [("baris_salah", NIP[2])]
        dua = k.daftar_pegawai(satu.kursor_berikut, limit=5, nip=nip)
        assert [o.nomor_induk for o in dua.orang] == NIP[5:] and dua.kursor_berikut is None
        assert [(b.kode, b.kunci) for b in dua.galat] == [("tidak_ada", "199901012020121001")]
        assert 0 < (k.perkiraan_sisa(1000) or 0) < 1000


def test_at_most_four_requests_at_a_time(luar: SandboxSiasn, klien: Klien):
    kini, puncak, kunci = 0, 0, threading.Lock()
    asli = luar.gudang.orang

    def lambat(nip: str) -> Any:
        nonlocal kini, puncak
        with kunci:
            kini += 1
            puncak = max(puncak, kini)
        time.sleep(0.03)
        with kunci:
            kini -= 1
        return asli(nip)

    luar.gudang.orang = lambat  # type: ignore[method-assign]
    assert len(klien.orang_menurut_nip(NIP * 4).orang) == 28
    assert puncak == SEREMPAK


def test_a_service_that_fails_ends_the_page_instead_of_marking_everyone_as_gone(luar: SandboxSiasn, klien: Klien):
    luar.galat(f"{API}/pns/data-utama/{NIP[4]}", "500", -1)
    with pytest.raises(g.Gangguan):
        klien.orang_menurut_nip(NIP)


def test_the_answer_for_another_person_is_refused(luar: SandboxSiasn, klien: Klien):
    luar.muat({"t": "orang", "k": NIP[0], "d": orang(NIP[1], id="A5")})
    assert [b.kode for b in klien.orang_menurut_nip([NIP[0]]).galat] == ["nip_lain"]


def test_null_data_is_an_empty_list_where_that_is_possible(klien: Klien):
    assert klien.rw_skp22(NIP[0]) == [] and klien.riwayat("angkakredit", "199901012020121001") == []
    assert klien.riwayat("jabatan", NIP[0])[0]["unorId"] == "8A0"


# --- Every fault ---

AKIBAT: dict[str, type[g.GalatSiasn] | None] = {
    "token_kedaluwarsa": g.TokenDitolak,
    "kredensial": g.TokenDitolak,
    "sso_mismatch": g.TokenSsoTidakCocok,
    "ditangguhkan": g.Ditangguhkan,
    "429": g.TerlaluSering,
    "403": g.HakKurang,
    "400": g.Ditolak,
    "500": g.Gangguan,
    "502": g.Gangguan,
    "503": g.Gangguan,
    "504": g.Gangguan,
    "404_html": g.AlamatSalah,
    "waktu_habis": g.WaktuHabis,
    "putus": g.TidakTerhubung,
    "kosong": g.JawabanKosong,
    "json_rusak": g.JawabanRusak,
    "alihkan": g.Dialihkan,
    "besar": g.JawabanTerlaluBesar,
    "menetes": g.WaktuHabis,
    "terpotong": g.JawabanRusak,
    "tipe_salah": g.JawabanRusak,
    "pendek": g.JawabanPendek,
    "null_data": g.JawabanPendek,
    "simpan_tanpa_jawab": g.WaktuHabis,
    "nip_ganda": None,
    "pendek_diam": None,
    "tunda": None,
}
DETIK = {"menetes": 0.02, "tunda": 0.1}


def test_every_fault_of_the_sandbox_has_its_outcome():
    assert set(AKIBAT) == AWAL | AKHIR


@pytest.mark.parametrize("galat", sorted(AKIBAT))
@pytest.mark.parametrize("apa", ["pegawai", "unor"])
def test_a_fault_that_stays_ends_in_words_within_the_deadline(luar: SandboxSiasn, bergegas: Klien, galat: str, apa: str):
    jalur, panggil = (DAFTAR, bergegas.daftar_pegawai) if apa == "pegawai" else (f"{API}/referensi", bergegas.daftar_unor)
    luar.galat(jalur, galat, -1, detik=DETIK.get(galat, 1.5), tunggu="1")
    mulai, akibat = time.monotonic(), AKIBAT[galat]
    if akibat is None:
        hasil: Any = panggil()
        assert [b.kode for b in hasil.galat] == (["ganda"] if galat == "nip_ganda" else [])
    else:
        with pytest.raises(g.GalatSiasn) as kena:
            panggil()
        assert type(kena.value) is akibat
        for teks in (kena.value.kalimat, kena.value.sebab, kena.value.obat, kena.value.siapa):
            assert len(teks) > 2
    assert time.monotonic() - mulai < 5.5, "tenggat 3 detik, satu bacaan lagi, dan mesin yang sibuk"


@pytest.mark.parametrize(
    "galat", ["429", "500", "502", "503", "504", "putus", "kosong", "json_rusak", "terpotong", "token_kedaluwarsa", "kredensial"]
)
def test_a_fault_that_passes_is_not_noticed(luar: SandboxSiasn, klien: Klien, galat: str):
    luar.galat(DAFTAR, galat, tunggu="0")
    assert len(klien.daftar_pegawai().orang) == 7
    assert luar.hitung(DAFTAR) == 2


def test_retry_after_is_kept_to_and_a_long_one_is_not_waited_for(luar: SandboxSiasn, klien: Klien):
    luar.galat(DAFTAR, "429", tunggu="1")
    mulai = time.monotonic()
    klien.daftar_pegawai()
    assert time.monotonic() - mulai >= 1.0
    luar.galat(DAFTAR, "429", tunggu="3600")
    mulai = time.monotonic()
    with pytest.raises(g.TerlaluSering) as kena:
        klien.daftar_pegawai()
    assert kena.value.tunggu == 3600 and time.monotonic() - mulai < 1


def test_a_suspended_endpoint_is_asked_once_and_costs_no_token(luar: SandboxSiasn, klien: Klien):
    luar.galat(DAFTAR, "ditangguhkan", -1)
    with pytest.raises(g.Ditangguhkan):
        klien.daftar_pegawai()
    assert luar.hitung(DAFTAR) == 1 and luar.penerbit.terbit == {"wso2": 1, "sso": 1}


def test_a_wrong_address_is_never_taken_for_a_missing_person(luar: SandboxSiasn):
    with buat(luar, url=f"{luar.alamat}/salah") as k, pytest.raises(g.AlamatSalah):
        k.data_utama(NIP[0])


def test_nobody_there(luar: SandboxSiasn):
    with buat(luar, daftar_url="http://127.0.0.1:9/daftar") as k, pytest.raises(g.TidakTerhubung) as kena:
        k.daftar_pegawai()
    assert not kena.value.terkirim


def test_an_untrusted_certificate_is_refused(luar: SandboxSiasn, tmp_path: Path):
    """TLS against a certificate that nobody signed: no request leaves, and no token with it."""
    import ssl

    from tests.integrations.sertifikat import tulis

    berkas = tulis(tmp_path)
    from sandbox.app import buat_app
    from sandbox.layani import buat_server

    app = buat_app(tmp_path / "tls")
    server = buat_server(app, 0)
    konteks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    konteks.load_cert_chain(berkas)
    server.socket = konteks.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        with buat(luar, daftar_url=f"https://127.0.0.1:{server.server_port}{DAFTAR}") as k, pytest.raises(g.TidakTerhubung):
            k.daftar_pegawai()
        assert app.extensions["sandbox"][1].hitung == {}
    finally:
        server.shutdown()
        server.server_close()


def test_a_list_that_is_cut_short_between_pages_is_noticed_after_a_restart_too(luar: SandboxSiasn, klien: Klien):
    kursor = klien.daftar_pegawai(limit=3).kursor_berikut
    luar.galat(DAFTAR, "pendek")
    with buat(luar) as lain, pytest.raises(g.JawabanPendek):
        lain.daftar_pegawai(kursor, limit=3)


# --- Saving ---


def test_a_save_is_stored_and_saving_again_replaces_it(luar: SandboxSiasn, klien: Klien):
    id = klien.skp22_simpan(kiriman())
    assert klien.skp22_simpan(kiriman(hasil=1, kuadran=1)) == id
    (satu,) = klien.rw_skp22(NIP[0])
    assert (satu.siasn_id, satu.tahun, satu.hasil, satu.perilaku, satu.kuadran) == (id, 2026, 1, 2, 1)
    assert len(luar.tersimpan()) == 2


def test_what_siasn_refuses_comes_with_its_reason(luar: SandboxSiasn, klien: Klien):
    with pytest.raises(g.Ditolak) as kena:
        klien.skp22_simpan(kiriman(pns_id="A9"))
    assert "Data PNS tidak ditemukan" in kena.value.kalimat
    assert luar.tersimpan() == []


def test_the_reason_of_siasn_is_a_sentence_of_its_own(luar: SandboxSiasn, klien: Klien):
    luar.galat(SIMPAN, "400")
    with pytest.raises(g.Ditolak) as kena:
        klien.skp22_simpan(kiriman())
    assert kena.value.kalimat == "SIASN menolak permintaan ini. Keterangan: Data tidak valid."
    with pytest.raises(g.Ditolak) as kena:
        klien.skp22_simpan(kiriman(pns_id="A9"))
    assert kena.value.kalimat.endswith("Keterangan: Gagal menyimpan data. Data PNS tidak ditemukan.")


@pytest.mark.parametrize(
    "galat", ["simpan_tanpa_jawab", "terpotong", "waktu_habis", "putus", "500", "502", "503", "504", "kosong", "json_rusak", "alihkan"]
)
def test_a_save_without_a_clear_answer_is_uncertain_and_never_sent_again(luar: SandboxSiasn, bergegas: Klien, galat: str):
    luar.galat(SIMPAN, galat, -1, detik=1.5)
    with pytest.raises(g.TidakPasti):
        bergegas.skp22_simpan(kiriman())
    assert luar.hitung(SIMPAN) == 1
    assert len(luar.tersimpan()) == (galat in ("simpan_tanpa_jawab", "terpotong")), "tersimpan, tetapi jawabannya hilang"


@pytest.mark.parametrize("galat", ["429", "token_kedaluwarsa", "kredensial"])
def test_a_save_that_was_turned_away_at_the_gate_is_sent_again(luar: SandboxSiasn, klien: Klien, galat: str):
    luar.galat(SIMPAN, galat, tunggu="0")
    klien.skp22_simpan(kiriman())
    assert luar.hitung(SIMPAN) == 2 and len(luar.tersimpan()) == 1


def test_a_save_that_could_not_leave_is_no_uncertainty(luar: SandboxSiasn):
    with buat(luar, url="http://127.0.0.1:9/api") as k, pytest.raises(g.TidakTerhubung):
        k.skp22_simpan(kiriman())


def test_angka_kredit_is_sent_as_siasn_spells_it(luar: SandboxSiasn, klien: Klien):
    from datetime import date

    klien.angkakredit_simpan(KirimanAngkaKredit("A5", "RJ1", "800/12/PAK/2026", date(2026, 1, 2), 1, 2025, 12, 2025, "12.500", "12.500"))
    (satu,) = luar.tersimpan("angkakredit/save")
    isi = satu["badan"]
    assert (isi["bulanMulaiPenailan"], isi["tahunSelesaiPenailan"], isi["tanggalSk"]) == ("1", "2025", "02-01-2026")
    assert (isi["isKonversi"], isi["isIntegrasi"], isi["isAngkaKreditPertama"]) == ("1", "0", "0")
    assert klien.riwayat("angkakredit", NIP[0])[0]["kreditBaruTotal"] == "12.500"


def test_a_non_asn_official_appears_some_time_after_the_intake(luar: SandboxSiasn, klien: Klien):
    from datetime import date

    nik = "9901990101700001"
    isi = NonAsn(nik, "Wiguna Contoh", "Kota Contoh", date(1970, 1, 1), "L", "w@contoh.go.id", "I", "I", "8A0", "Unor 8A0", "Staf Ahli",
                 date(2026, 1, 2), "1/2026", date(2026, 1, 2), None, None, "21")  # fmt: skip
    luar.gudang.tunda_nonasn = 60
    klien.nonasn_masukan(isi, nama_dokumen="sk.pdf", dokumen_base64="JVBERi0=")
    with pytest.raises(g.TidakAda) as kena:
        klien.nonasn(nik)
    assert "2×24 jam" in kena.value.sebab
    luar.gudang.tunda_nonasn = 0
    assert klien.nonasn(nik) == isi
    assert "dokumen" not in luar.tersimpan("nonasn/masukan")[0]["badan"]


def test_a_missing_right_is_named(luar: SandboxSiasn, klien: Klien):
    luar.galat(f"{API}/nonasn", "403")
    with pytest.raises(g.HakKurang) as kena:
        klien.nonasn("9901990101700001")
    assert "View Profile" in kena.value.sebab


# --- What must not leak ---


def test_no_number_token_or_body_is_logged(luar: SandboxSiasn, klien: Klien, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, logger="ekinerja")
    caplog.set_level(logging.INFO)
    luar.galat(f"{API}/pns", "500", 1)
    luar.galat(f"{API}/pns", "json_rusak", 3)
    with pytest.raises(g.GalatSiasn):
        klien.data_utama(NIP[0])
    luar.pulih()
    luar.galat(SIMPAN, "500", 1)
    with pytest.raises(g.TidakPasti):
        klien.skp22_simpan(kiriman())
    klien.daftar_pegawai()
    tercatat = "\n".join([r.getMessage() + str(r.exc_info or "") for r in caplog.records])
    assert "siasn:pegawai: jawaban_rusak" in tercatat and "siasn:skp: tidak_pasti" in tercatat
    for rahasia in (NIP[0], "eyJ", "Atasan Contoh", "rahasia-demo", "sandi-demo", "Bearer"):
        assert rahasia not in tercatat, rahasia


def test_settings_do_not_show_their_secrets(luar: SandboxSiasn):
    teks = repr(luar.setelan())
    assert "rahasia-demo" not in teks and "sandi-demo" not in teks and "MDEy" not in teks


def test_an_error_has_no_trace_of_the_request(luar: SandboxSiasn, klien: Klien):
    """Chained errors of the HTTP library hold the address and the headers."""
    luar.galat(f"{API}/pns", "putus", -1)
    with pytest.raises(g.TidakTerhubung) as kena:
        klien.data_utama(NIP[0])
    assert kena.value.__cause__ is None and kena.value.__suppress_context__
    assert NIP[0] not in str(kena.value)


@pytest.mark.parametrize("nip", ["", "../../oauth2/token", "19800101200503100१", "1980 0101", "1" * 19])
def test_only_a_number_stands_in_an_address(luar: SandboxSiasn, klien: Klien, nip: str):
    with pytest.raises(g.Ditolak):
        klien.data_utama(nip)
    assert luar.hitung("/") == 0
