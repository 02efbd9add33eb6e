"""``python -m sandbox --port 8001 --folder instance/sandbox``"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from sandbox.app import buat_app
from sandbox.layani import buat_server


def main() -> int:
    baca = argparse.ArgumentParser(prog="sandbox", description="Program yang memerankan SIASN untuk demo dan uji.")
    baca.add_argument("--port", type=int, required=True)
    baca.add_argument("--folder", type=Path, required=True)
    pilihan = baca.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        buat_server(buat_app(pilihan.folder), pilihan.port).serve_forever()
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
