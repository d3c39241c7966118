"""Who comes in: the city's identity provider, local accounts with a second factor, lock-out."""
