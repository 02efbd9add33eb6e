"""The unor tree as plain ids. A mapping ``induk_of`` gives each unor its Unor Atasan (None at a root).

Data from a sync may hold loops and atasan that aren't there (the manual's own root has an atasan below it), so every walk
here ends on any mapping. Only the form refuses to make a loop.
"""

from __future__ import annotations

from collections.abc import Mapping


def akan_melingkar(unor_id: int | None, atasan_id: int | None, induk_of: Mapping[int, int | None]) -> list[int]:
    """The loop that giving ``unor_id`` the atasan ``atasan_id`` would close, as ``[unor, atasan, ..., unor]``; [] if none.

    A new unor (``unor_id`` None) closes none. A loop further up that ``unor_id`` is no part of isn't this change's doing: [].
    """
    if unor_id is None or atasan_id is None:
        return []
    jalur = jalur_ke_atas(atasan_id, induk_of)
    if unor_id not in jalur:
        return []
    return [unor_id, *jalur[: jalur.index(unor_id)], unor_id]


def jalur_ke_atas(unor_id: int, induk_of: Mapping[int, int | None]) -> list[int]:
    """``unor_id`` and its atasan, nearest first, up to a root, an atasan that isn't in the mapping (left out), or a repetition.

    ``unor_id`` itself is always first, even where the mapping doesn't know it.
    """
    jalur = [unor_id]
    terlihat = {unor_id}
    atas = induk_of.get(unor_id)
    while atas is not None and atas in induk_of and atas not in terlihat:
        jalur.append(atas)
        terlihat.add(atas)
        atas = induk_of.get(atas)
    return jalur


def anak_dari(induk_of: Mapping[int, int | None]) -> dict[int, list[int]]:
    """Children of each unor that has any, in the mapping's order; an atasan that isn't in the mapping has none."""
    anak: dict[int, list[int]] = {}
    for unor_id, atasan_id in induk_of.items():
        if atasan_id is not None and atasan_id in induk_of:
            anak.setdefault(atasan_id, []).append(unor_id)
    return anak


def keturunan(unor_id: int, induk_of: Mapping[int, int | None]) -> set[int]:
    """All unor below ``unor_id``, itself excluded (also inside a loop)."""
    anak = anak_dari(induk_of)
    hasil: set[int] = set()
    antre = list(anak.get(unor_id, ()))
    while antre:
        satu = antre.pop()
        if satu not in hasil and satu != unor_id:
            hasil.add(satu)
            antre.extend(anak.get(satu, ()))
    return hasil


def lingkaran(induk_of: Mapping[int, int | None]) -> list[list[int]]:
    """Every loop in the data, each as its members starting with the smallest id, in order of that id. Linear in the mapping."""
    selesai: set[int] = set()
    hasil = []
    for mulai in induk_of:
        urutan: dict[int, int] = {}
        kini: int | None = mulai
        while kini is not None and kini in induk_of and kini not in selesai and kini not in urutan:
            urutan[kini] = len(urutan)
            kini = induk_of[kini]
        if kini is not None and kini in urutan:
            putaran = list(urutan)[urutan[kini] :]
            awal = putaran.index(min(putaran))
            hasil.append(putaran[awal:] + putaran[:awal])
        selesai.update(urutan)
    return sorted(hasil)


def akar(induk_of: Mapping[int, int | None]) -> list[int]:
    """Where a tree that shows every unor has to start: no atasan, an atasan that isn't there, and the smallest id of each loop."""
    wakil = {putaran[0] for putaran in lingkaran(induk_of)}
    return [satu for satu, atas in induk_of.items() if atas is None or atas not in induk_of or satu in wakil]
