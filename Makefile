# e-Kinerja Admin Instansi. `make` alone lists what can be done.
PY := sh scripts/python.sh
VENV := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench lock clean dev

help: ## Daftar perintah ini
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /\1|/' | while IFS='|' read -r n k; do printf '  make %-8s %s\n' "$$n" "$$k"; done

run: ## Jalankan demo di http://127.0.0.1:8000 (PORT=8100 make run untuk port lain); Ctrl-C menghentikan
	@$(PY) scripts/jalan.py

test: ## Seluruh uji, pada SQLite dan pada PostgreSQL, Redis, Chromium yang terjangkau (ARGS="-k periode" untuk sebagian)
	@$(PY) scripts/uji.py $(ARGS)

lint: dev ## ruff, djlint, mypy
	@$(PY) scripts/periksa.py

format: dev ## Rapikan kode Python
	@$(VENV) -m ruff check --fix --quiet . ; $(VENV) -m ruff format .

bench: dev ## Ukur daftar terhadap Flask-Admin bawaan (ARGS="--help" untuk pilihan)
	@$(VENV) -m bench $(ARGS)

lock: ## Buat ulang requirements*.txt dari requirements*.in
	@$(PY) scripts/kunci.py $(ARGS)

dev:
	@$(PY) scripts/lingkungan.py dev

clean: ## Hapus .venv dan sisa alat; data di instance/ tetap
	@rm -rf .venv .pytest_cache .ruff_cache .mypy_cache tests/_hasil
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
