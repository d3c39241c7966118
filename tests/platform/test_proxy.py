"""The proxy of docker-compose.yml, run for real: what it passes on, and what it keeps inside."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NGINX = "/usr/sbin/nginx"
pytestmark = pytest.mark.slow


class Web(BaseHTTPRequestHandler):
    """What stands behind it: answers with what it was told."""

    def do_GET(self):
        body = "".join(f"{name}: {value}\n" for name, value in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing."""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def certificate(tmp_path):
    """As the container makes it at its first start."""
    script = ["sh", str(ROOT / "proxy/certificate.sh")]
    told = {"CERTIFICATES": str(tmp_path), "SERVER_NAME": "jobbtorg.example", "PATH": "/usr/bin"}
    subprocess.run(script, env=told, check=True, capture_output=True)
    first = (tmp_path / "tls.crt").read_bytes()
    subprocess.run(script, env=told, check=True, capture_output=True)
    assert (tmp_path / "tls.crt").read_bytes() == first, "a certificate that is there stays"
    return tmp_path


@pytest.fixture
def web():
    found = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def proxy(certificate, web, tmp_path):
    """The very files, but for where they lie, the ports, and web's address."""
    shutil.copytree(ROOT / "proxy/pages", tmp_path / "pages")
    ports = {"80": str(free_port()), "443": str(free_port())}
    moved = {
        "/etc/nginx/to_web.conf": str(tmp_path / "to_web.conf"),
        "/etc/nginx/pages": str(tmp_path / "pages"),
        "/certificates/": f"{certificate}/",
        "/dev/stdout": str(tmp_path / "access.log"),
        "/dev/stderr": str(tmp_path / "error.log"),
        "listen 80;": f"listen 127.0.0.1:{ports['80']};",
        "listen 443 ": f"listen 127.0.0.1:{ports['443']} ",
        "http://web:8000": f"http://127.0.0.1:{web.server_port}",
        "resolver 127.0.0.11": "resolver 127.0.0.1",
    }
    for name in ("nginx.conf", "to_web.conf"):
        text = (ROOT / "proxy" / name).read_text()
        text = re.sub(r"(?<= )/tmp/", f"{tmp_path}/", text)
        for old, new in moved.items():
            text = text.replace(old, new)
        (tmp_path / name).write_text("user root;\n" * (name == "nginx.conf") + text)
    command = [NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"]
    tried = subprocess.run([*command[:-2], "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(int(ports["443"]))
        yield {"web": web, "where": tmp_path} | {name: int(port) for name, port in ports.items()}
    finally:
        running.terminate()
        running.wait(10)


def wait_for(port):
    for _ in range(100):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nginx did not start")


def ask(proxy, path, headers=None):
    """Status, headers and text, by TLS with the certificate that is our own."""
    trusted = ssl.create_default_context(cafile=str(proxy["where"] / "tls.crt"))
    trusted.check_hostname = False
    line = HTTPSConnection("127.0.0.1", proxy["443"], context=trusted, timeout=10)
    line.request("GET", path, headers={"Host": "jobbtorg.example"} | (headers or {}))
    answer = line.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


def test_what_web_is_told(proxy):
    status, _, told = ask(proxy, "/", {"X-Forwarded-For": "6.6.6.6", "X-Request-ID": "x" * 20})
    lines = dict(line.split(": ", 1) for line in told.splitlines())
    assert status == 200
    assert lines["X-Forwarded-For"] == "127.0.0.1"  # never what the client says
    assert lines["X-Forwarded-Proto"] == "https"
    assert lines["Host"] == "jobbtorg.example"
    assert re.fullmatch(r"[0-9a-f]{32}", lines["X-Request-ID"])


def test_without_tls_one_is_led_to_it(proxy):
    line = HTTPConnection("127.0.0.1", proxy["80"], timeout=10)
    line.request("GET", "/sok/", headers={"Host": "jobbtorg.example"})
    answer = line.getresponse()
    assert answer.status == 308
    assert answer.headers["Location"] == "https://jobbtorg.example/sok/"


@pytest.mark.parametrize("path", ["/drift/redo/", "/drift/matt/", "/drift/lever/"])
def test_what_machines_ask_stays_inside(proxy, path):
    assert ask(proxy, path)[0] == 404


def test_web_away_is_503_in_swedish(proxy):
    proxy["web"].shutdown()
    proxy["web"].server_close()
    status, headers, text = ask(proxy, "/")
    assert (status, headers["Retry-After"]) == (503, "30")
    assert "Jobbtorg svarar inte just nu" in text


def test_an_endless_address_is_refused_in_swedish(proxy):
    status, _, text = ask(proxy, "/?x=" + "a" * 20_000)
    assert status == 414 and "Adressen är för lång" in text


def test_what_is_far_too_large_is_refused_in_swedish_before_it_is_sent(proxy):
    trusted = ssl.create_default_context(cafile=str(proxy["where"] / "tls.crt"))
    trusted.check_hostname = False
    line = HTTPSConnection("127.0.0.1", proxy["443"], context=trusted, timeout=10)
    line.putrequest("POST", "/")
    line.putheader("Content-Length", str(10**9))
    line.endheaders()
    answer = line.getresponse()
    assert answer.status == 413 and "för stort" in answer.read().decode()


def test_its_log_names_no_address_and_no_calendar_at_all(proxy):
    ask(proxy, "/arenden/JT-2026-0001/?q=hemligt")
    ask(proxy, "/kalender/hemlig.ics")
    time.sleep(0.3)
    lines = (proxy["where"] / "access.log").read_text().splitlines()
    assert len(lines) == 1
    assert not [word for word in ("JT-2026", "hemlig", "127.0.0.1", "kalender") if word in lines[0]]


def test_only_new_tls_is_spoken(proxy):
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    line = socket.create_connection(("127.0.0.1", proxy["443"]), 5)
    with line, pytest.raises(ssl.SSLError):
        old.wrap_socket(line)
