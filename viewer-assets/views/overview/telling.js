// Events of the feed in words. What a person cannot make anything of is left out.
import { signed } from "../../lib/format.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";

const tellers = {
  "trace.created": ({ traceIds }) => ({ values: { count: traceIds.length }, id: traceIds[0], shape: "memories" }),
  "episode.opened": ({ episodeId }) => ({ id: episodeId, shape: "tasks" }),
  "episode.closed": ({ episodeId }) => ({ id: episodeId, shape: "tasks" }),
  "reward.computed": ({ episodeId, reward }) => reward === null ? null
    : { values: { reward: signed(reward) }, id: episodeId, shape: "tasks", tone: reward < 0 ? "bad" : "good" },
  "feedback.received": ({ polarity }) => ({ key: `feedback.${polarity}`, shape: "words" }),
  "l2.induced": ({ policyId, title }) => ({ values: { title }, id: policyId, shape: "policies", tone: "good" }),
  "l2.revised": ({ policyId, title }) => ({ values: { title }, id: policyId, shape: "policies" }),
  "l3.abstracted": ({ worldModelId, title }) => ({ values: { title }, id: worldModelId, shape: "world-models", tone: "good" }),
  "l3.revised": ({ worldModelId, title }) => ({ values: { title }, id: worldModelId, shape: "world-models" }),
  ...Object.fromEntries(["crystallized", "repaired", "archived", "activated"].map((name) =>
    [`skill.${name}`, ({ skillId, name: title }) => ({ values: { title }, id: skillId, shape: "skills",
      tone: name === "crystallized" || name === "activated" ? "good" : "" })])),
  "decision_repair.generated": ({ episodeId }) => ({ id: episodeId, shape: "edit" }),
  "memory.forgotten": () => ({ shape: "forget" }),
  "retrieval.triggered": ({ injectionId, tokens, entry, shown }) => entry !== "turn_start"
    ? { key: "retrieval.searched", id: injectionId, shape: "search" }
    : tokens > 0 ? { values: { count: shown.length, tokens }, id: injectionId, shape: "recall", tone: "accent" }
      : { key: "retrieval.empty", id: injectionId, shape: "recall" },
  "retrieval.empty": ({ injectionId }) => ({ id: injectionId, shape: "recall" }),
  ...Object.fromEntries(["waiting", "approved", "withdrawn"].map((name) => [`hub.item_${name}`, ({ envelope, name: title, member }) =>
    ({ values: { title, member }, href: envelope && name !== "withdrawn" ? `#/hub/${encodeURIComponent(envelope)}?tab=review` : "#/hub",
      shape: "hub", tone: { approved: "good", withdrawn: "bad" }[name] })])),
  ...Object.fromEntries(["joined", "left", "rolled_back"].map((name) =>
    [`hub.${name}`, ({ name: title }) => ({ values: { title }, href: "#/hub", shape: "hub" })])),
  "system.started": () => ({ shape: "system" }),
  "system.config_changed": () => ({ shape: "settings" }),
};

/** {text, href, tone, shape}; `null` for what is not told. */
export function tell({ type, payload }) {
  const told = tellers[type]?.(payload ?? {});
  if (!told) return null;
  return {
    text: t(`overview.event.${told.key ?? type}`, told.values), href: told.href ?? (told.id ? linkTo(told.id) : ""), tone: told.tone ?? "",
    shape: told.shape,
  };
}
