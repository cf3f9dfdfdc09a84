// What a scenario gets: clients by its transport and encoding, rooms and users of its own, and a backend.

import { randomUUID } from "node:crypto";
import { encoding, EventStream, Member, token, until } from "./harness.js";

export const MISSING = "missing";

/** How long after its end a connection or subscription may still be refreshed on the running system. */
export const GRACE_MS = 4_000;

export class Stage {
  #members = [];
  #count = 0;

  constructor({ urls, secret, key, transport, format, name }) {
    this.urls = urls;
    this.secret = secret;
    this.key = key;
    this.transport = transport;
    this.format = format;
    this.codec = encoding(format);
    this.prefix = `${name}-${transport}-${format}`.toLowerCase();
  }

  /** Name of a room that nobody else uses. */
  room(namespace = "open") {
    return `${namespace}:${this.prefix}-${++this.#count}`;
  }

  user() {
    return `user-${randomUUID()}`;
  }

  token(claims, options = {}) {
    return token(this.secret, claims, options);
  }

  /**
   * A client that is not connected yet. Commands of a streamed one go to another edge than its stream. It may have to
   * try another transport first.
   */
  member(options = {}, edge = 0, ...before) {
    const base = this.urls.map((url) => url.replace("ws://", "http://").replace("/connection/websocket", ""));
    const endpoint = this.transport === "websocket" ? this.urls[edge] : `${base[edge]}/connection/${this.transport}`;
    const member = new Member([...before, { transport: this.transport, endpoint }], this.codec, {
      emulationEndpoint: `${base[1 - edge]}/emulation`,
      eventsource: EventStream,
      ...options,
    });
    this.#members.push(member);
    return member;
  }

  async connected(options = {}, edge = 0) {
    const member = this.member(options, edge);
    await member.connect();
    return member;
  }

  /** A client that says who it is. */
  named(user, claims = {}, edge = 0) {
    return this.connected({ token: this.token({ sub: user, ...claims }) }, edge);
  }

  /** A call of the server API, at the edge that the clients are not at. */
  async api(method, body) {
    const url = `${this.urls[1].replace("ws://", "http://").replace("/connection/websocket", "")}/api/${method}`;
    const response = await fetch(url, {
      method: "POST",
      headers: { "X-API-Key": this.key, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!answer.result && !answer.replies) {
      throw new Error(`${method}: ${JSON.stringify(answer)}`);
    }
    return answer.result ?? answer.replies;
  }

  /** Publishes one after the other as a backend. */
  async say(channel, ...values) {
    const replies = await this.api("batch", { commands: values.map((data) => ({ publish: { channel, data } })) });
    const failed = replies.find(({ error }) => error);
    if (failed) {
      throw new Error(JSON.stringify(failed));
    }
    return replies.map(({ publish }) => publish);
  }

  /** Waits until as many clients are in a room. */
  async present(channel, count) {
    const end = Date.now() + 20_000;
    while ((await this.api("presence_stats", { channel })).num_clients !== count) {
      if (Date.now() > end) {
        throw new Error(`awaited: ${count} in ${channel}`);
      }
      await pause(20);
    }
  }

  clear() {
    this.#members.forEach(({ client }) => client.disconnect());
  }
}

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
export const now = () => Math.floor(Date.now() / 1000);
export const numbers = (count, first = 0) => Array.from({ length: count }, (_, index) => first + index);

/** How a subscription ends that is expected to be refused. */
export async function refusal(member, channel, options = {}) {
  const { unsubscribed, subscribed, subscription } = member.room(channel, options);
  const isDecided = () => unsubscribed[0] || subscribed[0] || member.client.state === "disconnected";
  await until(isDecided, `${channel} is decided`);
  if (!unsubscribed[0] && !subscribed[0]) {
    return `closed ${member.states.at(-1).code}`;
  }
  subscription.unsubscribe();
  return unsubscribed[0].code === 0 ? "subscribed" : unsubscribed[0].code;
}

/** The state that a client comes to next, with the code that brought it there. */
export async function after(member, action) {
  const before = member.states.length;
  await action();
  return until(() => member.states[before], "another state");
}

/** Code of the error that a call ends with. */
export async function code(call) {
  try {
    await call();
    return 0;
  } catch (error) {
    return error.code ?? String(error);
  }
}

/** What a client is told of subscriptions that the server makes. */
export function serverEvents(member) {
  const events = { subscribed: [], subscribing: [], unsubscribed: [], publications: [], joins: [], leaves: [] };
  const { client } = member;
  client.on("subscribed", ({ data, streamPosition, ...context }) =>
    events.subscribed.push({ ...context, data: member.read(data), offset: streamPosition?.offset }));
  client.on("subscribing", ({ channel }) => events.subscribing.push(channel));
  client.on("unsubscribed", ({ channel }) => events.unsubscribed.push(channel));
  client.on("publication", (publication) =>
    events.publications.push({ channel: publication.channel, ...member.seen(publication) }));
  client.on("join", ({ info }) =>
    events.joins.push({ own: info.client === member.id, chan: member.read(info.chanInfo) }));
  client.on("leave", ({ info }) => events.leaves.push({ own: info.client === member.id }));
  return events;
}
