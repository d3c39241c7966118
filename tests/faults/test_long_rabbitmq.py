"""RabbitMQ as the queue, by the setting alone: a real one, that is killed and comes back."""

import os
import signal
import socket
import subprocess
import sys
import time
from uuid import uuid4

import pytest
from django.conf import settings as configured

from tests.faults.product import PATIENCE, asking, until

SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Rabbit:
    """A server of the test's own, on this machine's inside alone."""

    def __init__(self, directory):
        self.port, self.programs, self.where = free_port(), [], directory
        epmd = str(free_port())
        (directory / "conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\ndefault_user = prov\ndefault_pass = prov\n"
        )
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(directory), "ERL_EPMD_PORT": epmd,
            "ERL_EPMD_ADDRESS": "127.0.0.1", "RABBITMQ_NODENAME": f"prov{self.port}@localhost",
            "RABBITMQ_MNESIA_BASE": str(directory / "data"),
            "RABBITMQ_LOG_BASE": str(directory / "log"),
            "RABBITMQ_CONFIG_FILE": str(directory / "conf"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null", "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(directory / "plugins"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS":
                "-kernel inet_dist_use_interface {127,0,0,1}",
        }  # fmt: skip
        self.names = self._spawn("epmd", "-address", "127.0.0.1", "-port", epmd)

    def _spawn(self, *command):
        log = (self.where / "out.log").open("ab")
        found = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd="/",
                                 start_new_session=True)  # fmt: skip
        self.programs.append(found)
        return found

    def start(self):
        self.server = self._spawn(SERVER)
        for _ in range(PATIENCE * 5):
            assert self.server.poll() is None, (self.where / "out.log").read_text()[-2000:]
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.2)
        raise AssertionError("RabbitMQ did not start")

    def end(self, how=signal.SIGTERM):
        """The shell around it and the server itself: both are of a session of its own."""
        os.killpg(self.server.pid, how)
        self.server.wait(60)

    def stop(self):
        if self.server.poll() is None:
            self.end(signal.SIGKILL)
        self.names.kill()
        self.names.wait()


@pytest.fixture
def rabbit(tmp_path):
    found = Rabbit(tmp_path)
    try:
        found.start()
        yield found
    finally:
        found.stop()


@pytest.fixture
def environment(base, server, rabbit):
    """Of the product's programs, with the setting."""
    server.fill("city")
    return os.environ | {
        "CELERY_BROKER_URL": f"amqp://prov:prov@127.0.0.1:{rabbit.port}//",
        "DATABASE_URL": server.address("city"),
        "SECRET_KEY": configured.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "jobbtorg.settings",
    }


@pytest.fixture
def product(environment):
    with asking(environment) as ask:
        yield ask


@pytest.fixture
def worker(environment, tmp_path):
    command = [sys.executable, "-m", "celery", "-A", "jobbtorg.celery:app", "worker"]
    command += ["-P", "solo", "-l", "warning", "-n", f"prov-{uuid4().hex}"]
    with (tmp_path / "worker.log").open("wb") as log:
        program = subprocess.Popen(
            command, cwd=configured.BASE_DIR, env=environment, stdout=log, stderr=log
        )
    yield program
    program.kill()
    program.wait()


def test_each_message_comes_to_its_own_queue_once_and_a_worker_takes_it(product, worker):
    until(lambda: product("redo")["kö"] == "ok")
    product("liv")
    until(lambda: product("rader"))
    assert product("skicka") == 0  # nothing is left in the outbox
    until(lambda: product("ko") == {"celery": 0, "arbeten": 0})


def test_what_is_asked_for_while_it_is_away_is_sent_when_it_is_back(rabbit, product, worker):
    product("liv")
    until(lambda: product("rader"))
    worker.kill()
    worker.wait()
    rabbit.end(signal.SIGKILL)
    begun = time.monotonic()
    assert product("skicka") == 1
    assert time.monotonic() - begun < 5, "nobody waits for what is away"
    assert product("redo")["kö"] == "svarar inte"
    rabbit.start()
    until(lambda: product("redo")["kö"] == "ok")
    assert product("igen") == [1, 0]
    assert product("ko") == {"celery": 0, "arbeten": 1}
