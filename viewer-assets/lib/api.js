// The HTTP interface of the daemon. Components never call it; views do. Paths are written out where they are asked for,
// so that a test can hold them against the daemon's own description.

export class ApiError extends Error {
  constructor({ status, code, message, hint, fields }) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.fields = fields;
  }
}

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

async function send(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError({ status: 0, code: "unreachable", message: "" });
  }
  const body = response.status === 204 ? {} : await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new ApiError({
    status: response.status,
    code: body?.code ?? "unreadable",
    message: body?.detail ?? `HTTP ${response.status}`,
    hint: body?.hint,
    fields: body?.details,
  });
}

// What a write must carry to show that it comes from this page. It changes with the session, so a refusal asks anew.
let proof = null;

async function write(method, url, body, type = "application/json") {
  for (const isLast of [false, true]) {
    proof ??= send("/api/v1/session", {}).then(({ csrf }) => csrf);
    try {
      const headers = { "x-memos-csrf": await proof, ...(body === undefined ? {} : { "content-type": type }) };
      return await send(url, { method, headers, body });
    } catch (error) {
      proof = null;
      if (isLast || error.code !== "csrf_missing") throw error;
    }
  }
}

const text = (body) => (body === undefined ? undefined : JSON.stringify(body));

export const api = {
  get: (path, captures, query, signal) => send(address(path, captures, query), { signal }),
  post: (path, captures, body = {}) => write("POST", address(path, captures), text(body)),
  put: (path, captures, body) => write("PUT", address(path, captures), text(body)),
  patch: (path, captures, body) => write("PATCH", address(path, captures), text(body)),
  delete: (path, captures) => write("DELETE", address(path, captures)),
  /** A file as it is. */
  upload: (path, captures, file, query) =>
    write("POST", address(path, captures, query), file, file.type || "application/octet-stream"),
};
