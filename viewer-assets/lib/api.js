// The HTTP interface of the daemon, read only. Components never call it; views do.

export class ApiError extends Error {
  constructor({ status, code, message, hint }) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

export const paths = {
  status: "/api/v1/status",
  turns: "/api/v1/turns",
  search: "/api/v1/search",
  trace: "/api/v1/traces/{id}",
  timeline: "/api/v1/episodes/{id}/timeline",
  events: "/api/v1/events",
};

/** Path with its braces filled in, then the parameters that have a value. */
export function address(path, captures = {}, query = {}) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(captures[name]));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

async function get(url, signal) {
  let response;
  try {
    response = await fetch(url, { signal, headers: { accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError({ status: 0, code: "unreachable", message: "" });
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new ApiError({
    status: response.status,
    code: body?.error?.code ?? "unreadable",
    message: body?.error?.message ?? `HTTP ${response.status}`,
    hint: body?.error?.hint,
  });
}

export const api = {
  status: () => get(paths.status),
  turns: (query, signal) => get(address(paths.turns, {}, query), signal),
  search: (query, signal) => get(address(paths.search, {}, query), signal),
  trace: (id, signal) => get(address(paths.trace, { id }), signal),
  timeline: (id, signal) => get(address(paths.timeline, { id }), signal),
};
