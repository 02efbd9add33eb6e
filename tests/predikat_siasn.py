"""Final predikat for the small world's SKP, and a SIASN that takes them; shared by the tests of the push."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.predikat import Rating, predikat
from models import KirimanPredikat, Penilaian, Skp, Tugas
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import Dunia
from tests.dunia_skp import DuniaSkp


def beri_final(
    dunia: Dunia, skp: DuniaSkp, *orang: str, n: int = 1, hasil: Rating = Rating.SESUAI, perilaku: Rating = Rating.SESUAI
) -> None:
    """A rated Final period for the SKP of these people; an existing rating is replaced."""
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        for kunci in orang:
            syarat = (Penilaian.skp_id == skp.skp[n, kunci], Penilaian.periode_id == skp.final[n])
            ada = s.scalar(select(Penilaian).where(*syarat))
            if ada is None:
                ada = Penilaian(instansi_id=dunia.instansi[n], skp_id=skp.skp[n, kunci], periode_id=skp.final[n], dinilai=dunia.jam())
                s.add(ada)
            ada.hasil, ada.perilaku, ada.predikat = hasil, perilaku, predikat(hasil, perilaku)
        s.commit()


def ubah_penilai(dunia: Dunia, skp_id: int, **isi: Any) -> None:
    """Change the copy of the penilai; without keywords the SKP has none any more."""
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        lama = s.get_one(Skp, skp_id).salinan_penilai or {}
        s.execute(update(Skp).where(Skp.id == skp_id).values(salinan_penilai={**lama, **isi} if isi else None))
        s.commit()


def kiriman(dunia: Dunia, n: int = 1) -> dict[str, KirimanPredikat]:
    """Name → item of the last run."""
    with dunia.sesi(n) as s:
        return {k.nama: k for k in s.scalars(select(KirimanPredikat).order_by(KirimanPredikat.id))}


def tugas_menunggu(dunia: Dunia, n: int = 1) -> list[int]:
    with dunia.sesi(n) as s:
        return list(s.scalars(select(Tugas.id).where(Tugas.jenis == "sinkronisasi_predikat").order_by(Tugas.id)))
