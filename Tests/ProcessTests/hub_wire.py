"""The wire of a hub from a member's side, without any code of ours: keys, code exchange, envelopes, requests.

    hub = HubProcess(home)                       # starts `memosd hub serve`
    anna = hub.member("Anna")                    # joins with the first code and becomes the root
    ben = hub.member("Ben", invited_by=anna)     # code by an invitation, approved by Anna's grant
    item = anna.item("wheels", text="# Wheels")  # signs an item; nothing is sent
    anna.post(item)
    ben.feed(after=0)["entries"]

Cryptography comes from libsodium through ctypes (Ed25519, ristretto255, XChaCha20-Poly1305), TLS from Python's own
`ssl`: a client takes exactly the certificate it was given in the pairing. Nothing here checks what a hub answers unless
a function says so; tests and benches do that. One `Member` is for one thread at a time; `connection()` gives another.
"""

import base64
import ctypes
import ctypes.util
import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

import memos_process

CHANNEL = b"memos-hub"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


# --- libsodium ----------------------------------------------------------------------------------------------------


def _load():
    for name in ("libsodium.so.23", "libsodium.so.26", ctypes.util.find_library("sodium")):
        try:
            library = ctypes.CDLL(name)
        except (OSError, TypeError):
            continue
        library.sodium_init()
        return library
    raise RuntimeError("libsodium is needed: install libsodium23")


_sodium = _load()


def _check(status, what):
    if status != 0:
        raise ValueError(what)


class Key:
    """A device's Ed25519 key."""

    def __init__(self, seed=None):
        self.seed = seed or os.urandom(32)
        public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
        _check(_sodium.crypto_sign_seed_keypair(public, secret, self.seed), "no key of this seed")
        self.public, self._secret = public.raw, secret.raw

    @property
    def hex(self):
        return self.public.hex()

    def sign(self, message):
        signature = ctypes.create_string_buffer(64)
        _check(
            _sodium.crypto_sign_detached(signature, None, message, ctypes.c_ulonglong(len(message)), self._secret),
            "signing",
        )
        return signature.raw


def is_signed(public, message, signature):
    length = ctypes.c_ulonglong(len(message))
    return _sodium.crypto_sign_verify_detached(signature, message, length, public) == 0


# --- code exchange: CPace over ristretto255 with SHA-512 -------------------------------------------------------------


def _joined(*parts):
    """Parts behind their lengths in LEB128."""
    out = b""
    for part in parts:
        rest = len(part)
        while True:
            out += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
            rest >>= 7
            if not rest:
                break
        out += part
    return out


def _product(scalar, point):
    product = ctypes.create_string_buffer(32)
    _check(_sodium.crypto_scalarmult_ristretto255(product, scalar, point), "no element of the group")
    return product.raw


def normalized(code):
    """What people type as the twelve symbols."""
    text = "".join(code.upper().split()).replace("-", "")
    return text.replace("O", "0").replace("I", "1").replace("L", "1")


class Exchange:
    """One side of an agreement on keys by a code."""

    def __init__(self, code, session, role="client"):
        self.session, self.role = session, role
        domain, password = b"CPaceRistretto255", normalized(code).encode()
        padding = bytes(max(0, 128 - len(_joined(domain, password)) - 1))
        digest = hashlib.sha512(_joined(domain, password, padding, CHANNEL, session)).digest()
        generator = ctypes.create_string_buffer(32)
        _sodium.crypto_core_ristretto255_from_hash(generator, digest)
        scalar = ctypes.create_string_buffer(32)
        _sodium.crypto_core_ristretto255_scalar_random(scalar)
        self._scalar = scalar.raw
        self.share = _product(self._scalar, generator.raw)

    def finish(self, peer):
        point = _product(self._scalar, peer)
        shares = {self.role: self.share, "hub" if self.role == "client" else "client": peer}
        key = hashlib.sha512(
            _joined(b"CPaceRistretto255_ISK", self.session, point)
            + _joined(shares["client"], b"")
            + _joined(shares["hub"], b"")
        ).digest()
        return AgreedKeys(key, self.session, shares)


class AgreedKeys:
    def __init__(self, key, session, shares):
        proof = hashlib.sha512(b"CPaceMac" + session + key).digest()
        self.proof = {role: _code(_joined(shares[role], b""), proof) for role in shares}
        self._keys = {role: _code(f"memos-hub sealed by {role}".encode(), key) for role in shares}

    def seal(self, message, role="client"):
        nonce = os.urandom(24)
        out = ctypes.create_string_buffer(len(message) + 16)
        _sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
            out, None, message, ctypes.c_ulonglong(len(message)), None, ctypes.c_ulonglong(0), None, nonce,
            self._keys[role],
        )
        return nonce + out.raw

    def open(self, sealed, role="hub"):
        nonce, rest = sealed[:24], sealed[24:]
        out = ctypes.create_string_buffer(max(1, len(rest) - 16))
        _check(
            _sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
                out, None, None, rest, ctypes.c_ulonglong(len(rest)), None, ctypes.c_ulonglong(0), nonce,
                self._keys[role],
            ),
            "not sealed with these keys",
        )
        return out.raw[: len(rest) - 16]


def _code(message, key):
    return hmac.new(key, message, hashlib.sha512).digest()[:32]


# --- statements ------------------------------------------------------------------------------------------------------


def canonical(value):
    """The one form of a payload: keys sorted bytewise, no white space, integers only."""
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        return str(value).encode()
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (list, tuple)):
        return b"[" + b",".join(canonical(element) for element in value) + b"]"
    if isinstance(value, dict):
        members = sorted((key.encode(), key) for key in value)
        return b"{" + b",".join(_string(key) + b":" + canonical(value[key]) for _, key in members) + b"}"
    raise TypeError(f"{type(value)} has no canonical form")


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x7f": "\\u007f"}


def _string(text):
    escaped = "".join(_ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text)
    return b'"' + escaped.encode() + b'"'


def envelope_of(payload, key):
    """Signs the bytes of a payload, whatever they are."""
    signature = key.sign(b"memos-statement-v1\n" + payload)
    return {
        "payload": base64.b64encode(payload).decode(),
        "signer": key.hex,
        "signature": base64.b64encode(signature).decode(),
    }


def envelope(statement, key):
    """Signs a statement; its payload names the signer."""
    return envelope_of(canonical({**statement, "signer": key.hex}), key)


def payload(signed):
    return json.loads(base64.b64decode(signed["payload"]))


def identifier(signed):
    """The id of an envelope: the SHA-256 of its payload."""
    return hashlib.sha256(base64.b64decode(signed["payload"])).hexdigest()


def chain_over(identifiers):
    """The link of the feed's chain after statements with these ids, in their order: each is the digest of the link
    before it and the id, both as hexadecimal digits."""
    link = "0" * 64
    for one in identifiers:
        link = hashlib.sha256((link + one).encode()).hexdigest()
    return link


def item_identifier(key, local):
    return hashlib.sha256((key.hex + local).encode()).hexdigest()[:32]


def item_statement(hub, key, name, *, text=None, local=None, version=1, parents=(), groups=("everyone",), kind="skill",
                   **more):
    """An item with everything a statement of it must have; `more` replaces or adds keys."""
    statement = {
        "v": 1,
        "type": "item",
        "hub": hub,
        "at": memos_process.now_ms(),
        "kind": kind,
        "item": item_identifier(key, local or name),
        "maker": key.hex,
        "local": local or name,
        "version": version,
        "parents": sorted(parents),
        "name": name,
        "summary": f"What is known of {name}.",
        "text": text if text is not None else f"---\nname: {name}\ndescription: {name}\n---\n\n# {name}\n",
        "files": [],
        "evidence": {"support": 3, "gain": 250, "reliability": 800, "trials": 4, "sources": 2, "tools": []},
        "provenance": {"by": "rules"},
        "licence": "MIT",
        "groups": sorted(groups),
    }
    return {**statement, **more}


def tombstone_statement(hub, item, reason="taken back"):
    return {"v": 1, "type": "tombstone", "hub": hub, "at": memos_process.now_ms(), "item": item, "reason": reason}


def grant_statement(hub, device, member, *, name=None, role="member", groups=("everyone",), version=1,
                    device_name="laptop"):
    return {
        "v": 1, "type": "grant", "hub": hub, "at": memos_process.now_ms(), "device": device, "member": member,
        "name": name or member, "deviceName": device_name, "role": role, "groups": sorted(groups), "version": version,
    }


def revocation_statement(hub, kind, subject, reason="no longer trusted", keeps=()):
    return {
        "v": 1, "type": "revocation", "hub": hub, "at": memos_process.now_ms(),
        "subject": {"kind": kind, "id": subject}, "reason": reason, "keeps": sorted(keeps),
    }


# --- requests ----------------------------------------------------------------------------------------------------


class WrongCertificate(Exception):
    """The peer showed another certificate than the pinned one."""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The code of an error."""
        return self.json["error"]["code"]

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Refused(AssertionError):
    """An answer that is an error, where none was expected."""

    def __init__(self, answer):
        super().__init__(repr(answer))
        self.answer = answer


def tls_context():
    """TLS 1.3; the certificate is compared by whoever uses the connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


class Connection:
    """One connection to a hub, opened when needed and kept open; for one thread."""

    def __init__(self, host, port, *, pinned=None, plain=False, timeout=40, source=None):
        self.host, self.port, self.pinned, self.plain = host, port, pinned, plain
        self.timeout, self.source = timeout, source
        self._http = None
        self.seen_certificate = None

    def open(self):
        if self._http is not None:
            return
        source = (self.source, 0) if self.source else None
        raw = socket.create_connection((self.host, self.port), self.timeout, source)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        if self.plain:
            connection.sock = raw
        else:
            connection.sock = tls_context().wrap_socket(raw, server_hostname="memos-hub")
            self.seen_certificate = connection.sock.getpeercert(binary_form=True)
            if self.pinned is not None and self.seen_certificate != self.pinned:
                connection.close()
                raise WrongCertificate()
        self._http = connection

    def close(self):
        if self._http is not None:
            self._http.close()
            self._http = None

    def ask(self, method, path, body=None, *, token=None, headers=(), raw=None):
        """Sends one request below `/hub/v1`; a path beginning with `//` is taken as it is, less one slash."""
        target = path[1:] if path.startswith("//") else "/hub/v1" + path
        fields = dict(headers)
        if token:
            fields.setdefault("Authorization", f"Bearer {token}")
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
        if data is not None:
            fields.setdefault("Content-Type", "application/json")
        for attempt in (1, 2):
            fresh = self._http is None
            self.open()
            try:
                self._http.request(method, target, body=data, headers=fields)
                response = self._http.getresponse()
                answer = Answer(response.status, response.headers, response.read())
                if (response.headers.get("Connection") or "").lower() == "close":
                    self.close()
                return answer
            except (http.client.HTTPException, ConnectionError, ssl.SSLError):
                self.close()
                # A connection that was kept open may have been closed by the hub in the meantime.
                if fresh or attempt == 2:
                    raise
        raise AssertionError("unreachable")


class Pairing:
    """The two steps of joining, one by one, for tests that go wrong in the middle."""

    def __init__(self, connection, code, *, key=None, session=None):
        self.connection, self.key = connection, key or Key()
        self.code, self.session = code, session or os.urandom(16)
        self.exchange = Exchange(code, self.session)

    def start(self, **replaced):
        body = {"handle": normalized(self.code)[:4], "session": self.session.hex(), "share": self.exchange.share.hex()}
        answer = self.connection.ask("POST", "/pair/start", {**body, **replaced})
        if answer.status == 200:
            self.run = answer.json["run"]
            self.hub_share = bytes.fromhex(answer.json["share"])
            self.run_session = bytes.fromhex(answer.json["session"])
            self.keys = self.exchange.finish(self.hub_share)
        return answer

    def finish(self, name, device_name="laptop", **replaced):
        proof = self.key.sign(b"memos-pair-v1\n" + self.run_session + self.exchange.share + self.hub_share)
        told = {
            "name": name, "deviceName": device_name, "device": self.key.hex, "proof": base64.b64encode(proof).decode(),
        }
        sealed = self.keys.seal(canonical({**told, **replaced.pop("told", {})}))
        body = {
            "run": self.run, "confirmation": self.keys.proof["client"].hex(),
            "sealed": base64.b64encode(sealed).decode(),
        }
        return self.connection.ask("POST", "/pair/finish", {**body, **replaced})

    def opened(self, answer):
        """What the hub sealed for us, after a look at its confirmation."""
        if answer.status != 200:
            raise Refused(answer)
        assert bytes.fromhex(answer.json["confirmation"]) == self.keys.proof["hub"]
        return json.loads(self.keys.open(base64.b64decode(answer.json["sealed"])))


class Member:
    """A device of a member: its key, its token, its pinned certificate."""

    def __init__(self, host, port, name, *, key=None, plain=False, source=None):
        self.host, self.port, self.name, self.plain, self.source = host, port, name, plain, source
        self.key = key or Key()
        self.slug = "".join(c if c.isalnum() else "-" for c in name.lower())
        self.token = self.certificate = self.hub = None
        self.roots = []
        self._connection = None

    def connection(self):
        """A further connection, for another thread."""
        return Connection(
            self.host, self.port, pinned=self.certificate, plain=self.plain, source=self.source)

    def join(self, code, device_name="laptop"):
        pairing = Pairing(Connection(self.host, self.port, plain=self.plain, source=self.source), code, key=self.key)
        started = pairing.start()
        if started.status != 200:
            raise Refused(started)
        told = pairing.opened(pairing.finish(self.name, device_name))
        seen = pairing.connection.seen_certificate
        pairing.connection.close()
        self.certificate = base64.b64decode(told["certificate"]) or None
        if not self.plain:
            assert seen == self.certificate, "the certificate of the channel is another than the hub's own"
        self.hub, self.token, self.roots = told["hub"], told["token"], told["roots"]
        return told

    def ask(self, method, path, body=None, **more):
        if self._connection is None:
            self._connection = self.connection()
        more.setdefault("token", self.token)
        return self._connection.ask(method, path, body, **more)

    def patiently(self, method, path, body=None):
        """The same, again when the hub wants a pause of seconds."""
        while True:
            answer = self.ask(method, path, body)
            pause = int(answer.headers.get("Retry-After") or 0)
            if answer.status not in (429, 503) or pause > 10:
                return answer
            time.sleep(pause)

    def get(self, path):
        """The answer's JSON; anything but 200 is a failure."""
        return self._good(self.patiently("GET", path))

    def send(self, path, body=None):
        return self._good(self.patiently("POST", path, {} if body is None else body))

    def delete(self, path):
        return self._good(self.patiently("DELETE", path))

    @staticmethod
    def _good(answer):
        if answer.status != 200:
            raise Refused(answer)
        return answer.json

    # What a member says.

    def sign(self, statement):
        return envelope(statement, self.key)

    def item(self, name, **more):
        return self.sign(item_statement(self.hub, self.key, name, **more))

    def tombstone(self, name_or_item, reason="taken back"):
        item = name_or_item if len(name_or_item) == 32 else item_identifier(self.key, name_or_item)
        return self.sign(tombstone_statement(self.hub, item, reason))

    def grant(self, device, member, **more):
        return self.sign(grant_statement(self.hub, device, member, **more))

    def revocation(self, kind, subject, **more):
        return self.sign(revocation_statement(self.hub, kind, subject, **more))

    def post(self, *envelopes):
        """Sends statements; all must be accepted or known."""
        answer = self.send("/statements", {"statements": list(envelopes)})
        assert not answer["refused"], answer["refused"]
        return answer

    def refused(self, *envelopes):
        """Sends statements that are to be refused; gives the codes, in order."""
        answer = self.send("/statements", {"statements": list(envelopes)})
        assert not answer["accepted"] and not answer["known"], answer
        return [refusal["code"] for refusal in answer["refused"]]

    def feed(self, after=0, limit=500, wait=0):
        return self.get(f"/feed?after={after}&limit={limit}&wait={wait}")

    def everything(self):
        """All envelopes this device may read, by id, in the order of the feed."""
        found, after = {}, 0
        while True:
            page = self.feed(after)
            for entry in page["entries"]:
                found[identifier(entry["envelope"])] = entry["envelope"]
            after = page["cursor"]
            if after >= page["head"]:
                return found

    def approve(self, device, name, **more):
        slug = "".join(c if c.isalnum() else "-" for c in name.lower())
        return self.post(self.grant(device, slug, name=name, **more))


# --- the program -----------------------------------------------------------------------------------------------


class HubProcess:
    """`memosd hub serve` on a home of its own, as a child."""

    def __init__(self, home, *, port=0, plain=False, database=None, name="Lab", arguments=(), host="127.0.0.1",
                 environment=None, wrapper=()):
        self.home, self.plain = Path(home), plain
        self.host, self.port = host, port
        self.command = [*wrapper, str(memos_process.BIN / "memosd"), "hub", "serve", "--json", "--no-discovery",
                        "--home", str(home), "--host", host, "--name", name]
        if plain:
            self.command.append("--plain")
        if database:
            self.command += ["--database", database]
        self.command += list(arguments)
        self.environment = {**os.environ, "HOME": str(self.home.parent), **(environment or {})}
        self.child = None
        self.start()

    def start(self):
        """Starts it, again on the port it had, and waits for the line that says it answers."""
        self.child = subprocess.Popen(
            [*self.command, "--port", str(self.port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=self.environment,
        )
        line = self.child.stdout.readline()
        if not line:
            raise RuntimeError(f"the hub did not start: {self.child.stderr.read()}")
        self.ready = json.loads(line)
        self.port = self.ready["port"]
        self.code = self.ready.get("code")
        return self

    def stop(self, number=signal.SIGTERM, patience=15):
        """Ends it and gives its exit code."""
        if self.child.poll() is None:
            self.child.send_signal(number)
        code = self.child.wait(patience)
        self.child.stdout.close()
        self.child.stderr.close()
        return code

    def kill(self):
        return self.stop(signal.SIGKILL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.kill()

    def is_alive(self):
        return self.child.poll() is None

    def connection(self, **more):
        return Connection(self.host, self.port, plain=self.plain, **more)

    def member(self, name, *, invited_by=None, role="member", groups=("everyone",), key=None, **more):
        """A device that has joined and is active: the first by the code of the start, others by an invitation."""
        member = Member(self.host, self.port, name, key=key, plain=self.plain, **more)
        if invited_by is None:
            member.join(self.code)
            member.post(member.grant(member.key.hex, member.slug, name=name, role="admin", groups=["everyone"]))
            return member
        invitation = invited_by.send("/invites", {"role": role, "groups": list(groups), "minutes": 10})
        member.join(invitation["code"])
        invited_by.approve(member.key.hex, name, role=role, groups=groups)
        return member


def pages_until(read, wanted, seconds=20):
    """Reads again until `wanted` says yes of what came; for what has to travel."""
    deadline = time.monotonic() + seconds
    while True:
        found = read()
        if wanted(found) or time.monotonic() > deadline:
            return found
        time.sleep(0.05)
