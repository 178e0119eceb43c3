"""The server does what its OpenAPI document says, whatever it is asked: Schemathesis, with all of its checks.

A real server, its SQLite file, and the simulated organization. Every role has a run of its own.
"""

import json
import os
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

SERVER = os.environ["APPCONN_PROGRAM"]
OKTA = urlsplit(os.environ["OKTA_SIM_URL"])
DEMO = json.loads(Path(os.environ["OKTA_SIM_DEMO"]).read_text())
HERE = Path(__file__).parent
# So many inputs for each operation and phase; the same in each run.
INPUTS = "10"


class Server:
    """A server with a database of its own and one verified connection."""

    def __init__(self, folder):
        host = urlsplit(DEMO["domain"]).hostname
        self.env = {
            "PATH": os.environ["PATH"],
            "APPCONN_LISTEN": "127.0.0.1:0",
            "APPCONN_DATABASE_URL": f"sqlite://{folder}/app-connections.db",
            "APPCONN_MASTER_KEY_FILE": f"{folder}/master.key",
            "APPCONN_ASSETS": folder,
            "APPCONN_OKTA_CA_FILE": os.environ["SSL_CERT_FILE"],
            "APPCONN_OKTA_RESOLVE": f"{host}=127.0.0.1:{OKTA.port}",
            "APPCONN_LOG_FORMAT": "json",
            "APPCONN_TRUSTED_PROXIES": "1",
        }
        self.log = open(Path(folder) / "server.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen([SERVER, "serve"], env=self.env, stdout=self.log, stderr=self.log)
        self.url = self.address()

    def address(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            for line in Path(self.log.name).read_text(encoding="utf-8").splitlines():
                if "serving" in line:
                    return f"http://{json.loads(line)['address']}"
            time.sleep(0.05)
        raise AssertionError(Path(self.log.name).read_text(encoding="utf-8"))

    def token(self, role):
        command = [SERVER, "token", "create", "--role", role, "--name", f"schemathesis {role}"]
        return subprocess.run(command, env=self.env, check=True, capture_output=True, text=True).stdout.strip()

    def connect(self, token):
        """Connects the simulated organization, and gives the connection's id."""
        settings = {name: DEMO[name] for name in ("domain", "client_id", "key_id")} | {"private_key": DEMO["pem"]}
        body = json.dumps({"application": "okta", "name": "Schemathesis", "settings": settings}).encode()
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(urllib.request.Request(f"{self.url}/api/v1/connections", body, headers)) as answer:
            return json.load(answer)["id"]

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


class TheApiIsAsDescribed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.server = Server(folder.name)
        self.addCleanup(self.server.stop)
        self.connection = self.server.connect(self.server.token("admin"))

    def hold(self, *options):
        """Runs every check on every operation."""
        run = ["--no-color", "--config-file", HERE / "schemathesis.toml", "run", f"{self.server.url}/api/openapi.json"]
        run += ["--checks", "all", "--generation-deterministic", "-n", INPUTS, "--continue-on-failure", *options]
        program = Path(os.environ["VIRTUAL_ENV"]) / "bin/schemathesis"
        env = os.environ | {"CONNECTION": self.connection, "HOOKS": str(HERE / "hooks.py")}
        done = subprocess.run([program, *run], cwd=self.folder, env=env, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout[-8000:] + done.stderr[-2000:])

    def test_for_an_administrator(self):
        self.hold("--header", f"Authorization: Bearer {self.server.token('admin')}")

    def test_for_a_viewer(self):
        self.hold("--header", f"Authorization: Bearer {self.server.token('viewer')}")

    def test_for_a_service(self):
        self.hold("--header", f"Authorization: Bearer {self.server.token('service')}")

    def test_for_somebody_without_a_token(self):
        self.hold()


if __name__ == "__main__":
    unittest.main()
