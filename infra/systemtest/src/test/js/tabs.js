// What the browser scenarios share: a real browser, each page in a profile of its own, and talking on the chat page.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Runs with a browser, and reports whatever the pages complained about. */
export async function withBrowser({ executable, expected }, act) {
  const folder = await mkdtemp(join(tmpdir(), "millrace-browser-"));
  const browser = await chromium.launch({ executablePath: executable, args: QUIET, env: { ...process.env, HOME: folder } });
  const complaints = [];
  const open = async (page, name, options = {}, ready = "#status[data-state=connected]") => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const tab = await context.newPage();
    tab.setDefaultTimeout(20_000);
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("console", (message) => {
      const isExpected = expected !== undefined && message.text().startsWith(expected);
      if (["error", "warning"].includes(message.type()) && !isExpected) {
        complaints.push(message.text());
      }
    });
    await tab.addInitScript((value) => {
      // An empty page between two others has no storage.
      if (location.protocol === "http:" && !localStorage.getItem("millrace.name")) {
        localStorage.setItem("millrace.name", JSON.stringify(value));
      }
    }, name);
    await tab.goto(page);
    await tab.waitForSelector(ready);
    return tab;
  };
  try {
    return { ...(await act(open)), complaints };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

export const at = (page, room) => `${page}#room=${room}`;
export const say = async (tab, text) => {
  await tab.fill("#text", text);
  await tab.press("#text", "Enter");
};
export const heard = (tab, text) => tab.locator("#log .body", { hasText: text }).first().waitFor();
