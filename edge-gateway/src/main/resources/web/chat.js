// The page: which rooms there are, which one is shown, and what the keys do.

import { Connection, edgeAddress, showFragment, takeFragment } from "./js/connection.js";
import { byId, setText } from "./js/dom.js";
import { cleanName, explainRoomError, roomLabel, shortClient, toChannel } from "./js/format.js";
import { Messages } from "./js/messages.js";
import { Room } from "./js/room.js";
import { drawPeople, drawRooms } from "./js/sidebar.js";
import { browserStore, tabStore } from "./js/storage.js";
import { Switcher } from "./js/switcher.js";

const DEFAULT_ROOM = "chat:lobby";

const fragment = takeFragment();
const connection = new Connection(edgeAddress());
const messages = new Messages((room) => document.hasFocus() && room.markRead());
const text = byId("text");

let rooms = [];
let active = null;
let name = cleanName(browserStore.get("name", "")) || firstName();

// Rooms.

function open(channel) {
  const known = rooms.find((room) => room.channel === channel);
  if (known) {
    return known;
  }
  const room = new Room(channel, connection);
  rooms.push(room);
  rooms.sort((one, other) => one.channel.localeCompare(other.channel));
  const shown = (draw) => (event) => room === active && draw(event.detail);
  room.addEventListener("message", (event) => {
    if (room === active) {
      messages.add(event.detail);
      if (messages.seesEnd && document.hasFocus()) {
        room.markRead();
      }
    }
    drawLists();
  });
  room.addEventListener("log", shown(() => messages.draw()));
  room.addEventListener("settled", shown((message) => messages.settle(message)));
  room.addEventListener("outgoing", shown(() => messages.drawPending()));
  room.addEventListener("people", shown(() => drawPeople(room, connection, name)));
  room.addEventListener("state", drawAll);
  remember();
  return room;
}

function show(room) {
  active = room;
  byId("room-name").textContent = room ? roomLabel(room.channel) : "No room";
  byId("leave").hidden = room === null;
  text.disabled = room === null;
  text.placeholder = room ? `Message to ${roomLabel(room.channel)}` : "Join a room to write";
  messages.show(room);
  room?.markRead();
  showFragment(room?.channel ?? "");
  closeDrawers();
  drawAll();
  remember();
  if (room) {
    text.focus({ preventScroll: true });
  } else {
    byId("join-name").focus();
  }
}

function leave(room) {
  const index = rooms.indexOf(room);
  rooms = rooms.filter((other) => other !== room);
  room.leave();
  show(rooms[Math.min(index, rooms.length - 1)] ?? null);
}

function step(by) {
  if (rooms.length > 0) {
    const next = (rooms.indexOf(active) + by + rooms.length) % rooms.length;
    show(rooms[next]);
  }
}

function remember() {
  tabStore.set("rooms", rooms.map((room) => room.channel));
  tabStore.set("active", active?.channel ?? "");
}

// Drawing what is not messages.

function drawLists() {
  drawRooms(rooms, active, show);
  drawPeople(active, connection, name);
  const unread = rooms.reduce((sum, room) => sum + room.unread, 0);
  document.title = (unread > 0 ? `(${unread}) ` : "") + (active ? `${roomLabel(active.channel)} · ` : "") + "Millrace";
}

function drawAll() {
  drawLists();
  drawStatus();
  drawNotice();
  setText(byId("me-name"), name);
}

function drawStatus() {
  const { state } = connection;
  const joining = state === "connected" && active?.state === "joining";
  const words = {
    connecting: "Connecting",
    connected: joining ? "Joining" : "Connected",
    disconnected: "Disconnected",
  }[state];
  byId("status").dataset.state = joining ? "connecting" : state;
  byId("status").title = connection.detail;
  setText(byId("status-text"), words);
}

function drawNotice() {
  const { words, attempt, action, act } = notice();
  byId("notice").hidden = words === "";
  setText(byId("notice-text"), words);
  setText(byId("notice-attempt"), attempt ? `Attempt ${attempt}` : "");
  const button = byId("notice-action");
  button.hidden = !action;
  setText(button, action ?? "");
  button.onclick = act ?? null;
}

function notice() {
  if (connection.state === "disconnected") {
    return {
      words: `Not connected: ${connection.detail}.`,
      action: connection.hasToken ? "Connect without token" : "Connect",
      act: () => (connection.hasToken ? connection.forgetToken() : connection.open()),
    };
  }
  if (connection.state === "connecting" && connection.attempts > 0) {
    return {
      words: `The connection was lost: ${connection.detail || "no answer"}. What you write is sent when it is back.`,
      attempt: connection.attempts + 1,
    };
  }
  if (active?.error) {
    return { words: explainRoomError(active.error), action: "Try again", act: () => active.retryJoin() };
  }
  return { words: "" };
}

// The message box.

function send() {
  const written = text.value.trim();
  if (written && active) {
    active.send(written, name);
    text.value = "";
    grow();
    messages.toEnd();
  }
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
  text.focus();
});
text.addEventListener("input", grow);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  } else if ((event.key === "PageUp" || event.key === "PageDown") && !event.altKey) {
    event.preventDefault();
    const scroller = byId("scroller");
    scroller.scrollBy({ top: scroller.clientHeight * (event.key === "PageUp" ? -0.9 : 0.9) });
  }
});

// Joining, leaving, switching.

const switcher = new Switcher(() => rooms, (channel) => show(open(channel)));

byId("join").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = byId("join-name");
  const channel = toChannel(input.value);
  const error = byId("join-error");
  input.setAttribute("aria-invalid", String(channel === null));
  error.textContent = channel === null ? "A name has letters, digits or signs of ASCII and no spaces." : "";
  if (channel !== null) {
    input.value = "";
    show(open(channel));
  }
});
byId("leave").addEventListener("click", () => active && leave(active));

document.addEventListener("keydown", (event) => {
  if (event.isComposing) {
    return;
  }
  const plainAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    switcher.open();
  } else if (plainAlt && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) {
      step(event.key === "ArrowUp" ? -1 : 1);
    }
  } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    closeDrawers();
    text.focus();
  }
});

// Drawers, which are plain columns where there is room for them.

const drawers = [
  { panel: byId("rooms"), button: byId("show-rooms") },
  { panel: byId("people"), button: byId("show-people") },
];

function setDrawer(drawer, isOpen) {
  drawer.panel.classList.toggle("open", isOpen);
  drawer.button.setAttribute("aria-expanded", String(isOpen));
  byId("backdrop").hidden = !drawers.some(({ panel }) => panel.classList.contains("open"));
}

function closeDrawers() {
  drawers.forEach((drawer) => setDrawer(drawer, false));
}

for (const drawer of drawers) {
  drawer.button.addEventListener("click", () => {
    const isOpen = !drawer.panel.classList.contains("open");
    closeDrawers();
    setDrawer(drawer, isOpen);
    if (isOpen) {
      drawer.panel.querySelector("button, input")?.focus();
    }
  });
  drawer.panel.querySelector("[data-close-drawer]").addEventListener("click", () => {
    closeDrawers();
    drawer.button.focus();
  });
}
byId("backdrop").addEventListener("click", closeDrawers);

// Dialogs.

byId("me").addEventListener("click", () => {
  byId("profile-name").value = name;
  byId("profile-client").textContent = connection.clientId
    ? `To the server you are ${connection.user || "anonymous"}, client ${shortClient(connection.clientId)}.`
    : "Not connected.";
  byId("profile-forget").hidden = !connection.hasToken;
  byId("profile").showModal();
  byId("profile-name").select();
});
byId("profile-save").addEventListener("click", saveName);
byId("profile-name").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    saveName();
  }
});
byId("profile-forget").addEventListener("click", () => {
  byId("profile").close();
  connection.forgetToken();
});
byId("show-help").addEventListener("click", () => byId("help").showModal());
document.querySelectorAll("dialog").forEach((dialog) => {
  dialog.querySelector("[data-close-dialog]")?.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
});

function saveName() {
  name = cleanName(byId("profile-name").value) || name;
  browserStore.set("name", name);
  byId("profile").close();
  drawAll();
}

function firstName() {
  const made = `guest-${crypto.getRandomValues(new Uint16Array(1))[0].toString(16).padStart(4, "0")}`;
  browserStore.set("name", made);
  return made;
}

// Life of the page.

connection.addEventListener("change", drawAll);
globalThis.addEventListener("focus", () => active && messages.seesEnd && active.markRead());
globalThis.addEventListener("pagehide", () => rooms.forEach((room) => room.save()));
document.addEventListener("visibilitychange", () => document.hidden && rooms.forEach((room) => room.save()));
globalThis.addEventListener("hashchange", () => {
  const next = takeFragment();
  if (next.token) {
    globalThis.location.reload();
  } else if (next.room) {
    const channel = toChannel(next.room);
    show(channel === null ? active : open(channel));
  }
});

const wanted = fragment.room ? toChannel(fragment.room) : null;
const joined = tabStore.get("rooms", [DEFAULT_ROOM]);
const last = tabStore.get("active", joined[0] ?? "");
joined.forEach(open);
if (wanted !== null) {
  open(wanted);
}
show(rooms.find((room) => room.channel === (wanted ?? last)) ?? rooms[0] ?? null);
connection.open();
