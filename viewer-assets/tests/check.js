// The whole test library: a name, a body, and equality by value.
export const results = [];

export function test(name, body) {
  const result = { name, error: null };
  result.done = (async () => body())().catch((error) => {
    result.error = error;
  });
  results.push(result);
}

export function equal(actual, expected) {
  const [left, right] = [actual, expected].map((value) => JSON.stringify(value));
  if (left !== right) throw new Error(`expected ${right}, got ${left}`);
}

export function throws(body) {
  try {
    body();
  } catch {
    return;
  }
  throw new Error("expected an error");
}
