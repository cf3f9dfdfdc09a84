// What this tab and this browser remember. Storage that is full, broken or forbidden means a page
// that forgets, never one that fails.

const PREFIX = "millrace.";

function read(storage, key, fallback) {
  try {
    const text = storage().getItem(PREFIX + key);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

function write(storage, key, value) {
  try {
    storage().setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the next reload starts from the room's history instead.
  }
}

function drop(storage, key) {
  try {
    storage().removeItem(PREFIX + key);
  } catch {
    // As above.
  }
}

const tab = () => globalThis.sessionStorage;
const browser = () => globalThis.localStorage;

export const tabStore = {
  get: (key, fallback) => read(tab, key, fallback),
  set: (key, value) => write(tab, key, value),
  remove: (key) => drop(tab, key),
};

export const browserStore = {
  get: (key, fallback) => read(browser, key, fallback),
  set: (key, value) => write(browser, key, value),
};
