// Sections 10 and 15: what the server API does to clients.

import { until } from "./harness.js";
import { after, now, pause, serverEvents } from "./sdk-stage.js";

export async function unsubscribedByTheServer(stage) {
  const user = stage.user();
  const member = await stage.named(user);
  const room = await member.joined(stage.room());
  const other = await member.joined(stage.room());
  await stage.api("unsubscribe", { user, channel: room.channel });
  await until(() => room.unsubscribed.length === 1, "the end of a subscription");
  const one = { end: room.unsubscribed[0], state: room.subscription.state, other: other.subscription.state };
  room.subscription.subscribe();
  await room.subscription.ready(20_000);
  await stage.api("unsubscribe", { user });
  await until(() => other.unsubscribed.length === 1 && room.unsubscribed.length === 2, "the end of both");
  return { ...one, subscribed: room.subscribed.length, connection: member.states.map(({ state }) => state) };
}

export async function subscribedByTheServer(stage) {
  const user = stage.user();
  const channel = stage.room();
  const places = await stage.say(channel, 1, 2, 3);
  const member = await stage.named(user);
  const events = serverEvents(member);
  await stage.api("subscribe", {
    user, channel, info: { role: "guest" }, data: { hello: "ü" },
    recover_since: { offset: 1, epoch: places[0].epoch }, override: { force_push_join_leave: { value: true } },
  });
  await until(() => events.publications.length === 2 && events.joins.length === 1, "what was missed, and the join");
  await stage.say(channel, 4);
  await until(() => events.publications.length === 3, "a live publication");
  const { presence } = await stage.api("presence", { channel });
  await stage.api("unsubscribe", { user, channel });
  await until(() => events.unsubscribed.length === 1, "the end");
  return {
    subscribed: events.subscribed.map(({ data, positioned, recoverable }) => ({ data, positioned, recoverable })),
    publications: events.publications.map(({ offset, data }) => [offset, data]),
    join: events.joins[0],
    presence: Object.values(presence).map(({ chan_info: info }) => info),
    states: member.states.map(({ state }) => state),
  };
}

/** A subscription of the server that is over ends the connection: only the server can make it again. */
export async function subscriptionOfTheServerIsOver(stage) {
  const user = stage.user();
  const member = await stage.named(user);
  const end = await after(member, () => stage.api("subscribe", { user, channel: stage.room(), expire_at: now() + 3 }));
  await until(() => member.states.at(-1).state === "connected", "connected again");
  return { state: end.state, code: end.code };
}

export async function endOfTheConnectionIsMoved(stage) {
  const follow = async (body) => {
    const user = stage.user();
    const member = await stage.named(user);
    const end = await after(member, () => stage.api("refresh", { user, ...body }));
    return [end.state, end.code];
  };
  const [soon, atOnce] = await Promise.all([follow({ expire_at: now() + 2 }), follow({ expired: true })]);
  return { soon, atOnce };
}

/** Only those of a user's connections end that are meant. */
export async function whichConnectionsEnd(stage) {
  const user = stage.user();
  const [one, two, three] = await Promise.all([stage.named(user), stage.named(user, {}, 1), stage.named(user)]);
  await after(one, () => stage.api("disconnect", { user, client: one.id }));
  const first = [one, two, three].map(({ client }) => client.state);
  await after(three, () => stage.api("disconnect", { user, whitelist: [two.id] }));
  return { first, then: [one, two, three].map(({ client }) => client.state), end: three.states.at(-1) };
}

/** Publications of a backend have no sender, but tags; those that skip the history have no offset. */
export async function publicationsOfABackend(stage) {
  const member = await stage.connected();
  const [room, other] = [await member.joined(stage.room()), await member.joined(stage.room())];
  const { channel } = room;
  await stage.api("publish", { channel, data: { n: 1 }, tags: { kind: "news", "ü": "ä" } });
  await stage.api("publish", { channel, data: 2, skip_history: true });
  await stage.api("publish", { channel, data: 3, idempotency_key: "k" });
  await stage.api("publish", { channel, data: 3, idempotency_key: "k" });
  await stage.api("publish", { channel, data: 4, version: 7 });
  await stage.api("publish", { channel, data: 5, version: 7 });
  await stage.api("broadcast", { channels: [channel, other.channel], data: 6 });
  await until(() => room.publications.length >= 5 && other.publications.length === 1, "all publications");
  await pause(100);
  const { publications } = await member.client.history(channel, { limit: 10 });
  return {
    live: room.publications.map(({ offset, data, client, tags }) => ({ offset, data, client, tags })),
    history: publications.map((publication) => member.seen(publication)).map(({ data, tags }) => ({ data, tags })),
    other: other.publications.map(({ data }) => data),
  };
}

export async function historyIsRemoved(stage) {
  const member = await stage.connected();
  const room = await member.joined(stage.room());
  await stage.say(room.channel, 1, 2);
  await stage.api("history_remove", { channel: room.channel });
  await stage.say(room.channel, 3);
  await until(() => room.publications.length === 3, "the live ones");
  const { publications } = await member.client.history(room.channel, { limit: 10 });
  return {
    live: room.publications.map(({ data }) => data),
    history: publications.map(({ data }) => member.read(data)),
  };
}

/** What was taken back is told where it is seen, and is nowhere to be read. */
export async function publicationIsTakenBack(stage) {
  const [member, leaver] = await Promise.all([stage.connected(), stage.connected({}, 1)]);
  const room = await member.joined(stage.room());
  const left = await leaver.joined(room.channel);
  const places = await stage.say(room.channel, 1, 2);
  await until(() => left.publications.length === 2, "what is taken back");
  leaver.client.disconnect();
  const [place, repeat] = [
    await stage.api("retract", { channel: room.channel, ...places[1], reason: "spam" }),
    await stage.api("retract", { channel: room.channel, ...places[1] }),
  ];
  await stage.say(room.channel, 3);
  await until(() => room.publications.length === 4, "the retraction, and what comes after it");
  await leaver.connect();
  await until(() => left.publications.length === 4, "the retraction, recovered");
  const late = await (await stage.connected()).joined(room.channel, { since: { offset: 0, epoch: place.epoch } });
  await until(() => late.publications.length === 4, "everything, recovered");
  const { publications } = await member.client.history(room.channel, { limit: 10 });
  const shape = ({ offset, data, tags, client }) => {
    const { "millrace-event": event, "millrace-offset": target, "millrace-id": id } = tags ?? {};
    const told = data?.id === undefined ? data : { ...data, id: data.id === id };
    return [offset, told, event, target, client].filter((part) => part !== undefined);
  };
  return {
    places: [place.offset, repeat.offset],
    live: room.publications.map(shape),
    missed: left.publications.slice(2).map(shape),
    late: late.publications.map(shape),
    history: publications.map((publication) => shape(member.seen(publication))),
  };
}
