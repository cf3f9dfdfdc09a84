// The lists beside the messages: rooms on one side, people on the other.

import { byId, element, setText } from "./dom.js";
import { hueOf, roomLabel, shortClient } from "./format.js";

export function drawRooms(rooms, active, choose) {
  const list = byId("room-list");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  list.replaceChildren(...rooms.map((room) => roomEntry(room, room === active, choose)));
  if (focused) {
    [...list.querySelectorAll("button")].find((button) => button.dataset.channel === focused)?.focus();
  }
  const elsewhere = rooms.reduce((sum, room) => sum + (room === active ? 0 : room.unread), 0);
  const badge = byId("unread-elsewhere");
  badge.hidden = elsewhere === 0;
  setText(badge, elsewhere > 99 ? "99+" : String(elsewhere));
}

function roomEntry(room, isActive, choose) {
  const button = element("button", { type: "button", className: "room-entry", data: { channel: room.channel } },
    element("bdi", { className: "room-label" }, roomLabel(room.channel)));
  if (isActive) {
    button.setAttribute("aria-current", "true");
  }
  if (room.unread > 0) {
    button.append(element("span", { className: "badge" }, room.unread > 99 ? "99+" : String(room.unread),
      element("span", { className: "hidden" }, " unread")));
  } else if (room.state === "refused") {
    button.append(element("span", { className: "faint" }, "not joined"));
  }
  button.addEventListener("click", () => choose(room));
  return element("li", {}, button);
}

export function drawPeople(room, connection, ownName) {
  const people = room ? [...room.people.values()].map((info) => person(info, room, connection, ownName)) : [];
  people.sort((one, other) => other.own - one.own || other.known - one.known || one.name.localeCompare(other.name)
    || one.client.localeCompare(other.client));
  byId("people-list").replaceChildren(...people.map(personEntry));
  setText(byId("people-count"), String(people.length));
  setText(byId("people-total"), String(people.length));
  const note = byId("people-note");
  note.hidden = !room?.peopleNote;
  setText(note, room?.peopleNote ?? "");
}

function person(info, room, connection, ownName) {
  const own = info.client === connection.clientId;
  const said = own ? ownName : room.names.get(info.client) ?? "";
  return {
    client: info.client,
    user: info.user,
    own,
    known: Boolean(said || info.user),
    name: said || info.user || `guest ${shortClient(info.client)}`,
  };
}

function personEntry({ client, user, own, name, known }) {
  const mark = element("span", { className: "mark", "aria-hidden": "true" }, [...name][0].toUpperCase());
  mark.style.setProperty("--hue", hueOf(user || (known ? name : client)));
  return element("li", { title: user ? `${user}, client ${client}` : `anonymous, client ${client}` }, mark,
    element("bdi", { className: "person" }, name),
    element("span", { className: "faint" }, own ? "you" : known ? shortClient(client) : ""));
}
