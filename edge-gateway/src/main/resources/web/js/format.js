// How values are shown. Pure functions.

export const NAMESPACE = "chat:";

const MAX_NAME = 40;
const MESSAGE_ID = / \(message [^()]+\)$/;
const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const dayName = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

/** A room's channel for what somebody typed, or null when no room can have that name. */
export function toChannel(typed) {
  const name = typed.trim().replace(/^#/, "");
  const channel = name.startsWith(NAMESPACE) ? name : NAMESPACE + name;
  const isRoom = channel.length > NAMESPACE.length && channel.length <= 255 && /^[\x21-\x7e]+$/.test(channel);
  return isRoom ? channel : null;
}

/** A channel as people say it: without the namespace. */
export function roomLabel(channel) {
  return channel.startsWith(NAMESPACE) ? channel.slice(NAMESPACE.length) : channel;
}

export function shortClient(client) {
  return client ? client.slice(0, 4) : "????";
}

/** A display name from a stranger: bounded, one line, or empty. */
export function cleanName(name) {
  return typeof name === "string" ? name.replace(/\s+/g, " ").trim().slice(0, MAX_NAME) : "";
}

/** The text of a publication that any client may have made. */
export function payloadText(data) {
  if (data !== null && typeof data === "object" && typeof data.text === "string") {
    return data.text;
  }
  return typeof data === "string" ? data : JSON.stringify(data);
}

/** The sender's clock, where it makes sense; null otherwise. */
export function payloadTime(data, now) {
  const at = data !== null && typeof data === "object" ? data.at : undefined;
  return Number.isFinite(at) && at > 0 && at < now + 120_000 ? at : null;
}

export function showTime(at) {
  return at === null ? "" : clockTime.format(at);
}

export function showFullTime(at) {
  return at === null ? "time not known" : fullTime.format(at);
}

export function showDay(at, now) {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  return days === 0 ? "Today" : days === 1 ? "Yesterday" : dayName.format(at);
}

export function sameDay(one, other) {
  return startOfDay(one) === startOfDay(other);
}

export function showMillis(millis) {
  return millis < 10 ? `${millis.toFixed(1)} ms` : `${Math.round(millis)} ms`;
}

/** A hue that stays the same for the same sender. */
export function hueOf(text) {
  let hash = 7;
  for (const unit of text) {
    hash = (hash * 31 + unit.codePointAt(0)) >>> 0;
  }
  return (hash * 137) % 360;
}

/** Words for a refused publish, with the server's reason where it says more than the code. */
export function explainRefusal({ code, message }) {
  const [words, usual] = {
    1: ["No answer in time", "timeout"],
    100: ["The server could not take it just now", "internal server error"],
    103: ["You may not write here", "permission denied"],
    107: ["The server cannot take this message", "bad request"],
    111: ["Too many messages, wait a moment", "too many requests"],
    400: ["Rejected by moderation", "message rejected by moderation"],
    401: ["A moderator looks at it first, it may still appear", "message held for review"],
    402: ["You may not write now", ""],
    403: ["This room is locked, try again later", "room is locked down"],
    404: ["Nobody can judge it now, try again later", "moderation unavailable"],
    405: ["Too soon", ""],
  }[code] ?? ["Refused", ""];
  const said = message.replace(MESSAGE_ID, "");
  const reason = said.startsWith(usual) ? said.slice(usual.length).replace(/^: /, "") : said;
  return `${reason ? `${words}: ${reason}` : words} (${code})`;
}

export function explainRoomError({ code, reason }) {
  const known = {
    102: "There is no such room",
    103: "You may not enter this room",
    106: "You are in as many rooms as one connection can have",
    107: "This is not a name for a room",
    108: "This room is not available",
  }[code];
  return `${known ?? reason} (${code})`;
}

function startOfDay(at) {
  return new Date(at).setHours(0, 0, 0, 0);
}
