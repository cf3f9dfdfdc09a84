// What people see: the page of a running edge in a real browser, each in a browser profile of their own.

import { join } from "node:path";
import { encoding, Gate, Member, main } from "./harness.js";
import { at, heard, say, withBrowser } from "./tabs.js";

const log = (tab) => tab.locator("#log .message").evaluateAll((rows) => rows.map((row) => ({
  offset: Number(row.dataset.offset),
  text: row.querySelector(".body").textContent,
  sender: row.querySelector(".sender").textContent,
  own: row.classList.contains("own"),
  trip: row.querySelector(".trip").textContent,
  time: row.querySelector("time").dateTime,
})));
const people = async (tab, count) => {
  await tab.waitForFunction((wanted) => document.querySelectorAll("#people-list li").length === wanted, count);
  return tab.locator("#people-list .person").allTextContents();
};

/** Two people on two edges. */
async function twoPages({ pages, room, key, ...rest }) {
  return withBrowser(rest, async (open) => {
    const ada = await open(at(pages[0], room), "Ada");
    const bo = await open(at(pages[1], room), "Bo");
    await say(ada, "hello from Ada");
    await heard(bo, "hello from Ada");
    await say(bo, "<img src=x onerror=alert(1)> & hello from Bo");
    await heard(ada, "hello from Bo");
    await ada.waitForFunction(() => document.querySelector("#log .own .trip").textContent !== "");
    const present = [await people(ada, 2), await people(bo, 2)];
    const images = await ada.locator("#log img").count();
    const logs = [await log(ada), await log(bo)];
    await fetch(`${pages[1]}api/retract`, {
      method: "POST", headers: { "X-API-Key": key }, body: JSON.stringify({ channel: room, offset: 1 }),
    });
    await heard(ada, "removed");
    await heard(bo, "removed");
    await bo.reload();
    await heard(bo, "removed");
    const removed = [await log(ada), await log(bo)].map((rows) => rows.map(({ text }) => text));
    await bo.context().close();
    return { logs, removed, present, images, left: await people(ada, 1) };
  });
}

/** One reloads, and messages come while its page is gone. */
async function reload({ pages, urls, room, missed, ...rest }) {
  return withBrowser(rest, async (open) => {
    const ada = await open(at(pages[0], room), "Ada");
    await say(ada, "before");
    await heard(ada, "before");
    await ada.waitForFunction(() => document.querySelector("#log .own .trip").textContent !== "");
    await ada.goto("about:blank");
    const sender = new Member(urls[1], encoding("json"));
    await sender.connect();
    for (let number = 0; number < missed; number++) {
      await sender.publish(room, { text: `missed ${number}`, name: "Bo" });
    }
    const frames = [];
    ada.on("websocket", (socket) => socket.on("framesent", ({ payload }) => frames.push(String(payload))));
    await ada.goto(pages[0]);
    await heard(ada, `missed ${missed - 1}`);
    await sender.publish(room, { text: "after", name: "Bo" });
    await heard(ada, "after");
    const recovering = frames.flatMap((frame) => frame.split("\n")).map((line) => JSON.parse(line).subscribe)
      .find((subscribe) => subscribe?.channel === room);
    return { log: await log(ada), recovering, gaps: await ada.locator(".gap").count() };
  });
}

/** The whole of it without a pointer. */
async function keyboard({ pages, room, ...rest }) {
  const other = `${room}-b`;
  return withBrowser(rest, async (open) => {
    const ada = await open(at(pages[0], room), "Ada");
    const keys = ada.keyboard;
    const title = () => ada.locator("#room-name").textContent();
    const focus = () => ada.evaluate(() => document.activeElement.id);
    const titles = [await title()];
    const focused = [await focus()];
    await keys.type("line one");
    await keys.press("Shift+Enter");
    await keys.type("line two");
    await keys.press("Enter");
    await heard(ada, "line two");
    await keys.press("Control+k");
    focused.push(await focus());
    await keys.type(other);
    await keys.press("Enter");
    titles.push(await title());
    focused.push(await focus());
    await keys.type("in the other room");
    await keys.press("Enter");
    await heard(ada, "in the other room");
    await keys.press("Alt+ArrowUp");
    titles.push(await title());
    await keys.press("Alt+ArrowDown");
    titles.push(await title());
    await keys.press("Control+k");
    await keys.press("Escape");
    focused.push(await focus());
    // Once around by Tab: every control can be reached and shows that it has the focus.
    const stops = [];
    for (let step = 0; step < 20; step++) {
      await keys.press("Tab");
      stops.push(await ada.evaluate(() => {
        const node = document.activeElement;
        return node === document.body ? null : {
          id: node.id || node.className,
          visible: getComputedStyle(node).outlineStyle !== "none"
            || getComputedStyle(node.parentElement).outlineStyle !== "none",
          name: node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent.trim(),
        };
      }));
    }
    return { titles, focused, stops: stops.filter(Boolean), log: await log(ada) };
  });
}

/** The network goes away, something is written meanwhile, and more is missed than the room keeps at hand. */
async function cut({ pages, urls, room, missed, ...rest }) {
  const gate = await Gate.before(urls[0]);
  const page = gate.url.replace("ws:", "http:").replace("/connection/websocket", "/");
  const senders = Array.from({ length: Math.ceil(missed / 80) }, () => new Member(urls[1], encoding("json")));
  await Promise.all(senders.map((sender) => sender.connect()));
  try {
    return await withBrowser({ ...rest, expected: "WebSocket connection to" }, async (open) => {
      const ada = await open(at(page, room), "Ada");
      await say(ada, "before");
      await heard(ada, "before");
      gate.shut();
      await ada.waitForSelector("#status[data-state=connecting]");
      await say(ada, "written while cut off");
      const waiting = await ada.locator("#pending .trip").textContent();
      await ada.locator("#notice:not([hidden])").waitFor();
      await Promise.all(senders.map(async (sender, index) => {
        for (let number = index; number < missed; number += senders.length) {
          await sender.publish(room, { text: `missed ${number}`, name: "Bo", at: Date.now() });
        }
      }));
      gate.reopen();
      await ada.waitForSelector("#status[data-state=connected]");
      await heard(ada, "written while cut off");
      await ada.waitForFunction(() => document.querySelectorAll("#pending .message").length === 0);
      await ada.waitForFunction((count) => document.querySelectorAll("#log .message").length >= count,
        Math.min(missed, 49) + 2);
      const afterGap = await ada.evaluate(() => {
        const next = document.querySelector(".gap")?.nextElementSibling;
        return next?.dataset.offset ? Number(next.dataset.offset) : null;
      });
      return { waiting, log: await log(ada), gaps: await ada.locator(".gap").allTextContents(), afterGap };
    });
  } finally {
    gate.close();
  }
}

/** What the server refuses stays, with the reason; the connection goes on. */
async function refused({ pages, room, ...rest }) {
  return withBrowser(rest, async (open) => {
    const ada = await open(at(pages[0], room), "Ada");
    await say(ada, "x".repeat(40 * 1024));
    await ada.locator("#pending .error").waitFor();
    const error = await ada.locator("#pending .error").textContent();
    await ada.getByRole("button", { name: "Discard" }).click();
    await say(ada, "still here");
    await heard(ada, "still here");
    return { error, pending: await ada.locator("#pending .message").count(), log: await log(ada) };
  });
}

/** A token in the fragment is used and then nowhere to be seen in the address. */
async function token({ pages, room, token: value, ...rest }) {
  return withBrowser(rest, async (open) => {
    const ada = await open(`${pages[0]}#token=${value}&room=${room}`, "Ada");
    await say(ada, "with a token");
    await heard(ada, "with a token");
    return { address: ada.url(), title: await ada.locator("#log .sender").first().getAttribute("title") };
  });
}

/** Unread messages of a room that is not shown, and pictures of it all. */
async function pictures({ pages, room, folder, ...rest }) {
  const other = `${room}-b`;
  return withBrowser(rest, async (open) => {
    const ada = await open(at(pages[0], room), "Ada");
    const bo = await open(at(pages[1], room), "Bo Lindqvist", { colorScheme: "dark" });
    const phone = await open(at(pages[0], room), "Chioma",
      { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });
    const talk = async (tab, text) => {
      await say(tab, text);
      await Promise.all([ada, bo, phone].map((listener) => heard(listener, text.split("\n")[0])));
    };
    await talk(ada, "Morning. The new gate is in, the level holds at 1.4 m.");
    await talk(ada, "I wrote the numbers up in the log.");
    await talk(bo, "Nice. Did the sluice motor behave this time?");
    await talk(phone, "It tripped twice yesterday, around noon.\nMaybe the heat?");
    await talk(ada, "No trips today. https://example.org/a/long/address/that/has/to/break/somewhere/on/a/small/screen");
    await say(ada, "x".repeat(33 * 1024));
    await ada.locator("#pending .error").waitFor();
    await ada.locator("#pending").getByRole("button", { name: "Discard" }).click();
    await ada.keyboard.press("Control+k");
    await ada.keyboard.type(other);
    await ada.keyboard.press("Enter");
    await say(bo, "Are you still there?");
    await ada.locator("#room-list .badge").waitFor();
    const unread = await ada.locator("#room-list .badge").textContent();
    const title = await ada.title();
    await ada.keyboard.press("Alt+ArrowUp");
    const unreadAfter = await ada.locator("#room-list .badge").count();
    await heard(phone, "Are you still there?");
    await ada.screenshot({ path: join(folder, "desktop.png") });
    await bo.screenshot({ path: join(folder, "desktop-dark.png") });
    await phone.screenshot({ path: join(folder, "phone.png") });
    const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await phone.locator("#show-rooms").click();
    await phone.waitForTimeout(300);
    await phone.screenshot({ path: join(folder, "phone-rooms.png") });
    return { unread, title, unreadAfter, overflow };
  });
}

await main({ twoPages, reload, cut, keyboard, refused, token, pictures });
