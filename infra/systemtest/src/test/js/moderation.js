// A message that waits for a moderator: its sender on the chat page, the moderator at the desk's page, and a reader.

import { encoding, failure, main, Member, token, until } from "./harness.js";
import { at, say, withBrowser } from "./tabs.js";

/** Decided without a pointer: approved, and then removed with a sanction. */
async function held({ pages, urls, room, desk, key, secret, ...rest }) {
  const reader = new Member(urls[1], encoding("json"));
  await reader.connect();
  const here = await reader.joined(room);
  const read = () => here.publications.map(({ data }) => data.text);
  return withBrowser(rest, async (open) => {
    const ada = await open(at(pages[0], room), "Ada");
    const errors = ada.locator("#pending .error");
    await say(ada, "swordfish");
    await errors.waitFor();
    const refused = await errors.textContent();
    await ada.locator("#pending").getByRole("button", { name: "Discard" }).click();
    await say(ada, "open sesame");
    await errors.waitFor();
    await say(ada, "and this behind it");
    await ada.waitForFunction(() => document.querySelectorAll("#pending .error").length === 2);
    const waiting = await errors.allTextContents();
    await reader.publish(room, { text: "passing by", name: "Bo" });
    await until(() => here.publications.length === 1, "who is not held passes");
    const desktop = await open(desk, "", {}, "#login:not([hidden])");
    await desktop.keyboard.type(key);
    await desktop.keyboard.press("Enter");
    await desktop.locator("#item", { hasText: room }).waitFor();
    const item = {
      who: await desktop.locator("#who").textContent(),
      title: await desktop.locator("#item-title").textContent(),
      marked: await desktop.locator("#talk .target mark").allTextContents(),
      why: await desktop.locator("#why li").allTextContents(),
    };
    const before = read();
    let busy = "";
    await desktop.route("**/resolve", async (route) => {
      await desktop.keyboard.press("n");
      busy = await desktop.locator("#status", { hasText: "did nothing" }).textContent();
      await route.continue();
    });
    await desktop.keyboard.press("a");
    await desktop.locator("#status", { hasText: "approve: done" }).waitFor();
    await until(() => here.publications.length === 3, "what was held, and what was behind it");
    await ada.locator("#log .body", { hasText: "and this behind it" }).waitFor();
    await ada.waitForFunction(() => document.querySelectorAll("#pending .message").length === 0);
    const approved = read();

    const eve = new Member(urls[0], encoding("json"), { token: token(secret, { sub: `eve of ${room}` }) });
    await eve.connect();
    await failure(() => eve.publish(room, { text: "sesame, once more" }));
    await failure(() => eve.publish(room, { text: "and sesame again" }));
    const shown = async (text) => {
      await desktop.locator("#talk .target", { hasText: text }).waitFor();
      await desktop.locator("body[aria-busy=false]").waitFor();
    };
    const done = (text) => desktop.locator("#status", { hasText: text }).waitFor();
    await desktop.unroute("**/resolve");
    await desktop.keyboard.press("n");
    await shown("once more");
    await desktop.keyboard.press("s");
    await desktop.keyboard.press("Enter");
    await done("timeout, remove: done");
    await shown("again");
    await desktop.keyboard.press("s");
    await desktop.keyboard.press("Escape");
    await desktop.keyboard.press("a");
    await done("approve: done");
    await until(() => here.publications.length === 4, "what was let alone when the dialog was left");
    const silenced = await failure(() => eve.publish(room, { text: "let me speak" }));
    return { refused, waiting, item, before, busy, approved, after: read(), silenced };
  });
}

await main({ held });
