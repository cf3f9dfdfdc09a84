// Section 6: publish, presence, joins and leaves, history, rpc.

import { until } from "./harness.js";
import { code, MISSING, numbers } from "./sdk-stage.js";

const VALUES = [
  "text with \n, \u0000, \u2028, \" and 🙂", "", 0, -1.5e-7, false, true, [], {}, [null, { "ключ": ["ü"] }],
  { big: 9007199254740991, deep: [[[[[[["x"]]]]]]] },
];

/** Data comes back as it was sent, whatever it is. */
export async function anyData(stage) {
  const member = await stage.connected();
  const room = await member.joined(stage.room());
  for (const value of VALUES) {
    await member.publish(room.channel, value);
  }
  const large = "ü🙂".repeat(4_000);
  await member.publish(room.channel, large);
  await until(() => room.publications.length === VALUES.length + 1, "all publications");
  const seen = room.publications.map(({ data }) => data);
  return { large: seen.pop() === large, same: JSON.stringify(seen) === JSON.stringify(VALUES), seen };
}

/** Rooms of bytes are for clients of the Protobuf encoding; the others are told so. */
export async function bytes(stage) {
  const member = await stage.connected();
  const room = member.room(stage.room("bytes"));
  if (stage.format === "json") {
    await until(() => member.client.state === "disconnected", "the end");
    const writer = await stage.connected();
    return { end: member.states.at(-1).code, written: await code(() => writer.publish(room.channel, 1)) };
  }
  await room.subscription.ready(20_000);
  const got = [];
  // The usual listener reads JSON.
  room.subscription.removeAllListeners("publication");
  room.subscription.on("publication", ({ data }) => got.push([...data]));
  const sent = Uint8Array.from({ length: 256 }, (_, index) => index);
  await room.subscription.publish(sent);
  await until(() => got.length === 1, "the bytes");
  return { same: got[0].every((value, index) => value === index), count: got[0].length };
}

export async function whoMayPublish(stage) {
  const user = stage.user();
  const anonymous = await stage.connected();
  const named = await stage.named(user);
  const channel = stage.room("members").replaceAll(/[^a-z0-9_:-]/g, "");
  const result = await anonymous.publish(stage.room(), {});
  const outside = await code(() => named.publish(channel, {}));
  const room = await named.joined(channel);
  return {
    result,
    outside,
    inside: await code(() => room.subscription.publish(named.codec.write({}))),
    anonymous: await code(() => anonymous.publish(channel, {})),
    empty: await code(() => anonymous.client.publish(stage.room(), named.codec.nothing)),
    tooLarge: await code(() => anonymous.publish(stage.room(), "x".repeat(33 * 1024))),
    states: [anonymous, named].map(({ client }) => client.state),
  };
}

/** Users are counted by name, connections each; all who have no name are one user. */
export async function presence(stage) {
  const channel = stage.room();
  const user = stage.user();
  const members = await Promise.all([
    stage.named(user), stage.named(user, {}, 1), stage.named(stage.user()), stage.connected(), stage.connected({}, 1),
  ]);
  const rooms = await Promise.all(members.map((member) => member.joined(channel)));
  await stage.present(channel, members.length);
  const [first] = rooms;
  const { clients } = await first.subscription.presence();
  const stats = await first.subscription.presenceStats();
  const complete = members.every(({ id }) => clients[id]?.client === id);
  rooms.slice(1).forEach(({ subscription }) => subscription.unsubscribe());
  await stage.present(channel, 1);
  const alone = await members[1].client.presenceStats(channel);
  members[0].client.disconnect();
  await stage.present(channel, 0);
  return { complete, named: clients[members[0].id].user === user, stats, alone };
}

export async function whoMaySeeWhoIsThere(stage) {
  const named = await stage.named(stage.user());
  const channel = stage.room("members").replaceAll(/[^a-z0-9_:-]/g, "");
  const both = async (about) =>
    [await code(() => named.client.presence(about)), await code(() => named.client.presenceStats(about))];
  const outside = await both(channel);
  await named.joined(channel);
  return { outside, inside: await both(channel), without: await both(stage.room("plain")) };
}

/** Joins and leaves of a room, as those see them who asked for them and those who did not. */
export async function joinsAndLeaves(stage) {
  const channel = stage.room();
  const loud = stage.room("loud");
  const watcher = await stage.connected();
  const asking = await watcher.joined(channel);
  const told = await watcher.joined(loud, { joinLeave: false });
  const other = await stage.connected({}, 1);
  const silent = await other.joined(channel, { joinLeave: false });
  const there = await other.joined(loud, { joinLeave: false });
  const of = (room, id) => room.presence.filter(({ client }) => client === id).map(({ kind }) => kind);
  await until(() => of(asking, other.id).length === 1 && of(told, other.id).length === 1, "joins");
  for (const _ of numbers(3)) {
    silent.subscription.unsubscribe();
    silent.subscription.subscribe();
    await silent.subscription.ready(20_000);
  }
  const id = other.id;
  there.subscription.unsubscribe();
  await until(() => of(told, id).length === 2, "a leave");
  other.client.disconnect();
  await until(() => of(asking, id).length === 8, "the last leave");
  return {
    own: [of(asking, watcher.id), of(told, watcher.id)],
    asking: of(asking, id),
    told: of(told, id),
    silent: silent.presence.length,
  };
}

export async function history(stage) {
  const member = await stage.named(stage.user());
  const { client } = member;
  const channel = stage.room();
  await stage.say(channel, ...numbers(320, 1));
  const ask = async (options) => {
    const { publications, offset, epoch } = await client.history(channel, options);
    const data = publications.map((publication) => member.read(publication.data));
    return { count: data.length, first: data[0] ?? MISSING, last: data.at(-1) ?? MISSING, offset, epoch };
  };
  const top = await ask({});
  const since = { offset: 10, epoch: top.epoch };
  return {
    known: top.epoch !== "",
    position: await shown(ask({ limit: 0 })),
    absent: await shown(ask()),
    some: await shown(ask({ limit: 5 })),
    everything: await shown(ask({ limit: -1 })),
    tooMany: await shown(ask({ limit: 5000 })),
    newest: await shown(ask({ limit: 5, reverse: true })),
    after: await shown(ask({ limit: 5, since })),
    before: await shown(ask({ limit: 5, since, reverse: true })),
    anyEpoch: await shown(ask({ limit: 2, since: { offset: 318 } })),
    fromTheTop: await shown(ask({ limit: 5, since: { offset: 320, epoch: top.epoch } })),
    beforeTheFirst: await code(() => ask({ limit: 5, since: { offset: 0, epoch: top.epoch }, reverse: true })),
    otherEpoch: await code(() => ask({ limit: 5, since: { offset: 10, epoch: "other" } })),
    without: await code(() => client.history(stage.room("plain"), { limit: 1 })),
    outside: await code(() => client.history("members:nobody", { limit: 1 })),
  };
}

async function shown(answer) {
  const { count, first, last, offset } = await answer;
  return count === 0 ? `0 of ${offset}` : `${count}: ${first} to ${last} of ${offset}`;
}

export async function rpc(stage) {
  const member = await stage.connected();
  const channel = stage.room();
  const { offset, epoch } = await member.rpc("publish", { channel, data: { text: "ü" } });
  return {
    offset,
    epoch: epoch !== "",
    unknown: await code(() => member.rpc("nothing", {})),
    nameless: await code(() => member.rpc("", {})),
    bad: await code(() => member.rpc("publish", { data: {} })),
  };
}

/** Two clients that publish at the same time on two edges see one order. */
export async function oneOrder(stage) {
  const channel = stage.room();
  const members = [await stage.connected(), await stage.connected({}, 1)];
  const rooms = await Promise.all(members.map((member) => member.joined(channel)));
  await Promise.all(members.map(async (member, sender) => {
    for (const number of numbers(15)) {
      await member.publish(channel, [sender, number]);
    }
  }));
  await until(() => rooms.every(({ publications }) => publications.length === 30), "all publications");
  const [one, two] = rooms.map(({ publications }) => publications.map(({ offset, data }) => [offset, ...data]));
  return {
    same: JSON.stringify(one) === JSON.stringify(two),
    offsets: one.every(([offset], index) => offset === index + 1),
    each: [0, 1].map((wanted) => one.filter(([, sender]) => sender === wanted).map(([, , number]) => number)),
    senders: members.map(({ id }, sender) =>
      rooms[1].publications.every(({ data, client }) => data[0] !== sender || client === id)),
  };
}

/** Unsubscribing is always answered; nothing comes after it. */
export async function unsubscribing(stage) {
  const member = await stage.connected();
  const id = member.id;
  const room = await member.joined(stage.room());
  room.subscription.unsubscribe();
  room.subscription.unsubscribe();
  await stage.present(room.channel, 0);
  await stage.say(room.channel, 1);
  const empty = room.publications.length;
  const closed = member.room(stage.room());
  closed.subscription.unsubscribe();
  await member.publish(stage.room(), {});
  return { empty, code: room.unsubscribed[0].code, same: member.id === id, states: member.states.length };
}
