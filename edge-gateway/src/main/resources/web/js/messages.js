// The middle of the page: the log of the room that is shown, its pending messages, and scrolling.

import { byId, element } from "./dom.js";
import { explainRefusal, hueOf, sameDay, shortClient, showDay, showFullTime, showMillis, showTime } from "./format.js";
import { HELD } from "./outgoing.js";

const GROUP_MS = 5 * 60_000;
const NEAR_END_PX = 48;

export class Messages {
  #log = byId("log");
  #pending = byId("pending");
  #scroller = byId("scroller");
  #jump = byId("jump");
  #earlier = byId("earlier");
  #empty = byId("empty");
  #room = null;
  #rows = new Map();
  #last = null;
  #day = null;
  #missedBelow = 0;
  #atEnd = true;
  #onRead;

  /** @param onRead called when the end of the log is in view */
  constructor(onRead) {
    this.#onRead = onRead;
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#jump.addEventListener("click", () => {
      this.#toEnd();
      byId("text").focus();
    });
    this.#earlier.addEventListener("click", () => this.#showEarlier());
    // The keyboard of a phone and a growing message box both make the view smaller.
    new ResizeObserver(() => this.#atEnd && this.#toEnd()).observe(this.#scroller);
  }

  get seesEnd() {
    return this.#atEnd;
  }

  show(room) {
    this.#room = room;
    this.#atEnd = true;
    this.draw();
    this.drawPending();
    this.#toEnd();
  }

  /** Draws the whole log; not announced to screen readers, who hear only what is new. */
  draw() {
    const room = this.#room;
    this.#log.setAttribute("aria-busy", "true");
    this.#log.setAttribute("aria-live", "off");
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    this.#rows.clear();
    this.#last = null;
    this.#day = null;
    this.#log.replaceChildren();
    room?.log.forEach((item) => this.#append(item));
    this.#earlier.hidden = !room?.earlier;
    this.#showEmpty();
    if (this.#atEnd) {
      this.#toEnd();
    } else {
      this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
    }
    requestAnimationFrame(() => {
      this.#log.setAttribute("aria-busy", "false");
      this.#log.setAttribute("aria-live", "polite");
    });
  }

  add(item) {
    this.#append(item);
    this.#showEmpty();
    if (this.#atEnd || item.own) {
      this.#toEnd();
    } else {
      this.#missedBelow++;
      this.#showJump();
    }
  }

  settle(item) {
    const row = this.#rows.get(item);
    row?.querySelector(".trip")?.replaceWith(trip(item));
  }

  drawPending() {
    const items = this.#room?.outgoing.visible ?? [];
    const focused = this.#pending.contains(document.activeElement);
    this.#pending.replaceChildren(...items.map((item) => this.#pendingRow(item)));
    this.#showEmpty();
    if (focused) {
      byId("text").focus();
    }
    if (this.#atEnd) {
      this.#toEnd();
    }
  }

  toEnd() {
    this.#toEnd();
  }

  #append(item) {
    if (item.gap !== undefined) {
      this.#log.append(element("li", { className: "divider gap" }, element("span", {}, item.gap)));
      this.#last = null;
      return;
    }
    if (item.at !== null && (this.#day === null || !sameDay(this.#day, item.at))) {
      this.#log.append(element("li", { className: "divider" }, element("span", {}, showDay(item.at, Date.now()))));
      this.#last = null;
      this.#day = item.at;
    }
    const row = messageRow(item, continues(this.#last, item));
    this.#rows.set(item, row);
    this.#log.append(row);
    this.#last = item;
  }

  #pendingRow(item) {
    const failed = item.state === "failed";
    const body = element("p", { className: "body", dir: "auto" }, item.data.text);
    const words = {
      waiting: "Waiting",
      sending: "Sending",
      accepted: "Accepted",
      failed: "Not sent",
    }[item.state];
    const row = element("li", { className: "message", data: { state: item.state } }, body);
    if (!failed) {
      row.append(element("p", { className: "trip" }, `${words}…`));
      return row;
    }
    const retry = element("button", { type: "button", className: "small" }, "Send again");
    retry.addEventListener("click", () => this.#room.outgoing.retry(item));
    const discard = element("button", { type: "button", className: "small" }, "Discard");
    discard.addEventListener("click", () => {
      this.#room.outgoing.discard(item);
      byId("text").focus();
    });
    const held = item.error.code === HELD;
    row.append(element("p", { className: "trip" }, held ? "Held" : words));
    row.append(
      element("div", { className: "failure" },
        element("p", { className: "error", role: "alert" }, explainRefusal(item.error)),
        ...(held ? [discard] : [retry, discard])),
    );
    return row;
  }

  async #showEarlier() {
    this.#earlier.disabled = true;
    this.#atEnd = false;
    try {
      await this.#room.showEarlier();
    } catch {
      // The connection went away; the button stays.
    }
    this.#earlier.disabled = false;
    if (this.#earlier.hidden) {
      this.#scroller.focus();
    }
  }

  #showEmpty() {
    const room = this.#room;
    const nothing = room?.state === "joined" && room.log.length === 0 && room.outgoing.visible.length === 0;
    this.#empty.hidden = Boolean(room) && !nothing;
    this.#empty.textContent = room
      ? "Nothing here yet. What you write is the first message of this room."
      : "You are in no room. Join one by its name.";
  }

  #scrolled() {
    const view = this.#scroller;
    this.#atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_END_PX;
    if (this.#atEnd && this.#room) {
      this.#missedBelow = 0;
      this.#onRead(this.#room);
    }
    this.#showJump();
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#atEnd = true;
    this.#missedBelow = 0;
    this.#showJump();
  }

  #showJump() {
    this.#jump.hidden = this.#atEnd;
    const count = this.#missedBelow;
    this.#jump.textContent = count === 0 ? "To the newest" : count === 1 ? "1 new message" : `${count} new messages`;
  }
}

function continues(last, item) {
  return last !== null && last.client === item.client && last.name === item.name && last.user === item.user
    && last.at !== null && item.at !== null && item.at - last.at < GROUP_MS;
}

function messageRow(item, continued) {
  const name = item.name || item.user || `guest ${shortClient(item.client)}`;
  const time = element("time", { title: showFullTime(item.at) }, showTime(item.at));
  if (item.at !== null) {
    time.dateTime = new Date(item.at).toISOString();
  }
  const sender = element("bdi", { className: "sender", title: senderTitle(item) }, name);
  sender.style.setProperty("--hue", hueOf(item.user || item.name || item.client));
  const head = element("p", { className: continued ? "head hidden" : "head" }, sender,
    item.own ? element("span", { className: "you" }, "you") : null, time);
  const row = element("li", { className: "message" }, head,
    element("p", { className: "body", dir: "auto", title: showFullTime(item.at) }, item.text), trip(item));
  row.dataset.offset = item.offset;
  row.classList.toggle("own", item.own);
  row.classList.toggle("continued", continued);
  return row;
}

function senderTitle(item) {
  return item.user ? `${item.user}, client ${item.client}` : `anonymous, client ${item.client || "unknown"}`;
}

function trip(item) {
  const known = item.own && item.roundTrip !== undefined;
  const node = element("p", { className: "trip" });
  if (known && item.roundTrip !== null) {
    node.title = "From sending this message to its return";
    node.append(element("span", { className: "hidden" }, "round trip "), showMillis(item.roundTrip));
  } else if (known) {
    node.title = "Sent more than once, so its round trip is not known";
    node.append("sent again");
  }
  return node;
}
