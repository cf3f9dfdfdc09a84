// Ctrl+K: go to a room by a few letters of its name, or join one that is not in the list.

import { byId, element } from "./dom.js";
import { roomLabel, toChannel } from "./format.js";

export class Switcher {
  #dialog = byId("switcher");
  #input = byId("switcher-input");
  #list = byId("switcher-list");
  #rooms;
  #choose;
  #options = [];
  #selected = 0;

  /** @param rooms () => rooms of this tab; @param choose (channel) => void */
  constructor(rooms, choose) {
    this.#rooms = rooms;
    this.#choose = choose;
    this.#input.addEventListener("input", () => this.#draw(0));
    this.#input.addEventListener("keydown", (event) => this.#key(event));
  }

  open() {
    if (!this.#dialog.open) {
      this.#input.value = "";
      this.#dialog.showModal();
      this.#draw(0);
    }
  }

  #key(event) {
    if (event.isComposing) {
      return;
    }
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      const count = this.#options.length;
      this.#draw(count === 0 ? 0 : (this.#selected + move + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#take(this.#options[this.#selected]);
    }
  }

  #take(option) {
    if (option) {
      this.#dialog.close();
      this.#choose(option.channel);
    }
  }

  #draw(selected) {
    const typed = this.#input.value.trim().toLowerCase();
    const rooms = this.#rooms().filter((room) => roomLabel(room.channel).toLowerCase().includes(typed));
    this.#options = rooms.map((room) => ({ channel: room.channel, label: roomLabel(room.channel), unread: room.unread }));
    const channel = typed === "" ? null : toChannel(this.#input.value);
    if (channel !== null && !rooms.some((room) => room.channel === channel)) {
      this.#options.push({ channel, label: roomLabel(channel), isNew: true });
    }
    this.#selected = Math.min(selected, Math.max(0, this.#options.length - 1));
    this.#list.replaceChildren(...this.#options.map((option, index) => this.#entry(option, index)));
    if (this.#options.length === 0) {
      this.#input.removeAttribute("aria-activedescendant");
    } else {
      this.#input.setAttribute("aria-activedescendant", `switcher-${this.#selected}`);
      this.#list.children[this.#selected].scrollIntoView({ block: "nearest" });
    }
  }

  #entry(option, index) {
    const entry = element("li", { id: `switcher-${index}`, role: "option",
      "aria-selected": String(index === this.#selected) },
    element("bdi", {}, option.label));
    if (option.isNew) {
      entry.prepend(element("span", { className: "faint" }, "Join "));
    } else if (option.unread > 0) {
      entry.append(element("span", { className: "badge" }, String(option.unread)));
    }
    entry.addEventListener("click", () => this.#take(option));
    return entry;
  }
}
