"""A city of any size: the demo city's cases, which the acts have made, copied in PostgreSQL."""
