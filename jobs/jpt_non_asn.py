"""Task kinds ``jpt_non_asn_kirim`` (an entry to SIASN) and ``jpt_non_asn_periksa`` (does SIASN know the NIK by now)."""

from __future__ import annotations

from jobs.daftar import pekerjaan
from services import jpt_non_asn_siasn
from services.kendali import Kendali


@pekerjaan(jpt_non_asn_siasn.JENIS_KIRIM)
def kirim(kendali: Kendali) -> None:
    jpt_non_asn_siasn.kirim(kendali)


@pekerjaan(jpt_non_asn_siasn.JENIS_PERIKSA)
def periksa(kendali: Kendali) -> None:
    jpt_non_asn_siasn.periksa_berkala(kendali)
