"""A hub that keeps to the wire, or does not: for tests of what members do about a hub that is dead, slow or dishonest.

    with LyingHub(folder) as hub:
        hub.address, hub.code            # what a person joins with; every device is let in at once
        hub.share("wheels")              # an item of the team's admin in the feed
        hub.manner = "endless"           # from now on; connections that are open are cut

Manners of all answers: `honest`, `dead` (nobody listens), `mute` (takes the request and says nothing), `slow` (one byte a
second), `endless`, `garbage` (no JSON), `nested` (JSON without a bottom), `values` (a million of them), `failing` (500),
`redirect`, `out` (403 revoked), `limited` (429), `other_hub` (a foreign id), `other_certificate`.
Of the pairing alone: `other_session`, `neutral_share`, `reflected_share`, `wrong_proof`, `altered_seal`, `empty_welcome`.
Of the feed alone: `backwards`, `jumping`, `flooding` (more than was asked for), `immense` (counts that fit nothing).
"""

import base64
import hashlib
import http.server
import json
import os
import ssl
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

import hub_wire

LONGEST_POLL = 25


def certificate(folder, name):
    """A new Ed25519 certificate that signs itself: the context of a server, and its bytes."""
    folder = Path(folder)
    chain, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "3650", "-subj", "/CN=memos-hub",
         "-keyout", key, "-out", chain], check=True, capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(chain, key)
    return context, ssl.PEM_cert_to_DER_cert(chain.read_text())


def identifier(envelope):
    """As a member computes it; of what is no envelope, something."""
    try:
        return hub_wire.identifier(envelope)
    except (KeyError, TypeError, ValueError):
        return hashlib.sha256(json.dumps(envelope).encode()).hexdigest()


class LyingHub:
    def __init__(self, folder, port=0, host="127.0.0.1"):
        self.folder, self.host = Path(folder), host
        self.id = hashlib.sha256(os.urandom(8)).hexdigest()[:32]
        self.code = "".join(hub_wire.ALPHABET[byte % 32] for byte in os.urandom(12))
        self.admin = hub_wire.Key()
        self.feed = []
        self.requests = []
        self.pushed = []
        self.tokens = {}
        self._runs = {}
        self._manner = "honest"
        self._news = threading.Condition()
        self._open = set()
        self._own, self.certificate = certificate(self.folder, "own")
        self._foreign, _ = certificate(self.folder, "foreign")
        self._server = None
        self.port = port
        self._listen()
        self.say(hub_wire.grant_statement(self.id, self.admin.hex, "rita", name="Rita", role="admin"))

    # What a test does.

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._deafen()

    @property
    def address(self):
        return f"{self.host}:{self.port}"

    @property
    def manner(self):
        return self._manner

    @manner.setter
    def manner(self, manner):
        was, self._manner = self._manner, manner
        if manner == "dead":
            self._deafen()
        elif was == "dead":
            self._listen()
        self.cut()
        with self._news:
            self._news.notify_all()

    def cut(self):
        """Ends all connections."""
        for connection in list(self._open):
            try:
                connection.shutdown(2)
            except OSError:
                pass

    def add(self, *envelopes):
        """Puts envelopes into the feed as they are."""
        with self._news:
            self.feed.extend(envelopes)
            self._news.notify_all()

    def say(self, statement, key=None):
        """Signs a statement, the admin's unless a key is named, and puts it into the feed."""
        signed = hub_wire.envelope(statement, key or self.admin)
        self.add(signed)
        return signed

    def share(self, name, key=None, **more):
        return self.say(hub_wire.item_statement(self.id, key or self.admin, name, **more), key)

    def revoke(self, kind, subject):
        return self.say(hub_wire.revocation_statement(self.id, kind, subject))

    def forget(self, count):
        """Loses the latest entries, as when an old backup is taken in."""
        with self._news:
            lost, self.feed = self.feed[-count:], self.feed[:-count]
        self.cut()
        return lost

    def identifiers(self):
        return [identifier(envelope) for envelope in self.feed]

    # The server.

    def _listen(self):
        hub = self

        class Handler(_Handler):
            pass

        Handler.hub = hub

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def get_request(self):
                connection, peer = super().get_request()
                context = hub._foreign if hub.manner == "other_certificate" else hub._own
                # The handshake belongs to the connection's own thread.
                return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), peer

            def handle_error(self, request, client_address):
                pass

        self._server = Server((self.host, self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _deafen(self):
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self.cut()

    # Its answers, when it is honest.

    def answer(self, method, path, query, body):
        if (method, path) == ("POST", "/pair/start"):
            session = bytes.fromhex(body["session"])
            exchange = hub_wire.Exchange(self.code, session, role="hub")
            run, whole = os.urandom(16).hex(), session + os.urandom(16)
            self._runs[run] = exchange.finish(bytes.fromhex(body["share"]))
            share = exchange.share.hex()
            if self.manner == "other_session":
                whole = os.urandom(32)
            elif self.manner == "neutral_share":
                share = "00" * 32
            elif self.manner == "reflected_share":
                share = body["share"]
            return 200, {"run": run, "session": whole.hex(), "share": share}
        if (method, path) == ("POST", "/pair/finish"):
            return self._finish(body)
        if path == "/me":
            return 200, {"state": "active", "role": "member", "groups": ["everyone"]}
        if path == "/token/rotate":
            return 200, {"token": os.urandom(16).hex()}
        if path == "/devices":
            return 200, {"devices": []}
        if path == "/statements":
            return self._take(body["statements"])
        if path == "/feed":
            return self._page(int(query["after"][0]), int(query["limit"][0]), int(query["wait"][0]))
        return 404, {"error": {"code": "not_found", "message": "Nothing here."}}

    def _finish(self, body):
        keys = self._runs.pop(body["run"])
        if bytes.fromhex(body["confirmation"]) != keys.proof["client"]:
            return 403, {"error": {"code": "forbidden", "message": "The code was wrong."}}
        told = json.loads(keys.open(base64.b64decode(body["sealed"]), role="client"))
        grant = self.say(hub_wire.grant_statement(self.id, told["device"], "guest", name=told["name"]))
        welcome = {
            "hub": self.id, "name": "Lab", "certificate": base64.b64encode(self.certificate).decode(),
            "roots": [self.admin.hex], "device": "active", "state": "active", "token": os.urandom(16).hex(),
            "grant": grant,
        }
        if self.manner == "empty_welcome":
            welcome = {}
        sealed = keys.seal(json.dumps(welcome).encode(), role="hub")
        if self.manner == "altered_seal":
            sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
        proof = keys.proof["client" if self.manner == "wrong_proof" else "hub"].hex()
        return 200, {"confirmation": proof, "sealed": base64.b64encode(sealed).decode()}

    def _take(self, envelopes):
        known = set(self.identifiers())
        accepted = []
        for envelope in envelopes:
            one = identifier(envelope)
            self.pushed.append(one)
            if one not in known:
                accepted.append(one)
                self.add(envelope)
        return 200, {"accepted": accepted, "known": sorted(known), "refused": []}

    def _page(self, after, limit, wait):
        until = time.monotonic() + min(wait, LONGEST_POLL)
        manner = self.manner
        with self._news:
            while len(self.feed) == after and self.manner == manner == "honest" and (left := until - time.monotonic()) > 0:
                self._news.wait(left)
            feed = list(self.feed)
        if after > len(feed):
            return 409, {"error": {"code": "conflict", "message": "There is less."}, "head": len(feed)}
        end = min(len(feed), after + limit)
        entries = [{"seq": number + 1, "envelope": feed[number]} for number in range(after, end)]
        page = {
            "entries": entries, "cursor": end, "head": len(feed), "chain": self._chain(feed, end),
            "chainAtAfter": self._chain(feed, after),
        }
        if self.manner == "backwards":
            page["cursor"] = after - 1
        elif self.manner == "jumping":
            page["entries"] = [{"seq": after + 10**9, "envelope": feed[0]}]
        elif self.manner == "flooding":
            page["entries"] = [{"seq": after + number, "envelope": feed[0]} for number in range(1, limit + 2)]
            page["cursor"] = page["head"] = after + limit + 1
        elif self.manner == "immense":
            page["cursor"] = page["head"] = 2**63 - 1
        return 200, page

    @staticmethod
    def _chain(feed, count):
        return hub_wire.chain_over(identifier(envelope) for envelope in feed[:count])


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub = None

    def setup(self):
        super().setup()
        self.hub._open.add(self.connection)

    def finish(self):
        self.hub._open.discard(self.connection)
        try:
            super().finish()
        except OSError:
            pass

    def log_message(self, *_):
        pass

    def do_GET(self):
        hub = self.hub
        parts = urllib.parse.urlsplit(self.path)
        path = parts.path.removeprefix("/hub/v1")
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        hub.requests.append((self.command, path, hub.manner))
        spoil = getattr(self, f"say_{hub.manner}", None)
        if spoil:
            spoil()
            return
        status, answer = hub.answer(self.command, path, urllib.parse.parse_qs(parts.query), body)
        # What was asked of an honest hub may be answered by another one.
        spoil = getattr(self, f"say_{hub.manner}", None)
        if spoil:
            spoil()
        else:
            self.say(status, json.dumps(answer).encode())

    do_POST = do_DELETE = do_GET

    def head(self, status, headers=(), hub=None):
        self.send_response(status)
        self.send_header("Memos-Hub", hub or self.hub.id)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def say(self, status, body, headers=(), hub=None):
        self.head(status, [("Content-Length", str(len(body))), *headers], hub)
        self.wfile.write(body)

    def while_so(self, action):
        """Goes on as long as the hub has this manner and somebody listens."""
        manner = self.hub.manner
        self.close_connection = True
        try:
            while self.hub.manner == manner and action() is not False:
                pass
        except OSError:
            pass

    def say_mute(self):
        self.while_so(lambda: time.sleep(0.05))

    def say_slow(self):
        self.head(200, [("Content-Length", "100000")])

        def drip():
            self.wfile.write(b" ")
            time.sleep(1)

        self.while_so(drip)

    def say_endless(self):
        self.head(200, [("Connection", "close")])
        piece = b" " * 65536
        self.while_so(lambda: self.wfile.write(piece) and None)

    def say_garbage(self):
        self.say(200, b"<html>It works!</html>")

    def say_nested(self):
        self.say(200, b'{"entries":' + b"[" * 200_000)

    def say_values(self):
        self.say(200, b'{"entries":[' + b"0," * 1_000_000 + b"0]}")

    def say_failing(self):
        self.say(500, json.dumps({"error": {"code": "internal", "message": "Oh\x1b[2J."}}).encode())

    def say_redirect(self):
        self.say(307, b"{}", [("Location", f"https://{self.hub.address}/hub/v1/hello")])

    def say_out(self):
        self.say(403, json.dumps({"error": {"code": "revoked", "message": "You are out."}}).encode())

    def say_limited(self):
        body = json.dumps({"error": {"code": "rate_limited", "message": "Not so fast."}}).encode()
        self.say(429, body, [("Retry-After", "30")])

    def say_other_hub(self):
        self.say(403, json.dumps({"error": {"code": "revoked", "message": "Out."}}).encode(), hub="f" * 32)
