"""The panel: Flask-Admin views. Thin: form → service → page; nothing here commits."""
