"""Whether DATABASE_URL and REDIS_URL answer, and are new enough; else one Swedish sentence."""

import os
import sys

import dj_database_url
import psycopg
import redis
from psycopg.conninfo import make_conninfo

OLDEST = 15
LOOK = "Kontrollera {} och att servern är i gång."


def one_line(error: Exception) -> str:
    """What the driver says, without its line breaks."""
    return " ".join(str(error).split())


def server_version() -> int:
    """The database's major version; read the way the settings read the address."""
    config = dj_database_url.parse(os.environ["DATABASE_URL"])
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    parts = {name: config[key] for name, key in names.items() if config.get(key)}
    info = make_conninfo(dbname=config["NAME"], **parts, **config.get("OPTIONS", {}))
    with psycopg.connect(info, connect_timeout=10) as connection:
        return connection.info.server_version // 10000


def check() -> None:
    """Exits with the sentence at the first fault."""
    try:
        version = server_version()
    except Exception as error:
        sys.exit(f"Databasen svarar inte. {LOOK.format('DATABASE_URL')} ({one_line(error)})")
    if version < OLDEST:
        sys.exit(
            f"PostgreSQL {OLDEST} eller senare behövs, men servern i DATABASE_URL har version"
            f" {version}. Uppgradera den, eller ta bort DATABASE_URL för en egen databas."
        )
    try:
        redis.Redis.from_url(os.environ["REDIS_URL"], socket_connect_timeout=10).ping()
    except Exception as error:
        sys.exit(f"Redis svarar inte. {LOOK.format('REDIS_URL')} ({one_line(error)})")


if __name__ == "__main__":
    check()
