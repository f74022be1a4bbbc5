// The plugin in OpenClaw's memory slot. `side-by-side/` is the same one beside another memory.

import { createRequire } from "node:module";
import { memoryPlugin } from "./lib/plugin.js";

export default memoryPlugin(createRequire(import.meta.url)("./openclaw.plugin.json"));
