// What the npm client library sees of a running system when it may not use WebSockets.

import { encoding, main, Member, until } from "./harness.js";

/** As much of the browsers' EventSource as the library uses. */
class EventStream {
  #stop = new AbortController();

  constructor(url) {
    this.#read(url).catch((error) => this.onerror?.(error));
  }

  close() {
    this.#stop.abort();
  }

  async #read(url) {
    const { body, headers, status } = await fetch(url, { signal: this.#stop.signal });
    if (status !== 200 || !headers.get("content-type").startsWith("text/event-stream")) {
      throw new Error(`status ${status}`);
    }
    this.onopen?.({});
    let rest = "";
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).replaceAll("\r\n", "\n").split("\n\n");
      rest = events.pop();
      events.map((event) => event.trim()).filter((event) => event.startsWith("data: "))
        .forEach((event) => this.onmessage?.({ data: event.slice("data: ".length) }));
    }
    throw new Error("the stream ended");
  }
}

/** One client by stream, whose commands go to the other edge, and one by WebSocket, in the same room. */
async function conversation({ urls, format, room, transport, millis }) {
  const codec = encoding(format);
  const [here, other] = urls.map((url) => url.replace("ws://", "http://").replace("/connection/websocket", ""));
  const streamed = new Member([{ transport, endpoint: `${here}/connection/${transport}` }], codec, {
    emulationEndpoint: `${other}/emulation`,
    eventsource: EventStream,
  });
  const socketed = new Member(urls[1], codec);
  const id = await streamed.connect();
  await socketed.connect();
  const rooms = [await streamed.joined(room), await socketed.joined(room)];
  for (let number = 0; number < 5; number++) {
    await streamed.publish(room, number === 0 ? { number, text: "ü\nü" } : { number });
    await socketed.publish(room, { number });
  }
  await new Promise((resolve) => setTimeout(resolve, millis));
  await streamed.publish(room, { text: "after some pings" });
  await until(() => rooms.every(({ publications }) => publications.length === 11), "all publications");
  const { clients } = await streamed.client.presence(room);
  return { id, seen: rooms.map(({ publications }) => publications), states: [...streamed.states], present: clients };
}

await main({ conversation });
