"""Statistik: each figure is one query of facts, which feeds its table, its chart and its files."""
