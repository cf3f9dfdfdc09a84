// Sections 4 (connection), 4.1 (pings), 4.3 and 11 (closing), and commands that end a connection.

import { until } from "./harness.js";
import { after, code, numbers, pause } from "./sdk-stage.js";

const PINGS_MS = 6_500;
const CODES = [
  3000, 3001, 3004, 3005, 3006, 3008, 3009, 3010, 3011, 3012, 3013, 3014, 4000, 4499,
  3500, 3501, 3502, 3503, 3504, 3505, 3506, 3507, 3508, 3509, 4500, 4999,
];

/** Everything that a connect command can carry. */
export async function connecting(stage) {
  let asked = 0;
  const transports = [];
  const member = stage.member({
    name: "n".repeat(40),
    version: "v".repeat(100),
    headers: { "x-header": "emulated" },
    data: stage.codec.write({ first: true }),
    getData: async () => {
      asked++;
      return stage.codec.write({ time: asked });
    },
  });
  member.client.on("connected", ({ transport, data }) => transports.push({ transport, data: member.read(data) }));
  const first = await member.connect();
  member.client.disconnect();
  const second = await member.connect();
  return { asked, first, second, transports, states: member.states.map(({ state }) => state) };
}

/** Subscriptions and calls that were there before the connection. */
export async function commandsBeforeTheConnection(stage) {
  const member = stage.member();
  const names = numbers(3).map(() => stage.room());
  const rooms = names.map((name) => member.room(name));
  const calls = [member.publish(names[0], "early"), code(() => member.rpc("nothing", {}))];
  member.client.connect();
  const [, rpc] = await Promise.all(calls);
  await Promise.all(rooms.map(({ subscription }) => subscription.ready(20_000)));
  return { rpc, positions: rooms.map(({ subscribed }) => subscribed[0].positioned) };
}

/** A transport that does not get through is followed by the next one. */
export async function nextTransport(stage) {
  const [url] = stage.urls;
  const member = stage.member({}, 0, { transport: "websocket", endpoint: url.replace("/connection/", "/nowhere/") });
  const names = [];
  member.client.on("connected", ({ transport }) => names.push(transport));
  await member.connect();
  await member.publish(stage.room(), {});
  return names;
}

/** Commands that are sent together are done in their order, and each has its own answer. */
export async function batch(stage) {
  const member = await stage.connected();
  const room = await member.joined(stage.room());
  const { client } = member;
  client.startBatching();
  const publishes = numbers(20).map((number) => member.publish(room.channel, number));
  const presence = client.presenceStats(room.channel);
  const history = client.history(room.channel, { limit: 50 });
  const refused = code(() => client.history("nowhere:x", { limit: 1 }));
  client.stopBatching();
  await Promise.all(publishes);
  await until(() => room.publications.length === 20, "all publications");
  return {
    order: room.publications.map(({ data }) => data),
    presence: (await presence).numClients,
    history: (await history).publications.length,
    refused: await refused,
  };
}

/** Living through some pings, with pongs. */
export async function quiet(stage) {
  const member = await stage.connected({ maxServerPingDelay: 2_500 });
  const id = member.id;
  await pause(PINGS_MS);
  await member.publish(stage.room(), {});
  return { same: member.id === id, states: member.states.map(({ state }) => state) };
}

/** What the library makes of every code: comes again, or not. */
export async function codesOfTheEnd(stage) {
  const ends = await Promise.all(CODES.map(async (number) => {
    const user = stage.user();
    const member = await stage.named(user);
    const body = { user, disconnect: { code: number, reason: `reason ${number}` } };
    const end = await after(member, () => stage.api("disconnect", body));
    if (end.state === "connecting") {
      await until(() => member.states.at(-1).state === "connected", `connected again after ${number}`);
    }
    return [number, `${end.state} ${end.code} ${end.reason} ${member.states.at(-1).state}`];
  }));
  return Object.fromEntries(ends);
}

/** Commands that the protocol answers by closing. */
export async function commandsThatEndTheConnection(stage) {
  const closed = async (act) => {
    const member = await stage.connected({ timeout: 2_000 });
    const { state, code: number } = await after(member, () => {
      act(member).catch(() => {});
    });
    return state === "disconnected" ? number : state;
  };
  return {
    send: await closed(({ client, codec }) => client.send(codec.write({}))),
    publishNowhere: await closed((member) => member.publish("", {})),
    subscribeNowhere: await closed(async (member) => member.room("")),
    historyNowhere: await closed(({ client }) => client.history("", { limit: 1 })),
    presenceNowhere: await closed(({ client }) => client.presence("")),
    statsNowhere: await closed(({ client }) => client.presenceStats("")),
  };
}

/** A command larger than a message may be: by WebSocket the end, otherwise only this command is refused. */
export async function tooLargeForTheConnection(stage) {
  const member = await stage.connected({ timeout: 1_500 });
  const answer = await code(() => member.publish(stage.room(), "x".repeat(70 * 1024)));
  const end = member.states.at(-1);
  const still = end.state === "connected" ? await code(() => member.publish(stage.room(), {})) : end.code;
  return { answer, end: end.state, still };
}

/** Connecting and leaving again and again leaves nothing behind. */
export async function comingAndGoing(stage) {
  const channel = stage.room();
  const member = stage.member();
  const room = member.room(channel);
  numbers(10).forEach(() => {
    member.client.connect();
    member.client.disconnect();
  });
  const idle = member.client.state;
  await member.connect();
  await room.subscription.ready(20_000);
  numbers(10).forEach(() => {
    room.subscription.unsubscribe();
    room.subscription.subscribe();
  });
  await room.subscription.ready(20_000);
  await stage.present(channel, 1);
  const inside = Object.keys((await member.client.presence(channel)).clients).length;
  room.subscription.unsubscribe();
  await stage.present(channel, 0);
  return { idle, inside, state: member.client.state };
}
