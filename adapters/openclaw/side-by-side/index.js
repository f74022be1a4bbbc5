// The plugin beside another memory: its manifest has no `kind`, so it takes no slot.

import { createRequire } from "node:module";
import { memoryPlugin } from "../lib/plugin.js";

export default memoryPlugin(createRequire(import.meta.url)("./openclaw.plugin.json"));
