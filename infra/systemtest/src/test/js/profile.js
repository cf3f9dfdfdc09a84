// What the test suites of the official client libraries count on.

import { failure, main, until } from "./harness.js";
import { code, refusal, Stage } from "./sdk-stage.js";
import * as recovery from "./sdk-recovery.js";

async function profile(arguments_) {
  const [url] = arguments_.urls;
  const stage = new Stage({ ...arguments_, urls: [url, url], transport: "websocket", name: "profile" });
  const user = stage.user();
  const anonymous = await stage.connected();
  const named = await stage.named(user);
  const nameless = "p-nameless";
  const here = await named.joined(nameless, { joinLeave: false, recoverable: false });
  await anonymous.publish(nameless, 1);
  await stage.present(nameless, 1);
  const position = ({ positioned, recoverable }) => [positioned, recoverable];
  const gap = await recovery.gapIsTold({ ...bound(stage), room: () => "smallhistory:gap" });
  const state = await recovery.stateOfTheApplication({ ...bound(stage), room: () => "smallhistory:state" });
  const deltas = await recovery.deltas({ ...bound(stage), room: () => "delta:x" });
  const stream = await recovery.streamIsRecovered({ ...bound(stage), room: () => "recovery:x" });
  return {
    user: Object.values((await anonymous.client.presence(nameless)).clients).map((info) => info.user === user),
    badToken: await code(async () => {
      throw await stage.member({ token: "garbage" }).outcome();
    }),
    expired: await code(async () => {
      throw await stage.member({ token: stage.token({ sub: user, exp: 1 }) }).outcome();
    }),
    rpc: await failure(() => anonymous.rpc("anything", {})),
    history: (await anonymous.client.history(nameless, { limit: 10 })).publications.length,
    position: position(here.subscribed[0]),
    joins: here.presence.map(({ kind }) => kind),
    isPrivate: await refusal(named, "$recovery:x"),
    gap: gap.flags,
    state: [state.first, state.then],
    deltas: [deltas.read, deltas.asDelta],
    stream: stream.data.length,
    large: await large({ ...arguments_, urls: [url, url], transport: "http_stream", format: "protobuf", name: "large" }),
  };
}

/** How much of a publication arrives that no stream gives at once. */
async function large(arguments_) {
  const stage = new Stage(arguments_);
  const member = await stage.connected();
  const room = await member.joined("p-large");
  await stage.say(room.channel, "x".repeat(256_000));
  await until(() => room.publications.length === 1, "the publication");
  return [room.publications[0].data.length, member.states.length];
}

/** A stage whose methods can be spread. */
function bound(stage) {
  return {
    connected: stage.connected.bind(stage), member: stage.member.bind(stage), say: stage.say.bind(stage),
    api: stage.api.bind(stage), token: stage.token.bind(stage), user: stage.user.bind(stage),
  };
}

await main({ profile });
