"""The commands in script/: their syntax, and the sentence each hindrance gets."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "script"
COMMANDS = ["bootstrap", "demo", "manage", "screenshots", "test"]
# Given by script/test to its own run: the scripts under test shall start from nothing.
OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "JOBBTORG_VAR", "DEMO", "DEBUG", "PORT"}


def run(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command of script/ in a bare environment, without standard input."""
    base = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [SCRIPT / command],
        env=base | {"JOBBTORG_NO_INSTALL": "1"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def sentence(result: subprocess.CompletedProcess[str]) -> str:
    """The one line that a refused start prints."""
    assert result.returncode == 1, result
    (line,) = result.stderr.splitlines()
    return line


@pytest.fixture
def var(tmp_path: Path) -> str:
    return str(tmp_path / "var")


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def fake_postgres(directory: Path, version: str) -> str:
    program = directory / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return str(directory)


def path_without(directory: Path, *missing: str) -> str:
    """A PATH on which every program of this machine is found but the named."""
    for name in os.environ["PATH"].split(os.pathsep):
        for program in Path(name).glob("*"):
            link = directory / program.name
            if program.name not in missing and not link.is_symlink():
                link.symlink_to(program)
    return str(directory)


def test_every_script_is_bash_that_parses():
    scripts = [*(SCRIPT / name for name in COMMANDS), *SCRIPT.glob("*.sh"), ROOT / ".ci/run"]
    for script in scripts:
        subprocess.run(["bash", "-n", script], check=True)


@pytest.mark.parametrize("path", [*(f"script/{name}" for name in COMMANDS), ".ci/run"])
def test_every_command_may_be_run(path: str):
    assert os.access(ROOT / path, os.X_OK)


def test_ci_runs_the_tests_of_the_developers():
    assert "exec script/test" in (ROOT / ".ci/run").read_text()


def test_busy_port(var: str, busy_port: int):
    line = sentence(run("demo", JOBBTORG_VAR=var, PORT=str(busy_port)))
    assert f"Porten {busy_port} är upptagen" in line
    assert "PORT=" in line


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_port_that_is_none(var: str, port: str):
    assert "mellan 1 och 65535" in sentence(run("demo", JOBBTORG_VAR=var, PORT=port))


def test_second_instance_is_sent_away(var: str, busy_port: int):
    Path(var).mkdir()
    with subprocess.Popen(
        ["flock", f"{var}/demo.lock", "sh", "-c", "echo held; read line"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout and holder.stdin
        assert holder.stdout.readline() == b"held\n"
        line = sentence(run("demo", JOBBTORG_VAR=var, PORT=str(busy_port)))
        holder.stdin.close()
    assert "är redan i gång" in line


def test_postgresql_that_is_too_old(var: str, tmp_path: Path):
    line = sentence(run("bootstrap", JOBBTORG_VAR=var, PG_BINDIR=fake_postgres(tmp_path, "13.9")))
    assert "PostgreSQL 15 eller senare behövs" in line
    assert "bara version 13" in line


def test_postgresql_that_is_not_there(var: str, tmp_path: Path):
    line = sentence(run("bootstrap", JOBBTORG_VAR=var, PG_BINDIR=str(tmp_path)))
    assert "här finns ingen" in line


def test_missing_program_that_may_not_be_installed(var: str, tmp_path: Path):
    tmp_path.joinpath("bin").mkdir()
    path = path_without(tmp_path / "bin", "redis-server")
    line = sentence(run("bootstrap", JOBBTORG_VAR=var, PATH=path))
    assert line.endswith("apt-get install --no-install-recommends redis-server")


def test_elsewhere_needs_no_servers_here(var: str, tmp_path: Path):
    tmp_path.joinpath("bin").mkdir()
    result = run(
        "bootstrap",
        JOBBTORG_VAR=var,
        PATH=path_without(tmp_path / "bin", "redis-server"),
        PG_BINDIR=str(tmp_path),
        DATABASE_URL="postgresql://elsewhere/jobbtorg",
        REDIS_URL="redis://elsewhere/0",
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("database", "redis", "word"),
    [
        ("postgresql://127.0.0.1:1/x", "redis://127.0.0.1:1/0", "DATABASE_URL"),
        ("no address at all", "redis://127.0.0.1:1/0", "DATABASE_URL"),
        (None, "redis://127.0.0.1:1/0", "REDIS_URL"),
        (None, "no address at all", "REDIS_URL"),
    ],
)
def test_servers_elsewhere_that_do_not_answer(database: str | None, redis: str, word: str):
    result = subprocess.run(
        [ROOT / ".venv/bin/python", SCRIPT / "check_services.py"],
        env=os.environ | {"REDIS_URL": redis} | ({"DATABASE_URL": database} if database else {}),
        capture_output=True,
        text=True,
    )
    assert f"Kontrollera {word}" in sentence(result)


def test_database_elsewhere_that_is_too_old(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(SCRIPT))
    import check_services

    monkeypatch.setattr(check_services, "server_version", lambda: 13)
    with pytest.raises(SystemExit, match="version 13") as stop:
        check_services.check()
    assert "15 eller senare behövs" in str(stop.value)


def test_packages_that_cannot_be_fetched(tmp_path: Path):
    """pip without a network: one sentence, and the next run goes on from there."""
    tree = tmp_path / "tree"
    shutil.copytree(SCRIPT, tree / "script")
    tree.joinpath(".venv/bin").mkdir(parents=True)
    tree.joinpath("requirements.txt").write_text("not-to-be-found==1 --hash=sha256:" + "0" * 64)
    python = tree / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{ROOT}/.venv/bin/python" "$@"\n')
    python.chmod(0o755)
    result = subprocess.run(
        [tree / "script/bootstrap"],
        env=os.environ
        | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "JOBBTORG_VAR": str(tree / "var")}
        | {"JOBBTORG_NO_INSTALL": "1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert "Kontrollera nätet och kör script/bootstrap igen" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tree.glob(".venv/*.installed"))
