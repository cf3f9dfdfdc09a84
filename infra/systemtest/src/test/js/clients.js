// What the npm client library sees of a running system.

import WebSocket from "ws";
import { encoding, failure, Gate, main, Member, token, until } from "./harness.js";

const range = (count) => Array.from({ length: count }, (_, index) => index);

async function conversation({ urls, format, room }) {
  const codec = encoding(format);
  const one = new Member(urls[0], codec);
  const id = await one.connect();
  const here = await one.joined(room);
  await one.publish(room, { text: "first", number: 1.5, nested: [null, "ü"] });
  await here.subscription.publish(codec.write({ text: "second" }));
  await until(() => here.publications.length === 2, "two publications");
  here.subscription.unsubscribe();
  await one.publish(room, { text: "third" });
  const again = await failure(() => here.subscription.publish(codec.write({ text: "not subscribed" })));
  return { id, subscribed: here.subscribed, publications: here.publications, unsubscribed: here.unsubscribed, again };
}

/** Two senders on two edges at once; each in turn waits for its own reply. */
async function twoEdges({ urls, format, room, count }) {
  const codec = encoding(format);
  const members = urls.map((url) => new Member(url, codec));
  await Promise.all(members.map((member) => member.connect()));
  const rooms = await Promise.all(members.map((member) => member.joined(room)));
  await Promise.all(members.map(async (member, sender) => {
    for (const number of range(count)) {
      await member.publish(room, { sender, number });
    }
  }));
  await until(() => rooms.every(({ publications }) => publications.length >= 2 * count), "all publications");
  return rooms.map(({ publications }) => publications);
}

async function history({ urls, format, room }) {
  const member = new Member(urls[0], encoding(format));
  await member.connect();
  for (const number of range(10)) {
    await member.publish(room, { number });
  }
  const ask = async (options) => {
    const { publications, offset, epoch } = await member.client.history(room, options);
    return { offset, epoch, numbers: publications.map((publication) => member.seen(publication).data.number) };
  };
  const top = await ask({ limit: 0 });
  return {
    top,
    all: await ask({ limit: 100 }),
    newest: await ask({ limit: 3, reverse: true }),
    after: await ask({ limit: 3, since: { offset: 4, epoch: top.epoch } }),
    before: await ask({ limit: 3, reverse: true, since: { offset: 4, epoch: top.epoch } }),
    otherEpoch: await failure(() => ask({ limit: 3, since: { offset: 4, epoch: "other" } })),
  };
}

async function presence({ urls, format, room, secret }) {
  const codec = encoding(format);
  const one = new Member(urls[0], codec);
  const two = new Member(urls[1], codec, { token: token(secret, { sub: "ada" }) });
  const ids = [await one.connect(), await two.connect()];
  const here = await one.joined(room);
  const there = await two.joined(room);
  const both = await Promise.all([one, two].map(async ({ client }) => {
    const isComplete = async () => Object.keys((await client.presence(room)).clients).length === 2;
    const end = Date.now() + 20_000;
    while (!(await isComplete()) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { present: (await client.presence(room)).clients, stats: await client.presenceStats(room) };
  }));
  await until(() => here.presence.some(({ kind, client }) => kind === "join" && client === ids[1]), "a join");
  there.subscription.unsubscribe();
  await until(() => here.presence.some(({ kind, client }) => kind === "leave" && client === ids[1]), "a leave");
  return { ids, both, events: here.presence, after: (await one.client.presence(room)).clients };
}

/** The socket is cut, messages are missed, and the client comes back, to another edge where `move` says so. */
async function recovery({ urls, format, room, missed, move }) {
  const codec = encoding(format);
  const gate = await Gate.before(urls[0]);
  const reader = new Member(gate.url, codec);
  const sender = new Member(urls[1], codec);
  await Promise.all([reader.connect(), sender.connect()]);
  const here = await reader.joined(room);
  const say = async (numbers) => {
    for (const number of numbers) {
      await sender.publish(room, { number });
    }
  };
  await say(range(5));
  await until(() => here.publications.length === 5, "the first five");
  gate.shut();
  await until(() => reader.client.state === "connecting", "the cut");
  await say(range(missed).map((number) => 5 + number));
  if (move) {
    gate.target(urls[1]);
  }
  gate.reopen();
  await until(() => here.subscribed.length === 2, "subscribed again");
  await say([5 + missed]);
  await until(() => here.publications.some(({ data }) => data.number === 5 + missed), "the last one");
  gate.close();
  return { subscribed: here.subscribed, publications: here.publications };
}

async function lostPosition({ urls, format, room }) {
  const member = new Member(urls[0], encoding(format));
  await member.connect();
  await member.publish(room, { number: 0 });
  const here = await member.joined(room, { since: { epoch: "another", offset: 7 } });
  await member.publish(room, { number: 1 });
  await until(() => here.publications.length > 0, "a publication");
  return { subscribed: here.subscribed, publications: here.publications };
}

async function sameKeyTwice({ urls, format, room, secret }) {
  const codec = encoding(format);
  const options = { token: token(secret, { sub: "ada" }) };
  const one = new Member(urls[0], codec, options);
  const two = new Member(urls[1], codec, options);
  await Promise.all([one.connect(), two.connect()]);
  const here = await one.joined(room);
  const request = (key, text) => ({ channel: room, data: { text }, key });
  const answers = [
    await one.rpc("publish", request("k1", "once")),
    await one.rpc("publish", request("k1", "once")),
    await two.rpc("publish", request("k1", "once")),
    await one.rpc("publish", request("k2", "twice")),
    await one.rpc("publish", { channel: room, data: { text: "without" } }),
  ];
  await until(() => here.publications.length >= 3, "three publications");
  return { answers, publications: here.publications };
}

async function refusals({ urls, format, room }) {
  const codec = encoding(format);
  const member = new Member(urls[0], codec);
  const id = await member.connect();
  const subscribe = async (channel) => {
    const { unsubscribed } = member.room(channel);
    return until(() => unsubscribed[0], `${channel} is refused`);
  };
  return {
    unknownRoom: await subscribe("nowhere:x"),
    forbiddenRoom: await subscribe("signal:x"),
    unknownPublish: await failure(() => member.publish("nowhere:x", {})),
    forbiddenPublish: await failure(() => member.publish("signal:x", {})),
    empty: await failure(() => member.client.publish(room, codec.nothing)),
    tooLarge: await failure(() => member.publish(room, { text: "x".repeat(33 * 1024) })),
    unknownMethod: await failure(() => member.rpc("nothing", {})),
    guessableKey: await failure(() => member.rpc("publish", { channel: room, data: {}, key: "1" })),
    rpcWithoutRoom: await failure(() => member.rpc("publish", { data: {} })),
    rpcTooLarge: await failure(() => member.rpc("publish", { channel: room, data: "x".repeat(33 * 1024) })),
    states: member.states.map(({ state }) => state),
    stillThere: id === member.id && (await failure(() => member.publish(room, { text: "still here" }))),
  };
}

/** One message larger than a connection takes ends it; the client library does not come back by itself. */
async function oversize({ urls, format, room }) {
  const member = new Member(urls[0], encoding(format));
  const other = new Member(urls[0], encoding(format));
  await Promise.all([member.connect(), other.connect()]);
  const answer = await failure(() => member.publish(room, { text: "x".repeat(70 * 1024) }));
  await until(() => member.states.some(({ state }) => state === "disconnected"), "the end");
  await other.publish(room, { text: "not affected" });
  return { answer, end: member.states.at(-1), others: other.states.map(({ state }) => state) };
}

async function flood({ urls, format, room, count }) {
  const member = new Member(urls[0], encoding(format));
  const id = await member.connect();
  const here = await member.joined(room);
  const answers = await Promise.all(range(count).map((number) => failure(() => member.publish(room, { number }))));
  const accepted = answers.filter(({ succeeded }) => succeeded).length;
  await until(() => here.publications.length >= accepted, "what was accepted");
  return {
    accepted,
    codes: [...new Set(answers.filter(({ code }) => code).map(({ code }) => code))],
    offsets: here.publications.map(({ offset }) => offset),
    sameConnection: id === member.id && member.client.state === "connected",
  };
}

async function tokens({ urls, format, room, secret }) {
  const codec = encoding(format);
  const now = Math.floor(Date.now() / 1000);
  const outcome = (options) => new Member(urls[0], codec, options).outcome();
  const ada = new Member(urls[0], codec, { token: token(secret, { sub: "ada", exp: now + 60 }) });
  await ada.connect();
  const here = await ada.joined(room);
  await ada.publish(room, { text: "as ada" });
  await until(() => here.publications.length === 1, "ada's publication");
  const signal = await ada.joined("signal:" + room);
  let renewals = 0;
  const renewed = new Member(urls[0], codec, {
    token: token(secret, { sub: "bo", exp: now - 60 }),
    getToken: async () => {
      renewals++;
      return token(secret, { sub: "bo", exp: now + 60 });
    },
  });
  return {
    user: here.publications[0].user,
    signal: signal.subscribed.length,
    expired: await outcome({ token: token(secret, { sub: "ada", exp: now - 60 }) }),
    wrongSecret: await outcome({ token: token(`${secret}!`, { sub: "ada" }) }),
    garbage: await outcome({ token: "no token at all" }),
    unsigned: await outcome({ token: `${Buffer.from('{"alg":"none"}').toString("base64url")}.e30.` }),
    renewed: await renewed.outcome(),
    renewals,
  };
}

async function idle({ urls, format, millis }) {
  let pings = 0;
  class Listening extends WebSocket {
    constructor(...address) {
      super(...address);
      this.on("message", (data) => {
        const bytes = Buffer.from(data);
        pings += bytes.equals(Buffer.from("{}")) || bytes.equals(Buffer.from([0])) ? 1 : 0;
      });
    }
  }
  const member = new Member(urls[0], encoding(format), { websocket: Listening });
  const before = await member.connect();
  await new Promise((resolve) => setTimeout(resolve, millis));
  return { before, after: member.id, pings, states: member.states.map(({ state }) => state) };
}

await main({
  conversation, twoEdges, history, presence, recovery, lostPosition, sameKeyTwice, refusals, oversize, flood, tokens,
  idle,
});
