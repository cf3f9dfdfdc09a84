// Messages of this tab on their way: from Enter until the room has given them an offset.
//
// Each carries an idempotency key, so it is sent again after a lost connection without ever
// appearing twice. A tab that is reloaded sends again what it had not seen accepted.

const TRANSIENT = new Set([1, 2, 3, 4, 10, 11, 100]);
/** It waits for a moderator: it may still appear, and must not be sent again. */
export const HELD = 401;
const MAX_ATTEMPTS = 5;
const BACKOFF_MS = 1_000;
const MAX_BYTES = 60 * 1024;

const FRESH = {
  state: "waiting",
  attempts: 0,
  tries: 0,
  sentAt: 0,
  offset: null,
  seenAs: null,
  seenAt: 0,
  error: null,
  roundTrip: undefined,
};

export class Outgoing {
  #channel;
  #publish;
  #changed;
  #canSend = false;
  #items = [];

  /**
   * @param publish (request) => Promise of {offset}, rejecting with {code, message}
   * @param changed (item, offset or null) called after each change of an item
   */
  constructor(channel, publish, changed, saved) {
    this.#channel = channel;
    this.#publish = publish;
    this.#changed = changed;
    this.#items = saved.map((item) => ({ ...item, ...FRESH, attempts: 1 }));
  }

  /** What is to be shown: neither accepted nor already back as a publication. */
  get visible() {
    return this.#items.filter((item) => item.seenAs === null);
  }

  get saved() {
    return this.#items.map(({ key, data }) => ({ key, data }));
  }

  add(data) {
    const item = { key: newKey(), data, ...FRESH };
    this.#items.push(item);
    const bytes = new TextEncoder().encode(JSON.stringify(data)).length;
    if (bytes > MAX_BYTES) {
      // A larger one would end the connection instead of being refused.
      this.#fail(item, { code: 107, message: `${bytes} bytes, at most ${MAX_BYTES} fit into one message` });
    } else {
      this.#transmit(item);
    }
  }

  /** The room can take messages: sends what waits, in order. */
  resume() {
    this.#canSend = true;
    this.#items.filter((item) => item.state === "waiting").forEach((item) => this.#transmit(item));
  }

  pause() {
    this.#canSend = false;
  }

  retry(item) {
    item.attempts = Math.max(1, item.attempts);
    item.tries = 0;
    item.error = null;
    this.#transmit(item);
  }

  discard(item) {
    this.#items = this.#items.filter((other) => other !== item);
    this.#changed(item, null);
  }

  /**
   * A publication of this tab came back: returns its round trip in ms if that is certain already,
   * or undefined; the answer to the publish call settles the rest.
   */
  returned(offset, data) {
    const now = performance.now();
    const accepted = this.#items.find((item) => item.offset === offset);
    if (accepted) {
      return this.#settle(accepted, now);
    }
    const likely = this.#items.find(
      (item) => item.seenAs === null && item.offset === null && item.state !== "failed" && same(item.data, data),
    );
    if (likely) {
      likely.seenAs = offset;
      likely.seenAt = now;
      this.#changed(likely, null);
      return undefined;
    }
    const held = this.#items.find((item) => item.error?.code === HELD && same(item.data, data));
    if (held) {
      this.discard(held);
    }
    return undefined;
  }

  /** The log is known up to an offset: what was accepted there needs no publication any more. */
  knownUpTo(offset) {
    this.#items
      .filter((item) => item.offset !== null && item.offset <= offset)
      .forEach((item) => this.discard(item));
  }

  #transmit(item) {
    if (!this.#canSend) {
      item.state = "waiting";
      this.#changed(item, null);
      return;
    }
    item.state = "sending";
    item.attempts++;
    item.tries++;
    item.sentAt = performance.now();
    this.#changed(item, null);
    this.#publish({ channel: this.#channel, data: item.data, key: item.key }).then(
      (answer) => this.#accepted(item, answer.offset),
      (error) => this.#refused(item, error),
    );
  }

  #accepted(item, offset) {
    item.offset = offset;
    item.state = "accepted";
    if (item.seenAs === offset) {
      this.#settle(item, item.seenAt);
    } else {
      // Something else of the same text came back before: this one is still to come.
      item.seenAs = null;
      this.#changed(item, offset);
    }
  }

  #refused(item, error) {
    const failure = { code: error?.code ?? 0, message: error?.message ?? String(error) };
    if (!TRANSIENT.has(failure.code) || item.tries >= MAX_ATTEMPTS) {
      item.seenAs = null;
      this.#fail(item, failure);
      return;
    }
    item.state = "waiting";
    this.#changed(item, null);
    setTimeout(() => {
      if (item.state === "waiting" && this.#canSend) {
        this.#transmit(item);
      }
    }, BACKOFF_MS * item.tries);
  }

  #fail(item, failure) {
    item.state = "failed";
    item.error = failure;
    this.#changed(item, null);
  }

  #settle(item, returnedAt) {
    this.#items = this.#items.filter((other) => other !== item);
    // After a second attempt nobody can tell which one came back.
    const roundTrip = item.attempts === 1 ? returnedAt - item.sentAt : null;
    item.roundTrip = roundTrip;
    this.#changed(item, item.offset);
    return roundTrip;
  }
}

/** A random UUID; the browser's own is missing where the page comes over plain http from another host. */
function newKey() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function same(one, other) {
  return other !== null && typeof other === "object" && one.text === other.text && one.name === other.name
    && one.at === other.at;
}
