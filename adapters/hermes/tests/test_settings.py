"""How the host finds the provider, what it shows of it, and the tools."""

import json
import os
import time
import unittest

from support import Case, FOLDER, package


class ToolTests(Case):
    def test_tools_are_the_daemons(self):
        provider = self.provider(initialized=False)
        [schema] = provider.get_tool_schemas()
        self.assertEqual(provider.get_tool_schemas(), [schema])
        self.assertEqual(schema, {"name": "memory_search", "description": "Looks.", "parameters": {
            "type": "object", "properties": {"query": {"type": "string"}}}})
        self.assertEqual(len(self.requests("tool.list")), 1)

    def test_call_is_passed_through(self):
        provider = self.provider()
        self.assertEqual(json.loads(provider.handle_tool_call("memory_search", {"query": "x"})), {"result": "found"})
        self.assertEqual(self.requests("tool.call")[0]["params"],
                         {"name": "memory_search", "arguments": {"query": "x"}, "sessionId": "s1"})

    def test_failures_are_answers_for_the_model(self):
        provider = self.provider()
        self.behave(tool__call={"result": {"content": [{"type": "text", "text": "no such id"}], "isError": True}})
        self.assertEqual(json.loads(provider.handle_tool_call("memory_get", {})), {"error": "no such id"})
        self.behave(tool__call={"error": {"code": -32000, "message": "No.", "data": {"code": "x", "hint": "Look."}}})
        self.assertEqual(json.loads(provider.handle_tool_call("memory_get", None)), {"error": "No.", "hint": "Look."})
        for nonsense in ("odd", "garbage", "die"):
            self.behave(tool__call=nonsense)
            json.loads(provider.handle_tool_call("memory_get", {}))

    def test_daemon_that_names_no_tools_is_not_asked_at_every_turn(self):
        self.behave(tool__list={"error": {"code": 1, "message": "no"}})
        provider = self.provider(initialized=False)
        self.assertEqual([provider.get_tool_schemas() for _ in range(5)], [[]] * 5)
        self.assertEqual(len(self.requests("tool.list")), 1)


class SettingsTests(Case):
    def test_missing_program_is_unavailable_with_a_reason(self):
        self.settings.save({"program": "/no/such/memos"})
        provider = self.provider(initialized=False)
        begun = time.monotonic()
        self.assertFalse(provider.is_available())
        self.assertLess(time.monotonic() - begun, 0.5)
        self.assertIn("/no/such/memos", provider.get_status_config({})["reason"])
        self.assertEqual(provider.get_tool_schemas(), [])
        self.assertEqual(self.log(), [])

    def test_program_is_found_on_the_path(self):
        self.settings.save({"program": ""})
        self.set_environment(PATH=str(self.folder))
        self.assertFalse((self.home / "memos.json").read_text().strip("{}\n"))
        os.symlink(FOLDER / "fake_bridge.py", self.folder / "memos")
        self.assertTrue(self.provider(initialized=False).is_available())
        self.assertEqual(self.settings.command()[0], str(self.folder / "memos"))

    def test_availability_starts_nothing(self):
        self.assertTrue(self.provider(initialized=False).is_available())
        self.assertEqual(self.log(), [])

    def test_setup_writes_what_is_read(self):
        provider = self.provider(initialized=False)
        provider.save_config({"home": "~/elsewhere", "unknown": "x"}, str(self.home))
        self.assertIn(f"--home={self.folder}/elsewhere", self.settings.command())
        self.assertEqual(provider.backup_paths(), 
                         [str(self.folder / "elsewhere" / name) for name in ("config.yaml", "skills")])
        self.assertEqual({field["key"]: field["default"] for field in provider.get_config_schema()}["home"], "~/elsewhere")

    def test_home_follows_the_order_of_the_bridge(self):
        for variable, value, wanted in (("MEMOS_HOME", "/m", "/m"), ("MEMOS_CONFIG_FILE", "/c/config.yaml", "/c")):
            self.set_environment(MEMOS_HOME="", MEMOS_CONFIG_FILE="")
            self.set_environment(**{variable: value})
            self.assertEqual(str(self.settings.home()), wanted)
        self.set_environment(MEMOS_CONFIG_FILE="")
        self.assertEqual(self.settings.home(), self.folder / ".hermes" / "memos-plugin")

    def test_home_inside_the_hosts_needs_no_backup_of_its_own(self):
        self.settings.save({"home": str(self.home / "memory")})
        self.assertEqual(self.provider(initialized=False).backup_paths(), [])

    def test_broken_settings_count_as_none(self):
        for text in ("{", "[]", '{"program": 3}', "\udc80".encode("utf-8", "surrogatepass").decode("latin-1")):
            (self.home / "memos.json").write_text(text)
            self.assertEqual(self.settings.values(), {})


class RegistrationTests(Case):
    def test_provider_is_registered_where_the_host_takes_one(self):
        taken = []

        class Context:
            def register_memory_provider(self, provider):
                taken.append(provider)

        package().register(Context())
        self.assertEqual(taken[0].name, "memos")

    def test_package_links_itself_where_the_host_looks(self):
        link = self.home / "plugins" / "memos"
        for _ in range(2):
            package().register(object())
            self.assertEqual(link.resolve(), FOLDER.parent)
        link.unlink()
        link.symlink_to(self.folder / "gone")
        package().register(object())
        self.assertEqual(link.resolve(), FOLDER.parent)

    def test_folder_of_somebody_else_is_left_alone(self):
        link = self.home / "plugins" / "memos"
        link.mkdir(parents=True)
        package().register(object())
        self.assertFalse(link.is_symlink())


if __name__ == "__main__":
    unittest.main()
