#!/bin/sh
# Run a Python script with the first usable interpreter: 3.11 to 3.14 with the venv module.
# $PYTHON names another one. Exits 1 with one line when there is none.
versi='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
ada=
for calon in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    command -v "$calon" >/dev/null 2>&1 || continue
    ada="$ada $("$calon" -c 'import platform; print(platform.python_version())' 2>/dev/null)"
    "$calon" -c "$versi" >/dev/null 2>&1 || continue
    if "$calon" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        exec "$calon" "$@"
    fi
    tanpa_venv=$calon
done
if [ -n "$tanpa_venv" ]; then
    echo "Modul venv untuk $tanpa_venv belum ada; di Debian atau Ubuntu pasang dengan: apt install python3-venv" >&2
else
    ada=$(echo $ada)
    echo "Perlu Python 3.11 sampai 3.14 (ditemukan: ${ada:-tidak ada}); pasang lebih dahulu." >&2
fi
exit 1
