import { api } from "../../lib/api.js";
import { ask } from "../../lib/dialog.js";
import { dayName, score } from "../../lib/format.js";
import { linesOf, statusChip } from "../../lib/learned.js";
import { LearnedView } from "../../lib/list-view.js";
import { t } from "../../lib/locale.js";
import { parts, worldDetail } from "./map.js";

class WorldModelsView extends LearnedView {
  page = "world-models";
  path = "/api/v1/world-models";
  member = "worldModels";
  refreshOn = ["l3.abstracted", "l3.revised", "memory.forgotten"];
  selects = [["status", [["", "status.active"], ["archived", "status.archived"], ["all", "list.status"]]]];

  constructor() {
    super();
    Object.assign(this.actions, { right: () => this.#thumb("up"), wrong: () => this.#thumb("down") });
  }

  row({ title, status, confidence, structure, updatedAt }) {
    const count = parts.reduce((sum, part) => sum + structure[part].length, 0);
    return { title, facts: [status === "active" ? "" : statusChip(status), t("world-models.confidence", { value: score(confidence) }),
      t("world-models.entries", { count }), dayName(updatedAt)] };
  }

  detail({ item, more }) {
    return worldDetail(item, ...more);
  }

  async #thumb(thumb) {
    await this.send("thumb", { thumb });
    await this.done(t("world-models.thanks"), this.data.item.id);
  }

  /** Entries are edited as lines, "name: sentence"; a line that stays keeps what it rests on. */
  async edit() {
    const { id, title, structure } = this.data.item;
    const said = await ask({ title: t("learned.edit"), text: t("world-models.edit.text"), action: t("learned.save"), isWide: true,
      fields: [{ name: "title", label: t("part.title"), value: title, isRequired: true },
        ...parts.map((part) => ({ name: part, label: t(`part.${part}`), kind: "area", value: linesOf(structure[part]) })),
        { name: "reason", label: t("learned.reason") }] });
    if (!said) return;
    const entries = (part) => said[part].split(/\r?\n/).filter((line) => line.trim()).map((line) => entry(line, structure[part]));
    await api.patch("/api/v1/world-models/{id}", { id }, { title: said.title, ...(said.reason ? { reason: said.reason } : {}),
      structure: Object.fromEntries(parts.map((part) => [part, entries(part)])) });
    await this.done(t("learned.done.edited"), id);
  }
}

function entry(line, known) {
  const same = known.find((one) => linesOf([one]) === line);
  if (same) return { label: same.label, description: same.description };
  const [label, ...rest] = line.split(/[:：]/).map((part) => part.trim());
  return { label: label || line, description: rest.join(":") || line };
}

customElements.define("view-world-models", WorldModelsView);
