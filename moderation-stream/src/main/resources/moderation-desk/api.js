// Calls of the desk's REST interface. The key lives as long as the tab.
const KEY = 'millrace.moderation.key';

export function knowsKey() {
  return sessionStorage.getItem(KEY) !== null;
}

export function useKey(key) {
  sessionStorage.setItem(KEY, key);
}

export function forgetKey() {
  sessionStorage.removeItem(KEY);
}

export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

// The body of the answer, or null when it has none.
export async function call(method, path, body) {
  const response = await fetch(`/v1/moderation${path}`, {
    method,
    headers: {
      authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ''}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
  });
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  if (!response.ok) {
    throw new Problem(response.status, answer?.detail ?? response.statusText);
  }
  return answer;
}
