"""What the tests of the front share: a home of their own, the stand-in daemon and ways to run `memos`."""
import fcntl, json, os, pathlib, shutil, signal, subprocess, tempfile, time

import pytest

HERE = pathlib.Path(__file__).parent
FAKE_DAEMON = str(HERE / "fake_daemon.py")


def program(name):
    folder = os.environ.get("MEMOS_BIN")
    if not folder:
        pytest.skip("MEMOS_BIN names no folder with memos in it")
    return os.path.join(folder, name)


class Front:
    def __init__(self, folder):
        self.folder = folder
        self.home = os.path.join(folder, "home")
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": os.path.join(folder, "user"), "MEMOS_HOME": self.home,
            "MEMOS_DAEMON": FAKE_DAEMON, "LANG": "C.UTF-8",
        }
        os.makedirs(self.environment["HOME"])

    def run(self, *arguments, input=b"", timeout=30, **environment):
        if isinstance(input, str):
            input = input.encode()
        return subprocess.run([program("memos"), *arguments], input=input, capture_output=True, timeout=timeout,
                              env=self.environment | environment, cwd=self.folder)

    def start(self, *arguments, **options):
        environment = self.environment | options.pop("environment", {})
        return subprocess.Popen([program("memos"), *arguments], env=environment, cwd=self.folder,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def hook(self, event, host="claude", **members):
        payload = {"hook_event_name": event, "session_id": "s1", **members}
        return self.run("hook", "--host", host, input=json.dumps(payload))

    def daemon_up(self, **environment):
        result = self.run("config", "get", **environment)
        assert result.returncode == 0, result.stderr
        return self

    @property
    def log(self):
        """What the stand-in daemons saw, in order."""
        try:
            with open(os.path.join(self.home, "fake.log")) as file:
                return [json.loads(line) for line in file]
        except (FileNotFoundError, NotADirectoryError):
            return []

    def events(self, kind):
        return [record for record in self.log if record["event"] == kind]

    @property
    def spool(self):
        folder = os.path.join(self.home, "daemon", "spool")
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        return [os.path.join(folder, name) for name in names]

    @property
    def daemon_pid(self):
        with open(os.path.join(self.home, "daemon", "run.json")) as file:
            return json.load(file)["pid"]

    def wait_for(self, condition, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := condition():
                return value
            time.sleep(0.01)
        raise AssertionError("it did not happen in time")

    def finish(self):
        # A start under way ends before its daemon can be found.
        lock = os.path.join(self.home, "daemon", "start.lock")
        if os.path.exists(lock):
            with open(lock) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
        for record in self.events("start"):
            try:
                os.kill(record["pid"], signal.SIGKILL)
            except ProcessLookupError:
                pass


@pytest.fixture
def front():
    # Short, so that the socket fits in its folder.
    folder = tempfile.mkdtemp(prefix="mf-", dir="/tmp")
    subject = Front(folder)
    yield subject
    subject.finish()
    shutil.rmtree(folder, ignore_errors=True)


def is_alive(pid):
    """Whether a process runs; a zombie does not."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def processes_of(marker):
    """Process ids whose command line holds a text, with zombies of them left out."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    if marker.encode() in file.read() and is_alive(name):
                        found.append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return found
