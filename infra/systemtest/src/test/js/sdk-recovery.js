// Sections 7 (recovery) and 8 (deltas).

import { until } from "./harness.js";
import { numbers, serverEvents } from "./sdk-stage.js";

const flags = ({ wasRecovering, recovered, hasRecoveredPublications }) =>
  `${wasRecovering} ${recovered} ${hasRecoveredPublications}`;
const data = ({ publications }) => publications.map(({ data: value }) => value);

/** Goes away, lets something happen, comes back. */
async function away(member, room, act) {
  const before = room.subscribed.length;
  member.client.disconnect();
  await act();
  await member.connect();
  await until(() => room.subscribed.length > before, "subscribed again");
}

export async function streamIsRecovered(stage) {
  const member = await stage.connected();
  const room = await member.joined(stage.room());
  const { channel } = room;
  await stage.say(channel, 1, 2);
  await until(() => room.publications.length === 2, "the first two");
  await away(member, room, () => stage.say(channel, 3, 4, 5));
  await stage.say(channel, 6);
  await until(() => room.publications.length === 6, "the live one");
  await away(member, room, async () => {});
  room.subscription.unsubscribe();
  await stage.say(channel, 7, 8);
  room.subscription.subscribe();
  await until(() => room.publications.length === 8, "those of the pause");
  await stage.say(channel, 9);
  await until(() => room.publications.length === 9, "the last one");
  return {
    flags: room.subscribed.map(flags), data: data(room), offsets: room.publications.map(({ offset }) => offset),
  };
}

/** What is not at hand any more is not recovered, never in part, and the subscription goes on. */
export async function gapIsTold(stage) {
  const member = await stage.connected();
  const room = await member.joined(stage.room("small"));
  const { channel } = room;
  await stage.say(channel, 1);
  await until(() => room.publications.length === 1, "the first one");
  await away(member, room, () => stage.say(channel, 2, 3, 4, 5));
  await stage.say(channel, 6);
  await until(() => room.publications.length === 2, "a live one");
  await away(member, room, () => stage.say(channel, 7, 8));
  await until(() => room.publications.length === 4, "a gap that is small enough");
  return { flags: room.subscribed.map(flags), data: data(room), top: room.subscribed[1].offset };
}

/** Positions that the application gives. */
export async function positionsOfTheApplication(stage) {
  const channel = stage.room();
  const [{ epoch }] = await stage.say(channel, 1, 2, 3);
  const from = async (since) => {
    const member = await stage.connected();
    const room = await member.joined(channel, { since });
    await until(() => room.publications.length > 0 || !room.subscribed[0].hasRecoveredPublications, "recovered");
    return [flags(room.subscribed[0]), ...data(room)];
  };
  return {
    beginning: await from({ offset: 0, epoch: "" }),
    middle: await from({ offset: 2, epoch }),
    top: await from({ offset: 3, epoch }),
    future: await from({ offset: 1_000, epoch }),
    otherEpoch: await from({ offset: 2, epoch: "other" }),
    invalidated: await from({ offset: 0, epoch: "_" }),
    none: await from(null),
  };
}

/** An application that loads its state by itself is asked again when its position is of no use. */
export async function stateOfTheApplication(stage) {
  const channel = stage.room("small");
  const member = await stage.connected();
  let asked = 0;
  const room = await member.joined(channel, {
    minResubscribeDelay: 20,
    maxResubscribeDelay: 100,
    getState: async () => {
      asked++;
      const { offset, epoch } = await stage.api("history", { channel, limit: 0 });
      return { offset, epoch };
    },
  });
  await away(member, room, async () => {});
  const first = asked;
  await away(member, room, () => stage.say(channel, 1, 2, 3, 4, 5));
  await stage.say(channel, 6);
  await until(() => room.publications.length === 1, "a live one");
  return { first, then: asked, flags: room.subscribed.map(flags), data: data(room) };
}

/** Of a cache, only the newest publication comes back, and only to who has not got it. */
export async function cacheIsRecovered(stage) {
  const member = await stage.connected();
  const room = await member.joined(stage.room("cache"));
  const { channel } = room;
  await stage.say(channel, 1, 2);
  await until(() => room.publications.length === 2, "the first two");
  await away(member, room, () => stage.say(channel, 3, 4, 5));
  await away(member, room, async () => {});
  await stage.say(channel, 6);
  await until(() => room.publications.length === 4, "the live one");
  const unasked = stage.room("newest");
  await stage.say(unasked, 1, 2, 3);
  const fresh = await (await stage.connected()).joined(unasked, { recoverable: false });
  await until(() => fresh.publications.length === 1, "the newest one");
  return { flags: room.subscribed.map(flags), data: data(room), fresh: data(fresh) };
}

/** Subscriptions of the token are recovered with the connection. */
export async function subscriptionsOfTheTokenAreRecovered(stage) {
  const channel = stage.room();
  const member = stage.member({ token: stage.token({ sub: stage.user(), channels: [channel] }) });
  const events = serverEvents(member);
  await member.connect();
  await stage.say(channel, 1);
  await until(() => events.publications.length === 1, "the first one");
  member.client.disconnect();
  await stage.say(channel, 2, 3);
  await member.connect();
  await until(() => events.publications.length === 3, "what was missed");
  await stage.say(channel, 4);
  await until(() => events.publications.length === 4, "a live one");
  return { flags: events.subscribed.map(flags), data: data(events), subscribing: events.subscribing.length };
}

const padding = "Lorem ipsum dolor sit amet, consetetur. ".repeat(20);

/** The library puts deltas together again; what it got it counts. */
export async function deltas(stage) {
  const member = await stage.connected();
  const reader = await member.joined(stage.room("delta"), { delta: "fossil" });
  const { channel } = reader;
  const plain = await (await stage.connected()).joined(channel);
  const values = [
    { n: 1, padding },
    { n: 2, padding },
    { n: 3, padding: padding.replace("ipsum", "IPSUM").replace(/sit amet(?!.*sit amet)/, "SIT AMET") },
    { n: 4, padding: `${padding}ü🙂` },
    { n: 5, padding: `${padding}ü🙃` },
    { n: 6, padding: "something else" },
    7,
  ];
  await stage.say(channel, ...values);
  await until(() => [reader, plain].every(({ publications }) => publications.length === values.length), "all of them");
  const stats = reader.subscription.deltaStats();
  const { publications } = await member.client.history(channel, { limit: 100 });
  const same = (list) => JSON.stringify(list) === JSON.stringify(values);
  return {
    read: same(data(reader)),
    plain: same(data(plain)),
    history: same(publications.map((publication) => member.read(publication.data))),
    full: stats.numFullPayloads,
    asDelta: stats.numDeltaPayloads,
    smaller: stats.bytesReceived * 2 < stats.bytesDecoded,
    none: plain.subscription.deltaStats().numDeltaPayloads,
  };
}

/** What is recovered is a chain of deltas as well, and what comes live goes on from it. */
export async function deltasAreRecovered(stage) {
  const member = await stage.connected();
  const reader = await member.joined(stage.room("delta"), { delta: "fossil" });
  const { channel } = reader;
  const value = (n) => ({ n, padding });
  await stage.say(channel, value(1), value(2));
  await until(() => reader.publications.length === 2, "the first two");
  const before = reader.subscription.deltaStats();
  await away(member, reader, () => stage.say(channel, ...numbers(4, 3).map(value)));
  await until(() => reader.publications.length === 6, "those of the pause");
  await stage.say(channel, value(7));
  await until(() => reader.publications.length === 7, "the live one");
  const stats = reader.subscription.deltaStats();
  return {
    flags: reader.subscribed.map(flags),
    data: data(reader).map(({ n }) => n),
    whole: data(reader).every((item) => item.padding === padding),
    first: [before.numFullPayloads, before.numDeltaPayloads],
    then: [stats.numFullPayloads - before.numFullPayloads, stats.numDeltaPayloads - before.numDeltaPayloads],
  };
}

/** Namespaces that have no deltas, and subscriptions that are not positioned, get everything in full. */
export async function noDeltasHere(stage) {
  const member = await stage.connected();
  const room = await member.joined(stage.room(), { delta: "fossil" });
  await stage.say(room.channel, { n: 1, padding }, { n: 2, padding });
  await until(() => room.publications.length === 2, "both");
  return { data: data(room).map(({ n }) => n), deltas: room.subscription.deltaStats().numDeltaPayloads };
}
