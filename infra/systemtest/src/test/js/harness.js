// What the client scenarios share: clients of both encodings, a gate that cuts connections, waiting.

import net from "node:net";
import { createHmac } from "node:crypto";
import { Centrifuge as JsonCentrifuge } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge } from "centrifuge/build/protobuf";
import WebSocket from "ws";

const DEADLINE_MS = 20_000;
const open = [];

/** A codec per encoding: Protobuf clients send and get bytes. */
export function encoding(name) {
  const text = new TextDecoder();
  return name === "protobuf"
    ? {
        Client: ProtobufCentrifuge,
        write: (value) => new TextEncoder().encode(JSON.stringify(value)),
        read: (bytes) => JSON.parse(text.decode(bytes)),
        nothing: new Uint8Array(0),
      }
    : { Client: JsonCentrifuge, write: (value) => value, read: (value) => value, nothing: undefined };
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
    const room = { channel, publications: [], subscribed: [], unsubscribed: [], presence: [] };
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
      }));
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
    };
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

/** An HS256 token. */
export function token(secret, claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** Runs the scenario that the command line names and prints what it saw as the last line. */
export async function main(scenarios) {
  const [name, argument] = process.argv.slice(2);
  const seen = await scenarios[name](JSON.parse(argument));
  open.forEach((client) => client.disconnect());
  process.stdout.write(`\n${JSON.stringify(seen)}\n`, () => process.exit(0));
}
