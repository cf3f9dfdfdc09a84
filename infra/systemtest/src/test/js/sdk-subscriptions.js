// Section 5 (subscribe), 4.2 (subscriptions that expire) and what is not served.

import { until } from "./harness.js";
import { after, code, GRACE_MS, now, numbers, pause, refusal, serverEvents } from "./sdk-stage.js";

export async function whoMaySubscribe(stage) {
  const user = stage.user();
  const anonymous = await stage.connected();
  const named = await stage.named(user);
  const list = `dialog:${stage.prefix}#${user},other`;
  return {
    unknown: await refusal(anonymous, "nowhere:x"),
    anonymous: await refusal(anonymous, stage.room("members")),
    named: await refusal(named, stage.room("members")),
    isPrivate: await refusal(named, `$${stage.room()}`),
    onTheList: await refusal(named, list),
    notOnTheList: await refusal(named, "dialog:x#other"),
    anonymousOnNoList: await refusal(anonymous, "dialog:x#"),
    nobody: await refusal(named, "dialog:x"),
    connections: [anonymous, named].map(({ client }) => client.state),
  };
}

export async function namesOfChannels(stage) {
  const member = await stage.named(stage.user());
  const { client } = member;
  return {
    longest: await refusal(member, "open:".padEnd(255, "x")),
    tooLong: await refusal(member, "open:".padEnd(256, "x")),
    notAscii: await refusal(member, "open:größe"),
    emoji: await refusal(member, "open:🙂"),
    matches: await refusal(member, stage.room("members").replaceAll(/[^a-z0-9_:-]/g, "")),
    doesNotMatch: await refusal(member, "members:UPPER"),
    odd: await refusal(member, `${stage.room()}/a.b:c?d=e&"'\\<>%`),
    blank: await refusal(member, "open:with space"),
    publish: await code(() => member.publish("open:größe", {})),
    history: await code(() => client.history("open:größe", { limit: 1 })),
    presence: await code(() => client.presence("nowhere:x")),
    stats: await code(() => client.presenceStats("nowhere:x")),
    nowhere: await code(() => client.history("nowhere:x", { limit: 1 })),
    toNowhere: await code(() => member.publish("nowhere:x", {})),
  };
}

/** Kinds of subscriptions that are not there: always the same answer, and nothing breaks. */
export async function whatIsNotServed(stage) {
  const member = await stage.connected();
  const { client, codec } = member;
  const refused = async (subscription) => {
    let end;
    subscription.on("unsubscribed", ({ code: number }) => (end = number));
    subscription.subscribe();
    return until(() => end, "a refusal");
  };
  return {
    map: await refused(client.newMapSubscription(stage.room())),
    mapClients: await refused(client.newMapClientsSubscription(stage.room())),
    mapUsers: await refused(client.newMapUsersSubscription(stage.room())),
    sharedPoll: await refused(client.newSharedPollSubscription(stage.room(), {
      getSignature: async ({ keys }) => ({ keys, signature: "s" }),
    })),
    tagsFilter: await refusal(member, stage.room(), { tagsFilter: { key: "k", cmp: "eq", val: "v" } }),
    mapPublish: await code(() => client.mapPublish(stage.room(), "key", codec.write({}))),
    mapRemove: await code(() => client.mapRemove(stage.room(), "key")),
    state: client.state,
  };
}

export async function moreThanAConnectionMayHave(stage) {
  const member = await stage.connected();
  const { client } = member;
  client.startBatching();
  const rooms = numbers(130).map(() => member.room(stage.room("plain")));
  client.stopBatching();
  const isAnswered = ({ subscribed, unsubscribed }) => subscribed.length + unsubscribed.length === 1;
  await until(() => rooms.every(isAnswered), "answers");
  const refused = rooms.filter(({ unsubscribed }) => unsubscribed.length > 0);
  rooms[0].subscription.unsubscribe();
  let freed = await refusal(member, stage.room("plain"));
  for (let attempt = 0; freed === 106 && attempt < 100; attempt++) {
    // Two requests of a streamed client may overtake each other.
    await pause(20);
    freed = await refusal(member, stage.room("plain"));
  }
  return { refused: refused.map(({ unsubscribed }) => unsubscribed[0].code), freed, state: client.state };
}

/** A client with many subscriptions sends all of them in its first message when it comes back. */
export async function manySubscriptions(stage) {
  const member = await stage.connected();
  const { client } = member;
  client.startBatching();
  const rooms = numbers(100).map(() => member.room(stage.room()));
  client.stopBatching();
  await until(() => rooms.every(({ subscribed }) => subscribed.length === 1), "all subscriptions");
  client.disconnect();
  await stage.api("broadcast", { channels: rooms.map(({ channel }) => channel), data: "missed" });
  await member.connect();
  await until(() => rooms.every(({ publications }) => publications.length === 1), "what was missed");
  return { recovered: rooms.every(({ subscribed }) => subscribed[1].recovered), states: member.states.length };
}

/** What namespaces leave to the client's wishes, and what they don't. */
export async function wishes(stage) {
  const member = await stage.connected();
  const granted = async (namespace, positioned, recoverable) => {
    const { subscribed } = await member.joined(stage.room(namespace), { positioned, recoverable, joinLeave: false });
    const [{ positioned: known, recoverable: kept, epoch, offset }] = subscribed;
    return `${known} ${kept} ${epoch !== undefined && epoch !== ""} ${offset}`;
  };
  return {
    asksNothing: await granted("asked", false, false),
    asksForPositions: await granted("asked", true, false),
    asksForRecovery: await granted("asked", false, true),
    isForced: await granted("open", false, false),
    isOff: await granted("plain", true, true),
  };
}

/** Subscription tokens: good ones, bad ones, and those for somebody or something else. */
export async function subscriptionTokens(stage) {
  const user = stage.user();
  const channel = `$${stage.room()}`;
  const member = await stage.named(user);
  const make = (claims) => stage.token({ sub: user, channel, ...claims });
  const closed = async (claims) => refusal(await stage.named(user), channel, { token: make(claims) });
  let asked = 0;
  const getToken = async ({ channel: about }) => {
    asked += about === channel ? 1 : 100;
    return make({ exp: now() + 60 });
  };
  const forbidden = async () => {
    throw new stage.codec.Unauthorized();
  };
  const room = await member.joined(channel, { token: make({ data: { topic: "ü" }, client: member.id }) });
  const other = await stage.named(user);
  return {
    data: room.subscribed[0].data,
    renewed: await refusal(other, channel, { token: make({ exp: now() - 60 }), getToken }),
    fetched: await refusal(await stage.named(user), channel, { getToken }),
    asked,
    unauthorized: await refusal(other, `$${stage.room()}`, { getToken: forbidden }),
    expireAtIsOver: await refusal(await stage.named(user), channel, { token: make({ expire_at: now() - 60 }) }),
    garbage: await refusal(await stage.named(user), channel, { token: "garbage" }),
    otherSecret: await refusal(await stage.named(user), channel, { token: `${make({})}x` }),
    whereNoneIsNeeded: await refusal(await stage.named(user), stage.room(), { token: "garbage" }),
    otherChannel: await closed({ channel: stage.room() }),
    otherUser: await closed({ sub: stage.user() }),
    otherClient: await closed({ client: member.id }),
  };
}

/** What a token changes for its subscription. */
export async function overridesOfTokens(stage) {
  const user = stage.user();
  const member = await stage.named(user);
  const subscribe = async (namespace, override) => {
    const channel = stage.room(namespace);
    const token = stage.token({ sub: user, channel, override });
    return member.joined(channel, { token, joinLeave: false, recoverable: false });
  };
  const forced = await subscribe("asked", { force_recovery: { value: true } });
  const positioned = await subscribe("asked", { force_positioning: { value: true } });
  const told = await subscribe("open", { force_push_join_leave: { value: true } });
  const seen = async (presence, joinLeave) => {
    const override = { presence: { value: presence }, join_leave: { value: joinLeave } };
    const { channel } = await subscribe("open", override);
    const watcher = await stage.connected();
    const room = await watcher.joined(channel);
    const again = await stage.named(user);
    const token = stage.token({ sub: user, channel, override });
    const other = await again.joined(channel, { token });
    other.subscription.unsubscribe();
    // Whatever is told of the others is told before this.
    await (await stage.connected()).joined(channel);
    await until(() => room.presence.filter(({ kind }) => kind === "join").length >= (joinLeave ? 3 : 2), "a last join");
    const { clients } = await watcher.client.presence(channel);
    return [member.id in clients, room.presence.some(({ client }) => client === again.id)];
  };
  await until(() => told.presence.length === 1, "its own join");
  return {
    forced: forced.subscribed[0].recoverable,
    positioned: [positioned.subscribed[0].positioned, positioned.subscribed[0].recoverable],
    told: told.presence.map(({ kind, client }) => [kind, client === member.id]),
    unlisted: await seen(false, true),
    unannounced: await seen(true, false),
    hidden: await seen(false, false),
  };
}

/** A subscription that ends soon is refreshed without a new subscription, and outlives the grace. */
export async function refreshKeepsTheSubscription(stage) {
  const user = stage.user();
  const channel = stage.room();
  let asked = 0;
  const member = await stage.named(user);
  const room = await member.joined(channel, {
    token: stage.token({ sub: user, channel, exp: now() + 3 }),
    getToken: async () => {
      asked++;
      return stage.token({ sub: user, channel, exp: now() + 60 });
    },
  });
  await pause(3_000 + GRACE_MS + 500);
  await stage.say(channel, 1);
  await until(() => room.publications.length === 1, "a publication");
  const { subscribed, subscribing } = room;
  return { asked, subscribed: subscribed.length, subscribing: subscribing.length, state: member.client.state };
}

/** A client that cannot refresh in time loses the subscription, and makes it again when it can. */
export async function subscriptionThatIsNotRefreshed(stage) {
  const user = stage.user();
  const channel = stage.room();
  const member = await stage.named(user);
  let mayRefresh = false;
  const room = await member.joined(channel, {
    token: stage.token({ sub: user, channel, exp: now() + 3 }),
    minResubscribeDelay: 20,
    maxResubscribeDelay: 100,
    getToken: async () => {
      if (!mayRefresh) {
        throw new Error("no token now");
      }
      return stage.token({ sub: user, channel, exp: now() + 60 });
    },
  });
  await until(() => room.subscribing.length === 2, "the end of the subscription");
  mayRefresh = true;
  await stage.say(channel, 1);
  await until(() => room.publications.length === 1, "what was missed");
  return {
    codes: room.subscribing.map(({ code: number }) => number),
    recovered: room.subscribed.map(({ recovered }) => recovered),
    states: member.states.map(({ state }) => state),
  };
}

/** Refreshing with a token that is for something else ends the connection. */
export async function refreshesOfSubscriptionsThatAreRefused(stage) {
  const user = stage.user();
  const follow = async (claims) => {
    const channel = stage.room();
    const member = await stage.named(user);
    const getToken = async () =>
      claims === undefined ? "garbage" : stage.token({ sub: user, channel, exp: now() + 60, ...claims });
    await member.joined(channel, { token: stage.token({ sub: user, channel, exp: now() + 3 }), getToken });
    const { state, code: number } = await after(member, () => {});
    return [state, number];
  };
  const [otherChannel, otherUser, garbage] =
    await Promise.all([follow({ channel: stage.room() }), follow({ sub: stage.user() }), follow()]);
  return { otherChannel, otherUser, garbage };
}

/** A room that the server has subscribed the client to. */
export async function alreadySubscribed(stage) {
  const user = stage.user();
  const member = await stage.named(user);
  const events = serverEvents(member);
  const channel = stage.room();
  await stage.api("subscribe", { user, channel });
  await until(() => events.subscribed.length === 1, "a subscription");
  return refusal(member, channel);
}
