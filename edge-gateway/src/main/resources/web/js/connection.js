// The connection to the edge: its state in words, and nothing about rooms.

import { tabStore } from "./storage.js";

const TOKEN_KEY = "token";
const OWN_KEY = "own-clients";
const OWN_MAX = 50;

export class Connection extends EventTarget {
  #client;
  #own = new Set(tabStore.get(OWN_KEY, []));
  #attempts = 0;
  state = "connecting";
  detail = "";
  clientId = "";
  user = "";

  constructor(address) {
    super();
    const token = tabStore.get(TOKEN_KEY, "");
    this.#client = new globalThis.Centrifuge(address, {
      token,
      name: "millrace-page",
      minReconnectDelay: 300,
      maxReconnectDelay: 8_000,
    });
    this.#client.on("connecting", (context) => {
      this.#attempts = 0;
      this.#become("connecting", context.code === 0 ? "" : `${context.reason} (${context.code})`);
    });
    this.#client.on("connected", (context) => {
      this.clientId = context.client;
      this.#remember(context.client);
      this.#become("connected", "");
    });
    this.#client.on("disconnected", (context) => {
      this.#become("disconnected", `${context.reason} (${context.code})`);
    });
    this.#client.on("error", () => {
      if (this.state === "connecting") {
        this.#attempts++;
        this.#changed();
      }
    });
  }

  get client() {
    return this.#client;
  }

  /** Failed attempts since the connection was lost. */
  get attempts() {
    return this.#attempts;
  }

  get hasToken() {
    return tabStore.get(TOKEN_KEY, "") !== "";
  }

  open() {
    this.#client.connect();
  }

  /** Whether a publication's sender is this tab, now or before a reload or reconnect. */
  isOwn(info) {
    if (!info) {
      return false;
    }
    if (info.client === this.clientId && info.user) {
      this.user = info.user;
    }
    return this.#own.has(info.client);
  }

  forgetToken() {
    tabStore.remove(TOKEN_KEY);
    this.#client.disconnect();
    this.#client.setToken("");
    this.#client.connect();
  }

  #remember(client) {
    this.#own.add(client);
    tabStore.set(OWN_KEY, [...this.#own].slice(-OWN_MAX));
  }

  #become(state, detail) {
    this.state = state;
    this.detail = detail;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * Takes what the address says after `#`: `token=…` and `room=…`. A token is moved to this tab's
 * storage and out of the address, so that it is in no history, bookmark or log.
 */
export function takeFragment() {
  const fragment = new URLSearchParams(globalThis.location.hash.slice(1));
  const token = fragment.get("token");
  if (token !== null) {
    if (token === "") {
      tabStore.remove(TOKEN_KEY);
    } else {
      tabStore.set(TOKEN_KEY, token);
    }
  }
  return { room: fragment.get("room") ?? "", token: token !== null };
}

export function showFragment(room) {
  const fragment = room ? `#room=${encodeURIComponent(room).replaceAll("%3A", ":")}` : "";
  globalThis.history.replaceState(null, "", globalThis.location.pathname + fragment);
}

export function edgeAddress() {
  const { protocol, host } = globalThis.location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/connection/websocket`;
}
