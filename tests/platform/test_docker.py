"""Dockerfile and docker-compose.yml: no engine runs them here, so each word in them is checked."""

import json
import re
import shlex
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands

from jobbtorg.audit.months import ROLE

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OF_OURS = ["init", "web", "worker", "beat"]
WITHOUT_STATE = ["init", "web", "worker", "beat", "redis", "proxy"]  # but for their volumes
INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "CMD"}


def dockerfile() -> list[tuple[str, str]]:
    """The instructions, each with its words; comments gone and lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / "Dockerfile").read_text())
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def words(name: str) -> list[list[str]]:
    return [shlex.split(rest) for found, rest in dockerfile() if found == name]


def command_of(service: str) -> list[str]:
    """The service's command, else the image's."""
    command = SERVICES[service].get("command")
    if command is None:
        ((_, default),) = [line for line in dockerfile() if line[0] == "CMD"]
        return json.loads(default)
    return shlex.split(command) if isinstance(command, str) else command


def environment_read_by_settings() -> set[str]:
    text = (ROOT / "jobbtorg/settings.py").read_text()
    called = r'(?:environ\.get\(|env_flag\(|env_number\(|env_secret\()"([A-Z_]+)"'
    return set(re.findall(called, text))


def given_to(service: str) -> set[str]:
    """The variables of a service; a file with the secret in it is the secret."""
    return {name.removesuffix("_FILE") for name in SERVICES[service]["environment"]}


def ignored_by_docker() -> set[str]:
    return set((ROOT / ".dockerignore").read_text().split())


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage, in order."""
    found: list[list[tuple[str, str]]] = []
    for line in dockerfile():
        if line[0] == "FROM":
            found.append([])
        found[-1].append(line)
    return found


def test_the_dockerfile_has_only_known_instructions_and_its_stages():
    assert {name for name, _ in dockerfile()} == INSTRUCTIONS
    froms = [[stage[0].partition(":")[0], *stage[1:]] for stage in words("FROM")]
    assert froms == [["node", "AS", "static"], ["python", "AS", "base"],
                     ["base", "AS", "build"], ["base"]]  # fmt: skip


def test_nothing_is_built_in_the_last_stage_nor_owned_by_who_runs():
    last = stages()[-1]
    (run_once, make_room) = [rest for name, rest in last if name == "RUN"]
    assert "pip uninstall --yes pip setuptools wheel" in run_once
    assert make_room == "mkdir -p var/documents && chown app: var/documents"
    copied = [rest for name, rest in last if name == "COPY"]
    assert copied == ["--from=build /venv /venv", "--from=build /app /app"]
    assert [name for name, _ in last].index("USER") > max(
        n for n, (name, _) in enumerate(last) if name in ("RUN", "COPY")
    )


def test_every_copied_path_exists():
    for *sources, _target in words("COPY"):
        if sources[0].startswith("--from="):
            made = {"static": ["/app/node_modules"], "build": ["/venv", "/app"]}
            assert sources[1] in made[sources[0].partition("=")[2]]
            continue
        for source in sources:
            assert (ROOT / source).exists(), source
            assert source not in ignored_by_docker()


def test_the_image_does_not_run_as_root():
    names = [name for name, _ in dockerfile()]
    assert words("USER") == [["app"]]
    assert names.index("USER") < names.index("CMD")


def test_image_and_script_install_the_same_libraries():
    listed = re.search(r"LIBRARIES=\(([^)]*)\)", (ROOT / "script/bootstrap.sh").read_text())
    assert listed
    (apt,) = [rest for name, rest in dockerfile() if name == "RUN" and "apt-get install" in rest]
    assert set(listed[1].split()) <= set(apt.split())


def test_every_command_of_manage_py_exists():
    files = ["Dockerfile", "docker-compose.yml", "script/demo", "script/test"]
    text = "".join((ROOT / name).read_text() for name in files)
    used = set(re.findall(r"manage(?:\.py)? ([a-z][a-z_]+)(?: --|$|;|\n)", text))
    assert {"migrate", "load_base", "load_demo", "collectstatic"} <= used
    assert used <= set(get_commands())


def test_gunicorn_serves_an_application_that_exists(db):
    program, target, *_ = command_of("web")
    module, _, attribute = target.partition(":")
    assert program == "gunicorn"
    assert callable(getattr(import_module(module), attribute))


@pytest.mark.parametrize("service", ["worker", "beat"])
def test_celery_runs_an_app_that_exists(service: str):
    program, flag, target, role, *_ = command_of(service)
    module, _, attribute = target.partition(":")
    assert (program, flag, role) == ("celery", "-A", service)
    assert getattr(import_module(module), attribute).main == "jobbtorg"


def test_the_services_are_the_parts_of_the_system():
    parts = {"db", "redis", "clamav", "web", "worker", "beat", "init", "proxy"}
    assert set(SERVICES) == parts


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_a_limit_and_gains_no_rights(service: str):
    told = SERVICES[service]
    limits = told["deploy"]["resources"]["limits"]
    assert float(limits["cpus"]) > 0 and re.fullmatch(r"\d+[MG]", limits["memory"])
    assert told["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"init"}))
def test_each_that_stays_up_is_asked_how_it_is_and_started_again(service: str):
    assert SERVICES[service]["restart"] == "unless-stopped"
    assert SERVICES[service]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("service", WITHOUT_STATE)
def test_the_root_of_each_that_keeps_nothing_is_read_only(service: str):
    assert SERVICES[service]["read_only"] is True
    assert service == "redis" or SERVICES[service]["tmpfs"] == ["/tmp"]


def test_the_proxy_alone_is_reached_from_outside():
    assert [name for name, told in SERVICES.items() if "ports" in told] == ["proxy"]


def test_secrets_come_as_files_that_the_script_makes():
    text = (ROOT / "docker-compose.yml").read_text()
    assert not re.search(r"\$\{?\w*(PASSWORD|SECRET_KEY)", text)
    files = {name: told["file"] for name, told in COMPOSE["secrets"].items()}
    made = re.search(r"for name in (.*); do", (ROOT / "script/secrets").read_text())
    assert made and set(made[1].split()) == set(files)
    assert set(files.values()) == {f"./secrets/{name}" for name in files}
    assert {"secrets"} <= ignored_by_docker()
    assert "secrets/" in (ROOT / ".gitignore").read_text().split()
    for service in SERVICES.values():
        named = {
            str(value).removeprefix("/run/secrets/")
            for name, value in service.get("environment", {}).items()
            if name.endswith("_FILE")
        }
        assert named <= set(service.get("secrets", []))


def test_the_script_makes_secrets_once_and_keeps_them(tmp_path):
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script/secrets", tmp_path / "script")
    command = [str(tmp_path / "script/secrets")]
    subprocess.run(command, check=True, capture_output=True)
    first = {p.name: p.read_text() for p in (tmp_path / "secrets").iterdir()}
    subprocess.run(command, check=True, capture_output=True)
    assert {p.name: p.read_text() for p in (tmp_path / "secrets").iterdir()} == first
    assert set(first) == set(COMPOSE["secrets"])
    assert min(len(text) for text in first.values()) >= 50
    assert len(set(first.values())) == len(first)
    assert oct((tmp_path / "secrets").stat().st_mode)[-3:] == "700"


def test_every_dependency_is_a_service_with_the_check_it_waits_for():
    for name, service in SERVICES.items():
        for other, how in service.get("depends_on", {}).items():
            assert other != name
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other]
            else:
                assert how["condition"] == "service_completed_successfully"
                assert SERVICES[other]["restart"] == "no"


def test_every_volume_is_declared():
    used = {volume.partition(":")[0] for s in SERVICES.values() for volume in s.get("volumes", [])}
    files = {name for name in used if name.startswith("./")}
    assert used - files == set(COMPOSE["volumes"])
    assert [name for name in files if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("service", OF_OURS)
def test_settings_read_every_variable_given_to_our_services(service: str):
    given = given_to(service)
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"} <= given
    for_roles = {"APP_PASSWORD"} if service == "init" else set()
    assert given - environment_read_by_settings() == for_roles


def test_every_variable_that_settings_read_reaches_the_services_but_the_developers_own():
    given = given_to("web")
    assert environment_read_by_settings() - given == {"DEBUG", "JOBBTORG_VAR"}


def test_operations_lists_every_variable():
    text = (ROOT / "docs/operations.md").read_text()
    assert {name for name in environment_read_by_settings() if f"`{name}`" not in text} == set()


def test_only_init_signs_in_to_the_database_as_the_owner_of_its_tables():
    addresses = {name: SERVICES[name]["environment"]["DATABASE_URL"] for name in OF_OURS}
    roles = {name: urlsplit(address).username for name, address in addresses.items()}
    owner = SERVICES["db"]["environment"]["POSTGRES_USER"]
    assert roles == {"init": owner, "web": ROLE, "worker": ROLE, "beat": ROLE}
    assert "create_app_role" in " ".join(SERVICES["init"]["command"])


def test_no_registry_host_is_named():
    images = {service["image"] for service in SERVICES.values()}
    images |= {stage[0] for stage in words("FROM")}
    assert all(":" in image for image in images - {"base", "jobbtorg"})
    owners = {image.partition("/")[0] for image in images if "/" in image}
    assert owners == {"clamav"}  # an owner's name, as no host is: without dot or port
    for name in ["requirements.txt", "requirements-dev.txt", "package-lock.json", "Dockerfile"]:
        text = (ROOT / name).read_text()
        assert not re.search(r"--(extra-)?index-url|registry=|\"resolved\"", text), name
