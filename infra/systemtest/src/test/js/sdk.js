// All that an application can see of the protocol through the npm client library: every scenario by every transport and
// encoding, many at a time in one process.

import { main } from "./harness.js";
import { Stage } from "./sdk-stage.js";
import * as connections from "./sdk-connections.js";
import * as control from "./sdk-control.js";
import * as recovery from "./sdk-recovery.js";
import * as rooms from "./sdk-rooms.js";
import * as subscriptions from "./sdk-subscriptions.js";
import * as tokens from "./sdk-tokens.js";

const AT_ONCE = 12;
const DOORS = [
  ["websocket", "json"], ["websocket", "protobuf"],
  ["http_stream", "json"], ["http_stream", "protobuf"],
  ["sse", "json"],
];
const scenarios = { ...tokens, ...connections, ...control, ...subscriptions, ...rooms, ...recovery };

async function through([transport, format], arguments_) {
  const seen = {};
  // Times of tokens are in seconds: the first commands of a system that has just started do not count.
  await rooms.oneOrder(new Stage({ ...arguments_, transport, format, name: "first" }));
  const waiting = Object.entries(scenarios);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, scenario] = next;
      const stage = new Stage({ ...arguments_, transport, format, name });
      try {
        seen[name] = await scenario(stage);
      } catch (error) {
        seen[name] = { failed: error.stack ?? JSON.stringify(error) };
      } finally {
        stage.clear();
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [`${transport} ${format}`, seen];
}

/** With `only`, one scenario, for a look at it by hand. */
async function all({ only, ...arguments_ }) {
  if (only) {
    Object.keys(scenarios).filter((name) => name !== only).forEach((name) => delete scenarios[name]);
  }
  return Object.fromEntries(await Promise.all(DOORS.map((door) => through(door, arguments_))));
}

await main({ all });
