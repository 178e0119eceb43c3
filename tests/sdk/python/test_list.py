"""Okta's own SDK for Python signs in to the simulator with private_key_jwt and lists users, groups and apps.

With `dpopEnabled` it sends a proof of possession, with a key of its own; without, none, and then it cannot sign in to
an app that demands one.
"""

import asyncio
import json
import os
import unittest
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from okta.client import Client
from okta.pagination import PaginationHelper

ORG_URL = os.environ["OKTA_SIM_URL"]
ADMIN = os.environ["OKTA_SIM_ADMIN"]
DEMO = json.loads(Path(os.environ["OKTA_SIM_DEMO"]).read_text())

# What is listed: name, method of the client, and what proves that an object was understood.
LISTS = [
    ("users", "list_users", lambda user: user.profile.login),
    ("groups", "list_groups", lambda group: group.profile.actual_instance.name),
    ("apps", "list_applications", lambda app: app.label),
]


def control(method, path):
    """Asks the simulator's admin port, with no proxy in between."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"{ADMIN}/orgs/{urlsplit(ORG_URL).hostname}{path}", method=method)
    with opener.open(request) as answer:
        return answer.read()


def start(scenario=None):
    """Everything is right again, in this scenario."""
    control("POST", "/reset")
    if scenario:
        control("POST", f"/scenarios/{scenario}")


def requests(path):
    """What the organization was asked under this path, oldest first."""
    return [request for request in json.loads(control("GET", "/requests")) if request["path"].startswith(path)]


def new_client(**changes):
    """A client as Okta's README makes one."""
    return Client({
        "orgUrl": ORG_URL,
        "authorizationMode": "PrivateKey",
        "clientId": DEMO["client_id"],
        "scopes": ["okta.users.read", "okta.groups.read", "okta.apps.read"],
        "privateKey": DEMO["pem"],
        "kid": DEMO["key_id"],
        **changes,
    })


def run(call):
    """Outside `IsolatedAsyncioTestCase`, whose debug mode reports every slow RSA signature."""
    return asyncio.run(call)


class Lists(unittest.TestCase):
    def check(self, scenario, dpop, token_statuses, scheme):
        for what, method, named in LISTS:
            with self.subTest(what):
                start(scenario)
                items, _, error = run(getattr(new_client(dpopEnabled=dpop), method)(limit=3))
                self.assertIsNone(error)
                self.assertEqual(len(items), 3)
                self.assertTrue(all(named(item) for item in items))
                tokens = requests("/oauth2/v1/token")
                self.assertEqual([token["status"] for token in tokens], token_statuses)
                self.assertTrue(all(token["assertion"]["header"]["kid"] == DEMO["key_id"] for token in tokens))
                reads = requests("/api/v1/")
                self.assertEqual([(read["status"], read["authorization"]) for read in reads], [(200, scheme)])
                self.assertEqual("ath" in (reads[0]["proof"] or {"claims": {}})["claims"], scheme == "DPoP")

    def test_an_app_without_proof_of_possession(self):
        self.check(None, False, [200], "Bearer")

    def test_an_app_without_proof_of_possession_ignores_a_proof(self):
        self.check(None, True, [200], "Bearer")

    def test_an_app_that_demands_proof_of_possession(self):
        self.check("dpop", True, [400, 200], "DPoP")

    def test_the_next_page_has_other_objects(self):
        for what, method, _ in LISTS:
            with self.subTest(what):
                start()
                first, response, error = run(getattr(new_client(), method)(limit=2))
                self.assertIsNone(error)
                cursor = PaginationHelper.extract_next_cursor(response.headers)
                second, _, error = run(getattr(new_client(), method)(limit=2, after=cursor))
                self.assertIsNone(error)
                self.assertFalse({item.id for item in first} & {item.id for item in second})
                self.assertTrue(second)


class Refusals(unittest.TestCase):
    def refusal(self, scenario):
        start(scenario)
        _, _, error = run(new_client().list_users())
        return error

    def test_proof_of_possession_demanded_and_not_enabled(self):
        error = self.refusal("dpop")
        self.assertIn("invalid_dpop_proof", str(error))
        self.assertIn("The DPoP proof JWT header is missing.", str(error))

    def test_a_key_that_is_not_registered(self):
        self.assertIn("invalid_client", str(self.refusal("key_not_registered")))

    def test_a_role_that_is_too_weak(self):
        self.assertEqual(self.refusal("missing_role").error_code, "E0000006")


if __name__ == "__main__":
    unittest.main()
