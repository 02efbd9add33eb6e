"""One predikat on its way to SIASN: what sending it needs, and what it ended in. No database here, so that threads may share it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.status import StatusKiriman
from integrations.siasn import galat as g
from integrations.siasn.klien import Klien
from integrations.siasn.skema import KirimanSkp22


@dataclass(frozen=True, slots=True)
class Kerja:
    """An item with what sending it needs. ``tanya``: it may have been stored already."""

    id: int
    nomor_induk: str
    isi: Mapping[str, Any]
    pns_id: str | None
    siasn_id: str | None
    tanya: bool
    pernah: bool
    """Something was sent for it before: that SIASN has a like one proves nothing."""


@dataclass(frozen=True, slots=True)
class Hasil:
    id: int
    status: StatusKiriman
    pesan: str | None = None
    siasn_id: str | None = None
    henti: g.GalatSiasn | None = None
    """The service itself fails: nothing more is sent in this run."""


_SEORANG = (g.TidakAda, g.Ditolak, g.HakKurang)
"""Refusals that concern one person; the others may well be taken."""
_SESAAT = (g.Gangguan, g.TidakTerhubung, g.WaktuHabis, g.JawabanRusak)
"""Failures of one call. When they pile up the breaker opens, and that ends the run."""


def kirim_satu(klien: Klien, k: Kerja, henti: threading.Event) -> Hasil:
    """Send one item, which has a penilai; every outcome is an answer, none an exception. ``henti``: the part is over, nothing more leaves."""
    belum = StatusKiriman.TIDAK_PASTI if k.tanya else StatusKiriman.BELUM
    if henti.is_set():
        return Hasil(k.id, belum)
    menyimpan = False
    try:
        pns_id = k.pns_id or klien.data_utama(k.nomor_induk).siasn_id
        siasn_id, ada = (k.siasn_id, False) if k.siasn_id and not k.tanya else _yang_ada(klien, k)
        if not ada:
            menyimpan = True
            siasn_id = klien.skp22_simpan(_kiriman(k, pns_id, siasn_id))
        return Hasil(k.id, StatusKiriman.TERKIRIM, siasn_id=siasn_id)
    except g.TidakPasti as galat:
        return Hasil(k.id, StatusKiriman.TIDAK_PASTI, kata(galat))
    except _SEORANG as galat:
        if isinstance(galat, g.Ditolak) and k.siasn_id and not k.tanya:
            # Perhaps for the id: SIASN may have dropped the record, or made another. Ask for what there is, once.
            return kirim_satu(klien, replace(k, siasn_id=None), henti)
        # A question that is refused says nothing of what was sent before it; only a save that is refused does.
        tuntas = not k.tanya or (menyimpan and isinstance(galat, g.Ditolak))
        return Hasil(k.id, StatusKiriman.GAGAL if tuntas else StatusKiriman.TIDAK_PASTI, kata(galat))
    except _SESAAT as galat:
        # The save itself has not been stored: a save that may have been ends in TidakPasti.
        return Hasil(k.id, belum, kata(galat))
    except g.GalatSiasn as galat:
        henti.set()
        return Hasil(k.id, belum, kata(galat), henti=galat)


def _yang_ada(klien: Klien, k: Kerja) -> tuple[str | None, bool]:
    """(id of SIASN's SKP of that year, whether the one sent before has arrived)."""
    setahun = [s for s in klien.rw_skp22(k.nomor_induk) if s.tahun == k.isi["tahun"]]
    if k.tanya and not k.pernah:
        kirim = (k.isi["hasil"], k.isi["perilaku"], k.isi["kuadran"], k.isi["penilai"]["nomor_induk"])
        for s in setahun:
            if (s.hasil, s.perilaku, s.kuadran, s.penilai_nip) == kirim:
                return s.siasn_id, True
    return (setahun[0].siasn_id if setahun else None), False


def _kiriman(k: Kerja, pns_id: str, siasn_id: str | None) -> KirimanSkp22:
    p = k.isi["penilai"]
    golongan = p.get("golongan") or None
    return KirimanSkp22(
        pns_id=pns_id,
        tahun=k.isi["tahun"],
        hasil=k.isi["hasil"],
        perilaku=k.isi["perilaku"],
        kuadran=k.isi["kuadran"],
        penilai_asn=p.get("asn", True),
        penilai_nip=p["nomor_induk"],
        penilai_nama=p["nama"],
        penilai_jabatan=p["jabatan"],
        penilai_unor=p["unor"],
        # Our ids for the golongan of PPPK (P1 to P17) mean nothing to SIASN.
        penilai_golongan=golongan if golongan and golongan.isdigit() else None,
        siasn_id=siasn_id,
    )


def kata(galat: g.GalatSiasn) -> str:
    return " ".join(t for t in (galat.kalimat, galat.obat) if t)[:500]
