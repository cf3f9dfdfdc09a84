// What the client scenarios share: clients of both encodings, a gate that cuts connections, waiting.

import net from "node:net";
import { createHmac } from "node:crypto";
import { Centrifuge as JsonCentrifuge, UnauthorizedError as JsonUnauthorized } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge, UnauthorizedError as ProtobufUnauthorized } from "centrifuge/build/protobuf";
import WebSocket from "ws";

const DEADLINE_MS = 20_000;
const open = [];

/** A codec per encoding: Protobuf clients send and get bytes. */
export function encoding(name) {
  const text = new TextDecoder();
  return name === "protobuf"
    ? {
        Client: ProtobufCentrifuge,
        Unauthorized: ProtobufUnauthorized,
        write: (value) => new TextEncoder().encode(JSON.stringify(value)),
        read: (bytes) => JSON.parse(text.decode(bytes)),
        nothing: new Uint8Array(0),
      }
    : {
        Client: JsonCentrifuge,
        Unauthorized: JsonUnauthorized,
        write: (value) => value,
        read: (value) => value,
        nothing: undefined,
      };
}

/** A client that records what happens to it. */
export class Member {
  constructor(url, codec, options = {}) {
    this.codec = codec;
    this.states = [];
    this.client = new codec.Client(url, {
      websocket: WebSocket,
      minReconnectDelay: 20,
      maxReconnectDelay: 100,
      timeout: 10_000,
      ...options,
    });
    this.client.on("connected", ({ client }) => this.states.push({ state: "connected", client }));
    this.client.on("connecting", ({ code, reason }) => this.states.push({ state: "connecting", code, reason }));
    this.client.on("disconnected", ({ code, reason }) => this.states.push({ state: "disconnected", code, reason }));
    open.push(this.client);
  }

  async connect() {
    this.client.connect();
    await this.client.ready(DEADLINE_MS);
    return this.id;
  }

  get id() {
    return this.states.findLast(({ state }) => state === "connected")?.client;
  }

  /** Connects without expecting success: resolves with the state it ends in. */
  async outcome() {
    this.client.connect();
    return until(() => this.states.find(({ state }) => state !== "connecting"), "connected or disconnected");
  }

  /** Joins a room and records all that comes from it. */
  room(channel, options = {}) {
    const room = {
      channel, publications: [], subscribed: [], subscribing: [], unsubscribed: [], presence: [], errors: [],
    };
    const subscription = this.client.newSubscription(channel, { joinLeave: true, recoverable: true, ...options });
    room.subscription = subscription;
    subscription.on("subscribed", (context) =>
      room.subscribed.push({
        wasRecovering: context.wasRecovering,
        recovered: context.recovered,
        recoverable: context.recoverable,
        positioned: context.positioned,
        offset: context.streamPosition?.offset,
        epoch: context.streamPosition?.epoch,
        hasRecoveredPublications: context.hasRecoveredPublications,
        data: this.read(context.data),
      }));
    subscription.on("subscribing", ({ code, reason }) => room.subscribing.push({ code, reason }));
    subscription.on("error", ({ type, error }) => room.errors.push({ type, code: error.code }));
    subscription.on("unsubscribed", ({ code, reason }) => room.unsubscribed.push({ code, reason }));
    subscription.on("publication", (publication) => room.publications.push(this.seen(publication)));
    subscription.on("join", ({ info }) => room.presence.push({ kind: "join", client: info.client, user: info.user }));
    subscription.on("leave", ({ info }) => room.presence.push({ kind: "leave", client: info.client, user: info.user }));
    subscription.subscribe();
    return room;
  }

  async joined(channel, options) {
    const room = this.room(channel, options);
    await room.subscription.ready(DEADLINE_MS);
    return room;
  }

  seen(publication) {
    return {
      offset: publication.offset,
      data: this.codec.read(publication.data),
      client: publication.info?.client,
      user: publication.info?.user,
      connInfo: this.read(publication.info?.connInfo),
      chanInfo: this.read(publication.info?.chanInfo),
      // The Protobuf client has an empty map where there is none.
      tags: Object.keys(publication.tags ?? {}).length > 0 ? publication.tags : undefined,
    };
  }

  /** Data that may be absent; the Protobuf client has no bytes then. */
  read(data) {
    return data === undefined || data.length === 0 ? undefined : this.codec.read(data);
  }

  publish(channel, value) {
    return this.client.publish(channel, this.codec.write(value));
  }

  async rpc(method, request) {
    const { data } = await this.client.rpc(method, this.codec.write(request));
    return this.codec.read(data);
  }
}

/** The code and message of the error that a call ends with, or what it returned. */
export async function failure(call) {
  try {
    return { succeeded: (await call()) ?? true };
  } catch (error) {
    return { code: error.code, message: error.message };
  }
}

export async function until(condition, what) {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const value = condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`awaited: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A TCP relay before an edge, which can be shut like a failing network. */
export class Gate {
  #sockets = new Set();
  #server = net.createServer((socket) => this.#relay(socket));
  #open = true;
  #target;

  static async before(url) {
    const gate = new Gate();
    gate.target(url);
    await new Promise((resolve) => gate.#server.listen(0, "127.0.0.1", resolve));
    return gate;
  }

  target(url) {
    this.#target = Number(new URL(url).port);
  }

  get url() {
    return `ws://127.0.0.1:${this.#server.address().port}/connection/websocket`;
  }

  shut() {
    this.#open = false;
    this.#sockets.forEach((socket) => socket.destroy());
  }

  reopen() {
    this.#open = true;
  }

  close() {
    this.shut();
    this.#server.close();
  }

  #relay(socket) {
    if (!this.#open) {
      socket.destroy();
      return;
    }
    const onward = net.connect(this.#target, "127.0.0.1");
    for (const [one, other] of [[socket, onward], [onward, socket]]) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}

/** An HMAC token. */
export function token(secret, claims, { bits = 256 } = {}) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: `HS${bits}`, typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac(`sha${bits}`, secret).update(signed).digest("base64url")}`;
}

/** As much of the browsers' EventSource as the library uses. */
export class EventStream {
  #stop = new AbortController();

  constructor(url) {
    this.#read(url).catch((error) => this.onerror?.(error));
  }

  close() {
    this.#stop.abort();
  }

  async #read(url) {
    const { body, headers, status } = await fetch(url, { signal: this.#stop.signal });
    if (status !== 200 || !headers.get("content-type").startsWith("text/event-stream")) {
      throw new Error(`status ${status}`);
    }
    this.onopen?.({});
    let rest = "";
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).replaceAll("\r\n", "\n").split("\n\n");
      rest = events.pop();
      events.map((event) => event.trim()).filter((event) => event.startsWith("data: "))
        .forEach((event) => this.onmessage?.({ data: event.slice("data: ".length) }));
    }
    throw new Error("the stream ended");
  }
}

/** Runs the scenario that the command line names and prints what it saw as the last line. */
export async function main(scenarios) {
  const [name, argument] = process.argv.slice(2);
  const seen = await scenarios[name](JSON.parse(argument));
  open.forEach((client) => client.disconnect());
  process.stdout.write(`\n${JSON.stringify(seen)}\n`, () => process.exit(0));
}
