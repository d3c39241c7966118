"""Dockerfile and docker-compose.yml: no engine runs them here, so each word in them is checked."""

import json
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from jobbtorg.audit.months import ROLE

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OF_OURS = ["init", "web", "worker", "beat"]
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
    return set(re.findall(r'(?:environ\.get\(|env_flag\(|env_number\()"([A-Z_]+)"', text))


def ignored_by_docker() -> set[str]:
    return set((ROOT / ".dockerignore").read_text().split())


def test_the_dockerfile_has_only_known_instructions_and_two_stages():
    assert {name for name, _ in dockerfile()} == INSTRUCTIONS
    assert [stage[0].partition(":")[0] for stage in words("FROM")] == ["node", "python"]


def test_every_copied_path_exists():
    for *sources, _target in words("COPY"):
        if sources[0] == "--from=static":
            assert sources[1:] == ["/app/node_modules"]  # made by npm ci in that stage
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
    assert set(SERVICES) == {"db", "redis", "clamav", "web", "worker", "beat", "init"}


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
    assert used == set(COMPOSE["volumes"])


@pytest.mark.parametrize("service", OF_OURS)
def test_settings_read_every_variable_given_to_our_services(service: str):
    given = set(SERVICES[service]["environment"])
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"} <= given
    for_roles = {"APP_PASSWORD"} if service == "init" else set()
    assert given - environment_read_by_settings() == for_roles


def test_every_variable_that_settings_read_reaches_the_services_but_the_developers_own():
    given = set(SERVICES["web"]["environment"])
    assert environment_read_by_settings() - given == {"DEBUG", "JOBBTORG_VAR"}


def test_operations_lists_every_variable():
    text = (ROOT / "docs/operations.md").read_text()
    assert {name for name in environment_read_by_settings() if f"`{name}`" not in text} == set()


def test_only_init_signs_in_to_the_database_as_the_owner_of_its_tables():
    addresses = {name: SERVICES[name]["environment"]["DATABASE_URL"] for name in OF_OURS}
    roles = {name: address.split(":")[1].strip("/") for name, address in addresses.items()}
    owner = SERVICES["db"]["environment"]["POSTGRES_USER"]
    assert roles == {"init": owner, "web": ROLE, "worker": ROLE, "beat": ROLE}
    assert "create_app_role" in " ".join(SERVICES["init"]["command"])


def test_no_registry_host_is_named():
    images = {service["image"] for service in SERVICES.values()}
    images |= {stage[0] for stage in words("FROM")}
    owners = {image.partition("/")[0] for image in images if "/" in image}
    assert owners == {"clamav"}  # an owner's name, as no host is: without dot or port
    for name in ["requirements.txt", "requirements-dev.txt", "package-lock.json", "Dockerfile"]:
        text = (ROOT / name).read_text()
        assert not re.search(r"--(extra-)?index-url|registry=|\"resolved\"", text), name
