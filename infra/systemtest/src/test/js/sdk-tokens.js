// Sections 4 (authentication), 4.2 (expiry and refresh) and 14 (claims).

import { until } from "./harness.js";
import { after, GRACE_MS, MISSING, now, numbers, pause, refusal, serverEvents } from "./sdk-stage.js";

/** The state in which a client ends that comes with these claims, or with this token. */
async function outcome(stage, claims, options = {}) {
  const token = typeof claims === "string" ? claims : stage.token(claims);
  const member = stage.member({ token, ...options });
  const { state, code } = await member.outcome();
  return state === "connected" ? state : code;
}

export async function whichTokensAreTaken(stage) {
  const user = stage.user();
  const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from("{}").toString("base64url")}.`;
  return {
    none: await outcome(stage, "", { token: undefined }),
    named: await outcome(stage, { sub: user, exp: now() + 60 }),
    anonymous: await outcome(stage, { sub: "" }),
    hs384: await outcome(stage, stage.token({ sub: user }, { bits: 384 })),
    hs512: await outcome(stage, stage.token({ sub: user }, { bits: 512 })),
    otherSecret: await outcome(stage, `${stage.token({ sub: user })}x`),
    garbage: await outcome(stage, "no token at all"),
    unsigned: await outcome(stage, unsigned),
    forAChannel: await outcome(stage, { sub: user, channel: stage.room() }),
    wrongType: await outcome(stage, { sub: user, exp: "soon" }),
  };
}

/** Error 109 lets the library ask for a token and come again; without a way to ask it gives up. */
export async function tokensOutOfTheirTime(stage) {
  const user = stage.user();
  const renewed = async (claims) => {
    let asked = 0;
    const getToken = async () => {
      asked++;
      return stage.token({ sub: user });
    };
    return [await outcome(stage, { sub: user, ...claims }, { getToken }), asked];
  };
  return {
    expired: await renewed({ exp: now() - 60 }),
    tooEarly: await renewed({ nbf: now() + 60 }),
    alone: await outcome(stage, { sub: user, exp: now() - 60 }),
  };
}

/** A token that ends soon is replaced on the living connection, which outlives the grace. */
export async function refreshKeepsTheConnection(stage) {
  const user = stage.user();
  const room = stage.room();
  const follow = async (claims, renewal) => {
    let asked = 0;
    const getToken = async () => {
      asked++;
      return stage.token({ sub: user, ...renewal });
    };
    const member = await stage.connected({ token: stage.token({ sub: user, ...claims }), getToken });
    const id = member.id;
    await pause(3_000 + GRACE_MS + 500);
    await member.publish(room, {});
    return { asked, same: member.id === id, states: member.states.map(({ state }) => state) };
  };
  const [exp, expireAt, never] = await Promise.all([
    follow({ exp: now() + 3 }, { exp: now() + 60 }),
    follow({ expire_at: now() + 3 }, { expire_at: now() + 60 }),
    follow({ exp: now() + 3, expire_at: 0 }, {}),
  ]);
  return { exp, expireAt, never };
}

/** What a refresh does that brings something else than the same user for longer. */
export async function refreshesThatAreRefused(stage) {
  const user = stage.user();
  const kept = stage.room();
  const added = stage.room();
  const follow = async (claims, first, later) => {
    const answers = [first, later];
    const getToken = async () => answers.shift() ?? stage.token({ sub: user });
    const member = await stage.connected({ token: stage.token({ sub: user, exp: now() + 3, ...claims }), getToken });
    const { state, code } = await after(member, () => {});
    if (state === "connecting") {
      await until(() => member.states.at(-1).state === "connected", "connected again");
    }
    return [state, code, member.states.at(-1).state];
  };
  const [otherUser, garbage, expired, otherSubs] = await Promise.all([
    follow({}, stage.token({ sub: stage.user(), exp: now() + 60 })),
    follow({}, "garbage"),
    follow({}, stage.token({ sub: user, exp: now() - 60 }), stage.token({ sub: user })),
    follow({ channels: [kept] }, stage.token({ sub: user, channels: [kept, added] }),
      stage.token({ sub: user, channels: [kept, added] })),
  ]);
  return { otherUser, garbage, expired, otherSubs };
}

/** `info` of the connection and of the channel, in all that others see of a client. */
export async function claimsThatOthersSee(stage) {
  const user = stage.user();
  const room = stage.room();
  const watcher = await stage.connected();
  const watched = await watcher.joined(room);
  const b64info = Buffer.from('{"name":"Bö"}').toString("base64");
  const plain = await stage.named(user, { info: { name: "Ada" } });
  const encoded = await stage.named(user, { b64info, info: { name: "not this" } }, 1);
  await plain.joined(room, { token: stage.token({ sub: user, channel: room, info: { role: "host" } }) });
  await encoded.joined(room);
  await plain.publish(room, 1);
  await encoded.publish(room, 2);
  await until(() => watched.publications.length === 2, "two publications");
  await stage.present(room, 3);
  const { clients } = await watcher.client.presence(room);
  const infoOf = (id) => ({
    user: clients[id].user === user, conn: watcher.read(clients[id].connInfo), chan: watcher.read(clients[id].chanInfo),
  });
  return {
    publications: watched.publications.map(({ connInfo, chanInfo, user: sender }) =>
      ({ user: sender === user, conn: connInfo, chan: chanInfo })),
    presence: [infoOf(plain.id), infoOf(encoded.id)],
  };
}

/** Channels that a token subscribes to: what the library is told when it connects. */
export async function subscriptionsOfTheToken(stage) {
  const user = stage.user();
  const [listed, full, bare] = [stage.room(), stage.room(), stage.room("asked")];
  const short = stage.member({ token: stage.token({ sub: user, channels: [listed] }) });
  const shortEvents = serverEvents(short);
  await short.connect();
  const long = stage.member({
    token: stage.token({
      sub: user,
      channels: [listed],
      subs: {
        [full]: { info: { role: "host" }, data: { hello: 1 }, override: { force_push_join_leave: { value: true } } },
        [bare]: { b64data: Buffer.from('"dä"').toString("base64"), override: { force_recovery: { value: true } } },
      },
    }),
  });
  const events = serverEvents(long);
  await long.connect();
  await stage.say(full, "from the backend");
  await until(() => events.publications.length === 1, "a publication");
  await until(() => events.joins.length >= 1, "its own join");
  const of = (wanted) => {
    const { channel, ...rest } = events.subscribed.find((event) => event.channel === wanted) ?? { channel: MISSING };
    return rest;
  };
  return {
    short: shortEvents.subscribed.map(({ channel }) => channel === listed),
    full: of(full),
    bare: of(bare),
    count: events.subscribed.length,
    publication: events.publications[0].data,
    join: events.joins[0],
    again: await refusal(long, full),
  };
}

export async function moreSubscriptionsThanAllowed(stage) {
  const channels = numbers(129).map((number) => `plain:${number}`);
  return outcome(stage, { sub: stage.user(), channels });
}

/** A client that begins again with another token is told which subscriptions are gone. */
export async function subscriptionsThatAreGone(stage) {
  const user = stage.user();
  const [kept, gone] = [stage.room(), stage.room()];
  const member = stage.member({ token: stage.token({ sub: user, channels: [kept, gone] }) });
  const events = serverEvents(member);
  await member.connect();
  member.client.disconnect();
  member.client.setToken(stage.token({ sub: user, channels: [kept] }));
  await member.connect();
  await until(() => events.unsubscribed.length > 0, "an unsubscription");
  return {
    subscribing: events.subscribing.length,
    unsubscribed: events.unsubscribed.map((channel) => channel === gone),
  };
}
