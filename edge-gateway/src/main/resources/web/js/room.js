// One room of this tab: its log without gaps or with gaps that are said, who is here, and what is
// on its way out. Knows nothing of the document.

import { Outgoing } from "./outgoing.js";
import { cleanName, payloadText, payloadTime } from "./format.js";
import { tabStore } from "./storage.js";

const HISTORY = 50;
const KEPT_IN_STORAGE = 100;
const KEPT_IN_MEMORY = 1_000;
const SAVE_DELAY_MS = 200;
const REMOVED = "This message was removed";

/** What the server itself says with a publication; only it can set such tags. */
const serverEvent = ({ tags }) => tags?.["millrace-event"];

/**
 * Events: `message` {detail: message} for one at the end of the log; `log` when the log must be drawn
 * anew; `settled` {detail: message} when its round trip is known; `outgoing`, `people`, `state`.
 *
 * A message is {generation, offset, text, name, client, user, own, at, roundTrip}; a gap is
 * {generation, offset, gap: words} with an offset between two messages. The generation counts the
 * epochs that this tab has seen.
 */
export class Room extends EventTarget {
  #connection;
  #subscription;
  #outgoing;
  #seen = new Map();
  #epoch = "";
  #generation = 0;
  #top = 0;
  #readUpTo = 0;
  #recovering = false;
  #saveTimer = 0;
  #closed = false;
  log = [];
  people = new Map();
  peopleNote = "";
  names = new Map();
  state = "joining";
  error = null;
  unread = 0;
  earlier = false;

  constructor(channel, connection) {
    super();
    this.channel = channel;
    this.#connection = connection;
    const saved = tabStore.get(this.#key, null);
    this.#outgoing = new Outgoing(
      channel,
      (request) => connection.client.rpc("publish", request).then((result) => result.data),
      (item, offset) => this.#outgoingChanged(item, offset),
      saved?.pending ?? [],
    );
    this.#restore(saved);
    this.#subscription = connection.client.newSubscription(channel, {
      joinLeave: true,
      recoverable: true,
      positioned: true,
      ...(this.#epoch ? { since: { epoch: this.#epoch, offset: this.#top } } : {}),
    });
    this.#listen();
    this.#subscription.subscribe();
  }

  get outgoing() {
    return this.#outgoing;
  }

  /** Sends a text; it shows as pending until the room has taken it. */
  send(text, name) {
    this.#outgoing.add({ text, name, at: Date.now() });
  }

  /** The reader has seen everything. */
  markRead() {
    this.#readUpTo = this.#top;
    if (this.unread > 0) {
      this.unread = 0;
      this.#emit("state");
    }
    this.#saveSoon();
  }

  async showEarlier() {
    const oldest = this.log.find((item) => item.offset !== undefined && item.generation === this.#generation);
    const before = oldest ? Math.ceil(oldest.offset) : 0;
    if (before <= 1) {
      this.earlier = false;
      this.#emit("log");
      return;
    }
    const found = await this.#history({ limit: HISTORY, reverse: true, since: { offset: before, epoch: this.#epoch } });
    this.earlier = found.length > 0 && found.at(-1).offset > 1;
    this.#insert(found);
  }

  retryJoin() {
    this.error = null;
    this.state = "joining";
    this.#emit("state");
    this.#subscription.subscribe();
  }

  /** Leaves for good and forgets. */
  leave() {
    this.#closed = true;
    this.#subscription.unsubscribe();
    this.#connection.client.removeSubscription(this.#subscription);
    clearTimeout(this.#saveTimer);
    tabStore.remove(this.#key);
  }

  /** Writes what a reloaded page needs to go on without losing or repeating anything. */
  save() {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = 0;
    if (this.#closed) {
      return;
    }
    tabStore.set(this.#key, {
      epoch: this.#epoch,
      offset: this.#top,
      readUpTo: this.#readUpTo,
      log: this.log.slice(-KEPT_IN_STORAGE),
      pending: this.#outgoing.saved,
    });
  }

  get #key() {
    return `room.${this.channel}`;
  }

  #restore(saved) {
    if (!saved?.epoch) {
      return;
    }
    this.#epoch = saved.epoch;
    this.#top = saved.offset;
    this.#readUpTo = saved.readUpTo;
    this.#generation = saved.log.at(-1)?.generation ?? 0;
    this.log = saved.log;
    this.log.forEach((item) => this.#index(item));
    this.unread = this.log.filter((item) => this.#isNews(item)).length;
    this.earlier = this.#hasEarlier();
  }

  #listen() {
    const subscription = this.#subscription;
    subscription.on("subscribing", () => {
      this.#outgoing.pause();
      this.#become("joining", null);
    });
    subscription.on("subscribed", (context) => this.#subscribed(context));
    subscription.on("unsubscribed", (context) => {
      this.#outgoing.pause();
      this.#become("refused", context.code === 0 ? null : { code: context.code, reason: context.reason });
    });
    subscription.on("publication", (publication) => this.#published(publication));
    subscription.on("join", ({ info }) => this.#present(info, true));
    subscription.on("leave", ({ info }) => this.#present(info, false));
  }

  #subscribed(context) {
    const position = context.streamPosition ?? { epoch: "", offset: 0 };
    const before = this.#top;
    const lost = context.wasRecovering && !context.recovered;
    if (this.#epoch && position.epoch !== this.#epoch) {
      this.#generation++;
      this.#seen.clear();
      this.#readUpTo = 0;
    }
    this.#epoch = position.epoch;
    if (!context.recovered) {
      this.#top = position.offset;
    }
    // What was missed is handed over right after this event, before anything live.
    this.#recovering = true;
    setTimeout(() => {
      this.#recovering = false;
    });
    this.#become("joined", null);
    if (!context.recovered) {
      this.#fill(lost, before, position.offset);
    }
    this.#countPeople();
    this.#outgoing.resume();
    this.#saveSoon();
  }

  /** Takes the newest part of the history, and says so when something before it stays unknown. */
  async #fill(lost, before, top) {
    const generation = this.#generation;
    let found = [];
    try {
      found = await this.#history({ limit: HISTORY, reverse: true });
    } catch (failure) {
      if (failure.code !== 108 && failure.code !== 103) {
        lost = lost || top > 0;
      }
    }
    if (this.#closed || generation !== this.#generation) {
      return;
    }
    const known = this.log.some((item) => item.generation === generation);
    const missed = found.filter((publication) => !this.#seen.has(publication.offset));
    const first = missed.length > 0 ? missed.at(-1).offset : top + 1;
    const sameStream = known && first === before + 1;
    if (lost && !sameStream) {
      const offset = first - 0.5;
      this.log.push({ generation, offset, gap: "Some messages were missed here" });
    }
    this.#insert(missed);
    this.earlier = this.#hasEarlier();
    this.#outgoing.knownUpTo(top);
    this.#emit("log");
  }

  async #history(options) {
    const result = await this.#subscription.history(options);
    return result.epoch === this.#epoch ? result.publications : [];
  }

  #hasEarlier() {
    const oldest = this.log.find((item) => item.generation === this.#generation);
    return oldest !== undefined && oldest.offset > 1;
  }

  /** Publications that are not at the end of the log, newest first. */
  #insert(publications) {
    for (const publication of publications) {
      if (!this.#seen.has(publication.offset)) {
        if (serverEvent(publication) === "retracted") {
          this.#takeBack(publication);
          continue;
        }
        const message = this.#message(publication, payloadTime(publication.data, Date.now()));
        this.#index(message);
        this.log.push(message);
        this.#outgoingBack(message, publication);
      }
    }
    this.log.sort((one, other) => one.generation - other.generation || one.offset - other.offset);
    this.#saveSoon();
    this.#emit("log");
  }

  #published(publication) {
    const offset = publication.offset ?? this.#top + 1;
    if (this.#seen.has(offset)) {
      return;
    }
    if (serverEvent(publication) === "retracted") {
      this.#top = Math.max(this.#top, offset);
      this.#takeBack(publication);
      return;
    }
    const now = Date.now();
    const at = this.#recovering ? payloadTime(publication.data, now) : now;
    const message = this.#message({ ...publication, offset }, at);
    this.#index(message);
    this.#top = Math.max(this.#top, offset);
    this.#outgoingBack(message, publication);
    const ordered = this.log.length === 0 || this.log.at(-1).offset < offset
      || this.log.at(-1).generation < message.generation;
    this.log.push(message);
    if (!ordered) {
      this.log.sort((one, other) => one.generation - other.generation || one.offset - other.offset);
    }
    if (this.#isNews(message)) {
      this.unread++;
    }
    if (!ordered || this.log.length > KEPT_IN_MEMORY) {
      this.log.splice(0, this.log.length - KEPT_IN_MEMORY);
      this.#emit("log");
    } else {
      this.#emit("message", message);
    }
    this.#saveSoon();
  }

  /** An earlier message loses its text. Where there are no offsets nobody knows which one it was. */
  #takeBack({ offset, tags }) {
    if (offset === undefined) {
      return;
    }
    this.#seen.set(offset, undefined);
    const message = this.#seen.get(Number(tags["millrace-offset"]));
    if (message) {
      message.text = REMOVED;
      this.#emit("log");
    }
    this.#saveSoon();
  }

  #isNews(item) {
    return item.gap === undefined && !item.own && item.generation === this.#generation && item.offset > this.#readUpTo;
  }

  #message(publication, at) {
    const { data, info, offset } = publication;
    return {
      generation: this.#generation,
      offset,
      text: serverEvent(publication) === "removed" ? REMOVED : payloadText(data),
      name: cleanName(data?.name),
      client: info?.client ?? "",
      user: info?.user ?? "",
      own: this.#connection.isOwn(info),
      at,
      roundTrip: undefined,
    };
  }

  #index(item) {
    if (item.gap === undefined) {
      if (item.generation === this.#generation) {
        this.#seen.set(item.offset, item);
      }
      if (item.client && item.name) {
        this.names.set(item.client, item.name);
      }
    }
  }

  #outgoingBack(message, publication) {
    if (message.own) {
      const roundTrip = this.#outgoing.returned(publication.offset, publication.data);
      if (roundTrip !== undefined) {
        message.roundTrip = roundTrip;
      }
    }
  }

  #outgoingChanged(item, offset) {
    const message = offset === null ? undefined : this.#seen.get(offset);
    if (message && item.roundTrip !== undefined) {
      message.roundTrip = item.roundTrip;
      this.#emit("settled", message);
    }
    this.#saveSoon();
    this.#emit("outgoing");
  }

  async #countPeople() {
    try {
      const { clients } = await this.#subscription.presence();
      this.people = new Map(Object.entries(clients));
      this.peopleNote = "";
    } catch (failure) {
      if (failure.code === 103 || failure.code === 108) {
        this.people = new Map();
        this.peopleNote = "This room does not tell who is here.";
      }
    }
    this.#emit("people");
  }

  #present(info, here) {
    if (here) {
      this.people.set(info.client, info);
    } else {
      this.people.delete(info.client);
    }
    this.#emit("people");
  }

  #become(state, error) {
    this.state = state;
    this.error = error;
    this.#emit("state");
  }

  #saveSoon() {
    if (this.#saveTimer === 0) {
      this.#saveTimer = setTimeout(() => this.save(), SAVE_DELAY_MS);
    }
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
