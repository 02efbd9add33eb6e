"""Printed forms: frozen data in, PDF bytes out; knows neither Flask nor the database."""
