"""A model server that says what a script tells it, over the wires of all providers, and fails in every way there is.

For tests: `with ModelServer() as server`, then `server.base("anthropic")` is what the settings want. For people:

    python model_server.py --port 8080 --dialect openai --script steps.json

where the script is a list of steps such as `{"reply": "…"}`, `{"fault": "500_once", "times": 2}`, taken one a request.
Keys of requests are kept in memory, where tests find them, and are never printed.
"""

import argparse
import collections
import json
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import model_dialects
from model_dialects import Refusal, check_signature, event_frame, overlap, parsed, route, sse, vector
from model_faults import FAULTS, POISON, text_of
from model_requests import Reply

REASONS = {200: "OK", 307: "Temporary Redirect", 400: "Bad Request", 401: "Unauthorized", 429: "Too Many Requests"}
MOST_BODY = 64_000_000


class Gone(Exception):
    """The other side closed the connection."""


class Exchange:
    """One request and the way to its answer."""

    def __init__(self, server, connection, dialect, request, fault):
        self.server, self.connection, self.dialect, self.request = server, connection, dialect, request
        self.fault = fault
        self._reply = None

    @property
    def answer_type(self):
        return self.dialect.stream_type if self.request.is_streamed else self.dialect.content_type

    def send(self, data):
        try:
            self.connection.stream.sendall(data)
        except OSError as error:
            raise Gone from error

    def pause(self, seconds):
        """Waits, but not longer than the server lives. False when the other side has gone."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.server.stopping.wait(min(left, 0.05)) or self.connection.is_closed_by_peer():
                raise Gone
        return True

    def close(self):
        self.connection.close()

    def count_of_fault(self):
        """How many requests met the fault since it was set, this one among them; a step of a script is always meant."""
        return 1 if self.request.step else self.server.count_of_fault()

    def send_head(self, status, headers):
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Some Status')}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode())

    def respond(self, status, headers, body):
        self.send_head(status, {**headers, "Content-Length": str(len(body))})
        try:
            self.send(body)
        except Gone:
            self.close()

    def fail(self, status, message, kind=None, headers=None):
        more, body = self.dialect.error(status, message, kind)
        self.respond(status, {"Content-Type": "application/json", **more, **(headers or {})}, body)

    def reply(self):
        """What is said to the request; made once."""
        if self._reply is None:
            said = self.server.reply_to(self.request)
            reply = said if isinstance(said, Reply) else Reply(text_of(said))
            if self.fault and self.fault.reply:
                reply = self.fault.reply(reply, self.request)
            if self.request.prefill and reply.text.startswith(self.request.prefill):
                reply.text = reply.text[len(self.request.prefill):]
            self._reply = reply
        return self._reply

    def said_pieces(self):
        return [*self.dialect.pieces(self.reply(), self.request), self.dialect.end_of_stream()]

    def whole_body(self):
        """The answer as one run of bytes, streamed or not."""
        request, server = self.request, self.server
        if request.task == "embed":
            size = request.dimensions or server.dimensions
            return self.dialect.vectors([vector(text, size) for text in request.texts], request)
        if request.task == "rerank":
            return self.dialect.order([overlap(request.query, text) for text in request.documents], request)
        if request.is_streamed:
            return b"".join(self.said_pieces())
        return self.dialect.whole(self.reply(), request)

    def stream_chunks(self, pieces):
        """Chunks of the wire that are cut elsewhere than the events they carry."""
        self.send_head(200, {"Content-Type": self.answer_type, "Transfer-Encoding": "chunked"})
        held = b""
        for piece in pieces:
            held += piece
            cut = max(1, len(held) - 11)
            self._chunk(held[:cut])
            held = held[cut:]
            if self.server.pace:
                self.pause(self.server.pace)
        self._chunk(held)

    def _chunk(self, data):
        if data:
            self.send(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def answer(self):
        """The usual answer."""
        if self.request.task == "chat" and self.request.is_streamed:
            self.stream_chunks(self.said_pieces())
            self.send(b"0\r\n\r\n")
        else:
            self.respond(200, {"Content-Type": self.answer_type}, self.whole_body())

    def send_some(self, share):
        """The first part of the usual answer, chunked and not ended."""
        body = self.whole_body()
        self.send_head(200, {"Content-Type": self.answer_type, "Transfer-Encoding": "chunked"})
        self._chunk(body[:max(1, int(len(body) * share))])

    def send_huge(self, size):
        """An answer that goes on and on, in the form of the wire."""
        filler = f"{POISON} " * 4_000
        self.send_head(200, {"Content-Type": self.answer_type, "Transfer-Encoding": "chunked"})
        sent = 0
        pieces = []
        if self.request.task == "chat" and self.request.is_streamed:
            pieces = list(self.dialect.pieces(Reply(filler * 7), self.request))
        middle = max(pieces, key=len) if pieces else None
        if middle is None:
            self._chunk(b'{"data": "')
        else:
            self._chunk(b"".join(pieces[:pieces.index(middle)]))
        piece = middle or filler.encode()
        while sent < size:
            self._chunk(piece)
            sent += len(piece)
            self.server.bytes_of_huge = sent
        self.close()

    def error_piece(self):
        message = "Overloaded"
        if self.request.flavour == "bedrock":
            return event_frame("throttlingException", {"message": message}, "exception")
        if self.request.flavour == "anthropic":
            return sse({"type": "error", "error": {"type": "overloaded_error", "message": message}}, "error")
        _, body = self.dialect.error(503, message, "server_error")
        return body + b"\n" if self.request.flavour == "ollama" else b"data: " + body + b"\n\n"


class Connection:
    """One connection of a client, served by a thread of its own."""

    def __init__(self, server, stream, number):
        self.server, self.stream, self.number = server, stream, number
        self.buffer = b""
        self.is_open = True

    def close(self):
        self.is_open = False
        try:
            # Without this, a close on a socket that another thread reads would only be seen later.
            self.stream.shutdown(socket.SHUT_RDWR)
        except (OSError, ValueError):
            pass
        self.stream.close()

    def is_closed_by_peer(self):
        if isinstance(self.stream, ssl.SSLSocket):
            return False
        try:
            self.stream.setblocking(False)
            return self.stream.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            if self.stream.fileno() >= 0:
                self.stream.setblocking(True)

    def _more(self):
        try:
            data = self.stream.recv(65_536)
        except OSError as error:
            raise Gone from error
        if not data:
            raise Gone
        self.buffer += data

    def _until(self, end):
        while end not in self.buffer:
            self._more()
            if len(self.buffer) > MOST_BODY:
                raise Gone
        part, _, self.buffer = self.buffer.partition(end)
        return part

    def _exactly(self, count):
        while len(self.buffer) < count:
            self._more()
        part, self.buffer = self.buffer[:count], self.buffer[count:]
        return part

    def _body(self, headers):
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = b""
            while size := int(self._until(b"\r\n").split(b";")[0], 16):
                body += self._exactly(size)
                self._exactly(2)
            while self._until(b"\r\n"):
                pass
            return body
        return self._exactly(int(headers.get("content-length", 0)))

    def serve(self):
        try:
            while self.is_open and not self.server.stopping.is_set():
                head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
                method, path, _ = head[0].split(" ", 2)
                headers = {name.lower().strip(): value.strip()
                           for name, _, value in (line.partition(":") for line in head[1:])}
                if headers.get("expect", "").lower() == "100-continue":
                    self.stream.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                self.server.handle(self, method, path, headers, self._body(headers))
                if headers.get("connection", "").lower() == "close":
                    break
        except (Gone, OSError, ValueError):
            pass
        finally:
            self.close()
            self.server.forget(self)


class ModelServer:
    """Listens on 127.0.0.1 as long as it is entered. All settings may be changed while it runs."""

    def __init__(self, reply=None, port=0, tls=False, keys=None):
        """
        reply: called with a `ModelRequest`, gives a text, a JSON value or a `Reply`; default: `competent_reply`.
        keys: those that are accepted; `None` takes any, but wants one where the API does. Of Bedrock's signing keys
              `id: secret` in `secrets` are checked down to the signature.
        """
        if reply is None:
            from competent_model import competent_reply as reply
        self.reply, self.keys, self.secrets = reply, keys, {}
        self.dimensions = 64
        self.latency = 0.0
        """Seconds before the first byte of every answer."""
        self.pace = 0.0
        """Seconds between the pieces of a stream."""
        self.patience = 6.0
        """Seconds that a slow fault lasts: longer than a client should wait."""
        self.requests = []
        self.connections = 0
        self.most_at_once = 0
        self.bytes_of_huge = 0
        self.stopping = threading.Event()
        self._script = collections.deque()
        self._fault, self._fault_count = None, 0
        self._at_once = 0
        self._open, self._lock = set(), threading.RLock()
        self._stranger = None
        self._port, self._listener = port, None
        self._certificates = Certificates() if tls else None
        self.certificate = "good"

    # Running.

    def __enter__(self):
        self._listen()
        return self

    def __exit__(self, *_):
        self.stop()

    def _listen(self):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        listener.listen(128)
        self._port, self._listener = listener.getsockname()[1], listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener):
        while True:
            try:
                stream, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(stream,), daemon=True).start()

    def _serve(self, stream):
        with self._lock:
            self.connections += 1
            number = self.connections
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._certificates:
            try:
                stream.settimeout(10)
                stream = self._certificates.context(self.certificate).wrap_socket(stream, server_side=True)
                stream.settimeout(None)
            except (OSError, ValueError):
                stream.close()
                return
        connection = Connection(self, stream, number)
        with self._lock:
            self._open.add(connection)
        connection.serve()

    def forget(self, connection):
        with self._lock:
            self._open.discard(connection)

    def stop(self):
        self.stopping.set()
        self._refuse()
        self.drop_connections()
        if self._stranger:
            self._stranger.stop()
        if self._certificates:
            self._certificates.remove()

    def _refuse(self):
        if self._listener:
            try:
                # Wakes the thread that accepts; closing alone would leave it, and so the port, alive.
                self._listener.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            self._listener.close()
            self._listener = None

    def drop_connections(self):
        with self._lock:
            still = list(self._open)
        for connection in still:
            connection.close()

    def address(self, flavour=None):
        """The address without what an API's version adds; with a flavour where several APIs share their paths."""
        scheme = "https" if self._certificates else "http"
        return f"{scheme}://127.0.0.1:{self._port}" + (f"/{flavour}" if flavour else "")

    def base(self, flavour):
        """The address as the settings want it for a provider."""
        return self.address(flavour) + {
            "openai": "/v1", "openrouter": "/api/v1", "gemini": "/v1beta", "voyage": "/v1", "mistral": "/v1",
            "jina": "/v1"}.get(flavour, "")

    @property
    def authority(self):
        """File of the authority to trust."""
        return str(self._certificates.folder / "authority.pem")

    def stranger(self):
        """Another server, to which nobody should ever go."""
        with self._lock:
            if self._stranger is None:
                self._stranger = ModelServer(reply=lambda _: POISON)
                self._stranger._listen()
            return self._stranger

    # What it does.

    @property
    def fault(self):
        return self._fault.name if self._fault else None

    @fault.setter
    def fault(self, name):
        """From now on every request meets the fault; `None` ends it."""
        fault = FAULTS[name] if name else None
        with self._lock:
            before = self._fault.connection if self._fault else None
            self._fault, self._fault_count = fault, 0
            now = fault.connection if fault else None
            if now == before:
                return
            self.certificate = now if now and now != "refused" else "good"
            if now == "refused":
                self._refuse()
            elif self._listener is None:
                self._listen()
        self.drop_connections()

    def count_of_fault(self):
        with self._lock:
            return self._fault_count

    def play(self, *steps):
        """Steps for the next requests, one each: names of faults, texts or `Reply`s to say, or dictionaries with
        `fault`, `reply` and `times`."""
        for step in steps:
            step = step if isinstance(step, dict) else (
                {"fault": step} if isinstance(step, str) and step in FAULTS else {"reply": step})
            for _ in range(step.get("times", 1)):
                self._script.append(step)

    def reply_to(self, request):
        step = request.step or {}
        return step["reply"] if "reply" in step else self.reply(request)

    def handle(self, connection, method, path, headers, raw):
        dialect, request = route(method, path, headers, {})
        request.connection, request.started = connection.number, time.monotonic()
        with self._lock:
            request.step = self._script.popleft() if self._script and request.task != "other" else None
            fault = FAULTS[request.step["fault"]] if request.step and "fault" in request.step else self._fault
            if fault and fault.chat_only and request.task != "chat":
                fault = None
            self.requests.append(request)
            self._fault_count += 1
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        exchange = Exchange(self, connection, dialect, request, fault)
        try:
            if request.task == "other":
                return self._list(exchange, method)
            try:
                self._check(dialect, request, method, raw)
            except Refusal as refusal:
                request.problem = refusal.message
                return exchange.fail(refusal.status, refusal.message, refusal.kind)
            if self.latency:
                exchange.pause(self.latency)
            return fault.wire(exchange) if fault and fault.wire else exchange.answer()
        finally:
            with self._lock:
                self._at_once -= 1

    def _check(self, dialect, request, method, raw):
        key = dialect.key(request)
        if not key:
            raise dialect.lacks_key()
        if self.keys is not None and request.flavour != "ollama" and key not in self.keys:
            raise Refusal(401, "Incorrect API key provided", "invalid_api_key")
        model_dialects.need(method == "POST", "Method not allowed", 405)
        kind = request.headers.get("content-type", "").split(";")[0].strip()
        model_dialects.need(kind == "application/json", f"Unsupported content type: {kind!r}", 415)
        request.body = parsed(raw)
        if key in self.secrets and request.headers["authorization"].startswith("AWS4"):
            check_signature(request, self.secrets[key], raw)
        try:
            dialect.read(request)
        except (AttributeError, KeyError, TypeError) as error:
            raise Refusal(400, f"a member is of another kind than it must be: {error}") from error

    def _list(self, exchange, method):
        plain = exchange.request.path.split("?")[0]
        if method in ("GET", "HEAD") and plain.endswith("/models"):
            body = {"object": "list", "data": [{"id": "scripted", "object": "model"}]}
        elif method in ("GET", "HEAD") and plain.endswith("/api/tags"):
            body = {"models": [{"name": "scripted", "model": "scripted"}]}
        elif method in ("GET", "HEAD") and plain.endswith("/api/version"):
            body = {"version": "0.12.0"}
        else:
            return exchange.fail(404, f"Invalid URL ({method} {plain})")
        return exchange.respond(200, {"Content-Type": "application/json"}, json.dumps(body).encode())

    # What tests ask.

    @property
    def chats(self):
        return [request for request in self.requests if request.task == "chat"]

    @property
    def asked(self):
        """Chats with prompts of ours, without those that only measure how quick the model is."""
        return [request for request in self.chats if request.prompts]

    @property
    def problems(self):
        """Why requests were refused as malformed: a test of ours wants none."""
        return [(request.flavour, request.problem) for request in self.requests if request.problem]

    def clear(self):
        self.requests, self.connections, self.most_at_once = [], 0, 0


class Certificates:
    """An authority and what it signed, made by the `openssl` program in a folder of their own."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="memos-tls-"))
        self._contexts = {}
        self._lock = threading.Lock()
        self._authority("authority", "/CN=Authority of a test")

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def context(self, name):
        with self._lock:
            if name not in self._contexts:
                if name == "untrusted":
                    self._authority("stranger", "/CN=Authority of nobody")
                self._leaf(name, "stranger" if name == "untrusted" else "authority",
                           "DNS:elsewhere.example" if name == "wrong_host" else "IP:127.0.0.1,DNS:localhost",
                           has_ended=name == "expired")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
                self._contexts[name] = context
            return self._contexts[name]

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], cwd=self.folder, check=True, capture_output=True)

    def _key(self, name):
        self._openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")

    def _authority(self, name, subject):
        self._key(name)
        self._openssl("req", "-x509", "-new", "-key", f"{name}.key", "-days", "30", "-subj", subject,
                      "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", f"{name}.pem")

    def _leaf(self, name, authority, names, has_ended):
        self._key(name)
        self._openssl("req", "-new", "-key", f"{name}.key", "-subj", "/CN=model server", "-out", f"{name}.csr")
        (self.folder / f"{name}.cnf").write_text(
            f"[ca]\ndefault_ca = own\n[own]\ndatabase = {name}.db\nnew_certs_dir = .\nrand_serial = yes\n"
            "default_md = sha256\npolicy = any\nunique_subject = no\nx509_extensions = leaf\n"
            "[any]\ncommonName = supplied\n[leaf]\nbasicConstraints = critical,CA:FALSE\n"
            f"extendedKeyUsage = serverAuth\nsubjectAltName = {names}\n")
        (self.folder / f"{name}.db").touch()
        day = 24 * 60 * 60
        begin, end = (-30 * day, -day) if has_ended else (-day, 30 * day)
        stamp = [time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + offset)) for offset in (begin, end)]
        self._openssl("ca", "-batch", "-notext", "-config", f"{name}.cnf", "-cert", f"{authority}.pem", "-keyfile",
                      f"{authority}.key", "-in", f"{name}.csr", "-out", f"{name}.pem", "-startdate", stamp[0],
                      "-enddate", stamp[1])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--dialect", choices=model_dialects.FLAVOURS, default="openai",
                         help="whose address to print; all are served")
    options.add_argument("--script", type=Path, help="JSON file with a list of steps")
    options.add_argument("--fault", choices=sorted(FAULTS), help="what every request meets")
    options.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    options.add_argument("--tls", action="store_true")
    chosen = options.parse_args()
    with ModelServer(port=chosen.port, tls=chosen.tls) as server:
        server.fault, server.latency = chosen.fault, chosen.latency
        if chosen.script:
            server.play(*json.loads(chosen.script.read_text()))
        print(server.base(chosen.dialect), flush=True)
        if chosen.tls:
            print("trust", server.authority, flush=True)
        shown = 0
        try:
            while True:
                time.sleep(0.2)
                for request in server.requests[shown:]:
                    shown += 1
                    print(request.method, request.path.split("?")[0], request.model, *request.prompts,
                          request.problem or "", flush=True)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
