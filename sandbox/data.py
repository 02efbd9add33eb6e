"""What the played SIASN knows: units and people from a file of JSON lines, and what has been saved since.

The file (``data.jsonl``, written by ``flask demo-data`` and by the tests) has one record a line: ``{"t": "unor" | "orang" | "nonasn" | "skp22", "d": {...}}``
with the keys of the real service; keys that are missing are answered as null. People are kept as text, so that 200,000 fit.
What is saved goes to ``simpanan.jsonl`` beside it and is read again at the next start.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from bisect import bisect_right
from pathlib import Path
from typing import Any

KUNCI_ORANG = (
    "id", "nipBaru", "nipLama", "nama", "gelarDepan", "gelarBelakang", "tempatLahir", "tglLahir", "agama", "email", "emailGov", "nik",
    "alamat", "noHp", "jenisPegawaiId", "jenisPegawaiNama", "kedudukanPnsId", "kedudukanPnsNama", "statusPegawai", "jenisKelamin",
    "tmtPns", "tmtCpns", "instansiIndukId", "instansiIndukNama", "instansiKerjaId", "instansiKerjaNama", "satuanKerjaKerjaId",
    "satuanKerjaKerjaNama", "unorId", "unorNama", "unorIndukId", "unorIndukNama", "jenisJabatanId", "jenisJabatan", "jabatanNama",
    "jabatanStrukturalId", "jabatanFungsionalId", "jabatanFungsionalUmumId", "tmtJabatan", "golRuangAwalId", "golRuangAkhirId",
    "golRuangAkhir", "tmtGolAkhir", "masaKerja", "eselon", "eselonId", "eselonLevel", "tmtEselon", "pangkatAkhir", "kode_jenjang_jabatan",
    "validNik", "path",
)  # fmt: skip
KUNCI_UNOR = (
    "Id", "InstansiId", "DiatasanId", "EselonId", "NamaUnor", "NamaJabatan", "CepatKode", "IndukUnorId", "PemimpinPnsId", "JenisUnorId",
    "unor_sekolah", "duplikasi_unor", "aktif",
)  # fmt: skip


class Gudang:
    """Thread-safe. ``folder`` holds the files; ``tunda_nonasn`` is how many seconds an intake stays invisible."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tunda_nonasn = 0.0
        self._kunci = threading.RLock()
        self._cap: tuple[int, int] | None = None
        self.simpanan: list[dict[str, Any]] = []
        """Every accepted save in order: {"jalur", "badan", "id"}."""
        self._skp: dict[tuple[str, str], dict[str, Any]] = {}
        self._kredit: dict[str, list[dict[str, Any]]] = {}
        self._masukan: dict[str, tuple[float, dict[str, Any]]] = {}
        self._kosongkan()
        folder.mkdir(parents=True, exist_ok=True)
        self.segarkan()
        self._baca_simpanan()

    def _kosongkan(self) -> None:
        self.unor: list[dict[str, Any]] = []
        self._orang: dict[str, str] = {}
        self._nip_dari_id: dict[str, str] = {}
        self._per_instansi: dict[str, list[str]] = {}
        self._nonasn: dict[str, dict[str, Any]] = {}

    def segarkan(self) -> None:
        """Read the data again when its file has changed."""
        berkas = self.folder / "data.jsonl"
        try:
            tanda = berkas.stat()
        except FileNotFoundError:
            return
        with self._kunci:
            cap = (tanda.st_mtime_ns, tanda.st_size)
            if cap == self._cap:
                return
            self._kosongkan()
            with berkas.open(encoding="utf-8") as isi:
                for baris in isi:
                    self._muat(json.loads(baris), baris)
            self._urutkan()
            self._cap = cap

    def muat(self, rekaman: list[dict[str, Any]]) -> None:
        """Add or replace records; a person with ``"d": null`` and a key ``k`` goes away."""
        with self._kunci:
            for satu in rekaman:
                self._muat(satu, json.dumps(satu))
            self._urutkan()

    def _muat(self, satu: dict[str, Any], baris: str) -> None:
        jenis: str = satu["t"]
        d: Any = satu.get("d")
        if jenis == "unor":
            self.unor = [u for u in self.unor if u["Id"] != d["Id"]] if satu.get("ganti") else self.unor
            self.unor.append({k: d.get(k) for k in KUNCI_UNOR})
        elif jenis == "orang":
            self._buang(satu.get("k") or d.get("nipBaru"))
            if d is not None:
                nip = satu.get("k") or d["nipBaru"]
                self._orang[nip] = baris
                if isinstance(d.get("id"), str):
                    self._nip_dari_id[d["id"]] = nip
                self._per_instansi.setdefault(d.get("instansiKerjaId") or "", []).append(nip)
        elif jenis == "nonasn":
            self._nonasn[d["nik"]] = d
        elif jenis == "skp22":
            self._skp[d["pnsDinilaiOrang"], str(d["tahun"])] = {**d, "id": d.get("id") or uuid.uuid4().hex}

    def _buang(self, nip: str) -> None:
        if nip in self._orang:
            del self._orang[nip]
            for daftar in self._per_instansi.values():
                if nip in daftar:
                    daftar.remove(nip)

    def _urutkan(self) -> None:
        self.unor.sort(key=lambda u: u["Id"] or "")
        for daftar in self._per_instansi.values():
            daftar.sort()

    def orang(self, nip: str) -> dict[str, Any] | None:
        baris = self._orang.get(nip)
        if baris is None:
            return None
        d = json.loads(baris)["d"]
        return {**dict.fromkeys(KUNCI_ORANG), **d}

    def instansi(self, nip: str) -> str | None:
        orang = self.orang(nip)
        return orang["instansiKerjaId"] if orang else None

    def halaman_orang(self, instansi: str, setelah: str, limit: int) -> tuple[list[dict[str, Any]], str | None, int]:
        """(people after a NIP, the next cursor, how many in all)."""
        with self._kunci:
            daftar = self._per_instansi.get(instansi, [])
            awal = bisect_right(daftar, setelah)
            nip = daftar[awal : awal + limit]
            lanjut = nip[-1] if awal + limit < len(daftar) else None
            isi = [self.orang(n) for n in nip]
        return [o for o in isi if o is not None], lanjut, len(daftar)

    # --- Saves ---

    def _catat(self, jalur: str, badan: dict[str, Any], id: str) -> None:
        satu = {"jalur": jalur, "badan": badan, "id": id, "waktu": time.time()}
        self.simpanan.append(satu)
        with (self.folder / "simpanan.jsonl").open("a", encoding="utf-8") as berkas:
            berkas.write(json.dumps(satu) + "\n")

    def _baca_simpanan(self) -> None:
        berkas = self.folder / "simpanan.jsonl"
        if not berkas.exists():
            return
        for baris in berkas.read_text(encoding="utf-8").splitlines():
            satu = json.loads(baris)
            self.simpanan.append(satu)
            badan = satu["badan"]
            if satu["jalur"] == "skp22/save":
                self._skp[badan["pnsDinilaiOrang"], str(badan["tahun"])] = {**badan, "id": satu["id"]}
            elif satu["jalur"] == "angkakredit/save":
                self._kredit.setdefault(badan["pnsId"], []).append({**badan, "id": satu["id"]})
            else:
                self._masukan[badan["nik"]] = (satu["waktu"], badan)

    def simpan_skp(self, badan: dict[str, Any]) -> tuple[bool, str]:
        """(stored, id or reason). The same person and year, or the same id, replaces."""
        nilai = {k: badan.get(k) for k in ("hasilKinerjaNilai", "perilakuKerjaNilai", "kuadranKinerjaNilai")}
        if badan.get("pnsDinilaiOrang") not in self._nip_dari_id:
            return False, "Data PNS tidak ditemukan"
        if not isinstance(badan.get("tahun"), int) or not 2022 <= badan["tahun"] <= 2100:
            return False, "Tahun SKP tidak valid"
        if not all(isinstance(n, int) for n in nilai.values()) or not (1 <= nilai["kuadranKinerjaNilai"] <= 5):  # type: ignore[operator]
            return False, "Nilai kinerja tidak valid"
        if badan.get("statusPenilai") not in ("ASN", "NON ASN") or not badan.get("penilaiNipNrp"):
            return False, "Data penilai tidak lengkap"
        with self._kunci:
            kunci = (badan["pnsDinilaiOrang"], str(badan["tahun"]))
            lama = self._skp.get(kunci)
            if badan.get("id") and (lama is None or lama["id"] != badan["id"]):
                return False, "ID riwayat SKP tidak ditemukan"
            id = lama["id"] if lama else uuid.uuid4().hex
            self._skp[kunci] = {**badan, "id": id}
            self._catat("skp22/save", badan, id)
        return True, id

    def rw_skp(self, nip: str) -> list[dict[str, Any]]:
        orang = self.orang(nip)
        return [_rw_skp(s) for (pns, _), s in list(self._skp.items()) if orang and pns == orang["id"]]

    def skp(self, id: str) -> dict[str, Any] | None:
        return next((_rw_skp(s) for s in list(self._skp.values()) if s["id"] == id), None)

    def simpan_kredit(self, badan: dict[str, Any]) -> tuple[bool, str]:
        if badan.get("pnsId") not in self._nip_dari_id:
            return False, "Data PNS tidak ditemukan"
        if not badan.get("nomorSk") or "bulanMulaiPenailan" not in badan:
            return False, "Nomor SK dan masa penilaian wajib diisi"
        with self._kunci:
            daftar = self._kredit.setdefault(badan["pnsId"], [])
            id = badan.get("id") or uuid.uuid4().hex
            daftar[:] = [k for k in daftar if k["id"] != id] + [{**badan, "id": id}]
            self._catat("angkakredit/save", badan, id)
        return True, id

    def rw_kredit(self, nip: str) -> list[dict[str, Any]]:
        orang = self.orang(nip)
        return [{**k, "pns": orang["id"], "Sumber": "SIASN"} for k in self._kredit.get(orang["id"], [])] if orang else []

    def simpan_nonasn(self, badan: dict[str, Any]) -> tuple[bool, str]:
        nik = badan.get("nik")
        if not isinstance(nik, str) or len(nik) != 16 or not badan.get("nama") or not badan.get("jabatanNama"):
            return False, "NIK, nama, dan jabatan wajib diisi"
        ringkas = {k: v for k, v in badan.items() if k != "dokumen"}
        with self._kunci:
            self._masukan[nik] = (time.time(), ringkas)
            self._catat("nonasn/masukan", ringkas, nik)
        return True, nik

    def nonasn(self, nik: str) -> dict[str, Any] | None:
        waktu, isi = self._masukan.get(nik, (0.0, None))
        if isi is not None and time.time() - waktu >= self.tunda_nonasn:
            return isi
        return self._nonasn.get(nik)


_LABEL = {1: "DIATAS ESPEKTASI", 2: "SESUAI ESPEKTASI", 3: "DIBAWAH ESPEKTASI"}
_KUADRAN = {1: "SANGAT BAIK", 2: "BAIK", 3: "BUTUH PERBAIKAN", 4: "KURANG", 5: "SANGAT KURANG"}


def _rw_skp(s: dict[str, Any]) -> dict[str, Any]:
    """A row of rw-skp22: two keys begin with a capital, the label is misspelt, numbers come as text."""
    return {
        "id": s["id"],
        "hasilKinerja": _LABEL.get(s.get("hasilKinerjaNilai") or 0),
        "hasilKinerjaNilai": str(s.get("hasilKinerjaNilai")),
        "kuadranKinerja": _KUADRAN.get(s.get("kuadranKinerjaNilai") or 0),
        "KuadranKinerjaNilai": str(s.get("kuadranKinerjaNilai")),
        "namaPenilai": s.get("penilaiNama"),
        "nipNrpPenilai": s.get("penilaiNipNrp"),
        "penilaiGolonganId": s.get("penilaiGolongan"),
        "penilaiJabatanNm": s.get("penilaiJabatan"),
        "penilaiUnorNm": s.get("penilaiUnorNama"),
        "perilakuKerja": _LABEL.get(s.get("perilakuKerjaNilai") or 0),
        "PerilakuKerjaNilai": s.get("perilakuKerjaNilai"),
        "pnsDinilaiId": s.get("pnsDinilaiOrang"),
        "statusPenilai": s.get("statusPenilai"),
        "tahun": str(s.get("tahun")),
        "path": None,
    }
