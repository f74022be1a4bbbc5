"""A hub on the loopback address and homes that belong to it: the built programs, nothing played."""

import json
import pathlib
import subprocess
import time


class LocalTeam:
    def __init__(self, memos, folder, name="Harbour"):
        self.memos = memos
        self.folder = pathlib.Path(folder)
        self.homes = []
        self.log = open(self.folder / "hub.err", "wb")
        self.hub = subprocess.Popen(
            [memos, "hub", "serve", "--home", self.folder / "hub", "--host", "127.0.0.1", "--port", "0", "--plain",
             "--name", name, "--no-discovery", "--json"], stdout=subprocess.PIPE, stderr=self.log, text=True)
        told = self.hub.stdout.readline()
        if not told:
            raise RuntimeError((self.folder / "hub.err").read_text())
        self.start = json.loads(told)
        self.address = f"http://127.0.0.1:{self.start['port']}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for home in self.homes:
            subprocess.run([self.memos, "stop", "--home", home], capture_output=True, timeout=60)
        self.hub.terminate()
        try:
            self.hub.wait(20)
        except subprocess.TimeoutExpired:
            self.hub.kill()
            self.hub.wait(20)
        self.log.close()

    def run(self, home, *words):
        """What a command of `memos hub` prints as JSON."""
        done = subprocess.run([self.memos, "hub", *words, "--home", home, "--json"], capture_output=True, text=True,
                              timeout=90)
        if done.returncode:
            raise RuntimeError(f"memos hub {' '.join(map(str, words))}: {done.stderr or done.stdout}")
        return json.loads(done.stdout)

    def demo(self, name):
        """A home with plausible memories; stopped in the end."""
        home = self.folder / name
        made = subprocess.run([self.memos, "demo", "--home", home, "--json"], check=True, capture_output=True, text=True,
                              timeout=240)
        self.homes.append(home)
        return home, json.loads(made.stdout)["url"]

    def join_first(self, home, name, device):
        self.run(home, "join", self.address, self.start["code"], "--name", name, "--device-name", device)
        self.until(lambda: self.run(home, "status")["state"] == "active")

    def join(self, admin, home, name, device, groups=(), wait=True):
        named = [word for group in groups for word in ("--group", group)]
        approved = ["--approved"] if wait else []
        code = self.run(admin, "invite", *named, *approved)["code"]
        self.run(home, "join", self.address, code, "--name", name, "--device-name", device)
        if not wait:
            return
        self.until(lambda: self.admitted(admin, home, name))

    def admitted(self, admin, home, name):
        """Lets the device in by hand, should nobody have done so yet."""
        if self.run(home, "status")["state"] == "active":
            return True
        for one in self.run(admin, "members").get("pending", []):
            if one["name"] == name:
                self.run(admin, "grant", one["id"], "--role", "member", "--yes")
        return False

    def until(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("waited in vain")
            time.sleep(0.5)
