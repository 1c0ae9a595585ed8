// Where one writes: text, replies, changes, files, voices, places, the bot's keyboard and commands.

import { gist } from "/page/bubbles.js";
import { button, element, icon, safeLink } from "/page/dom.js";
import { contents, kindOf, record, TooLargeError } from "/page/media.js";
import { act, see } from "/page/people.js";
import { choosePlace } from "/page/place.js";
import { word } from "/page/words.js";

const ALBUM = 10;

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.about = null;
    this.recording = null;
    this.text = element("textarea", {
      rows: "1", placeholder: word("write"), "aria-label": word("write"), autocomplete: "off",
      oninput: () => this.typed(), onkeydown: (event) => this.keyed(event),
    });
    this.picker = element("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-label": word("pickFile"), onchange: () => this.picked() });
    this.attach = button({ class: "round", "aria-label": word("attach"), title: word("attach"), "aria-haspopup": "menu", onclick: () => this.toggleMenu() }, icon("attach"));
    this.keys = button({ class: "round", hidden: true, "aria-label": word("keyboard"), title: word("keyboard"), onclick: () => { this.board.hidden = !this.board.hidden; } }, icon("keys"));
    this.go = button({ class: "round go", onclick: () => this.send() });
    this.bar = element("div", { class: "about", hidden: true });
    this.menu = element("div", { class: "menu attachments", role: "menu", hidden: true });
    this.commands = element("div", { class: "menu commands", role: "listbox", "aria-label": word("commands"), hidden: true });
    this.board = element("div", { class: "board", hidden: true, "aria-label": word("keyboard"), role: "group" });
    this.element = element(
      "div", { class: "composer" }, this.menu, this.commands, this.bar,
      element("div", { class: "line" }, this.attach, this.text, this.keys, this.go, this.picker), this.board,
    );
    this.typed();
  }

  get where() {
    return this.phone.conversation.here;
  }

  typed() {
    const writing = this.text.value.trim() !== "" || this.about?.changes;
    this.go.replaceChildren(icon(writing ? "send" : "voice"));
    this.go.setAttribute("aria-label", word(writing ? "send" : this.recording ? "recording" : "record"));
    this.go.classList.toggle("hot", this.recording !== null);
    this.suggest();
  }

  keyed(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      this.commands.hidden = true;
      this.drop();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !this.commands.hidden) {
      event.preventDefault();
      this.commands.lastElementChild?.focus();
    }
  }

  send() {
    const text = this.text.value.trim();
    if (!text) return this.voice();
    const { about } = this;
    this.text.value = "";
    this.drop();
    if (!about?.changes) return this.say(text, about?.message.message_id);
    const form = { ...this.phone.conversation.to(about.message), text };
    return this.phone.guarded(() => act("edit", form), () => { this.text.value = text; });
  }

  say(text, reply_to = null) {
    return this.phone.guarded(() => act("say", { ...this.where, text, reply_to }), () => { this.text.value = text; this.typed(); });
  }

  begin(text) {
    this.text.value = text;
    this.typed();
    this.text.focus();
  }

  answer(message) {
    this.concern(message, false);
  }

  change(message) {
    this.concern(message, true);
    this.text.value = message.text ?? message.caption ?? "";
    this.typed();
  }

  concern(message, changes, { focus = true } = {}) {
    this.about = { message, changes };
    this.bar.replaceChildren(
      icon(changes ? "pen" : "reply"),
      element("span", {}, element("b", { text: word(changes ? "editing" : "answering") }), ` ${gist(message)}`),
      button({ class: "round small", "aria-label": word("noReply"), onclick: () => this.drop() }, icon("close")),
    );
    this.bar.hidden = false;
    if (focus) this.text.focus();
  }

  drop() {
    if (this.about?.changes) this.text.value = "";
    this.about = null;
    this.bar.hidden = true;
    this.text.placeholder = this.hint ?? word("write");
    this.typed();
  }

  // What the bot wants answered: once, and not over what one is about to write.
  force(wanted, messages) {
    const message = wanted && messages.get(wanted.message_id);
    if (!message || this.forced === wanted.message_id) return;
    this.forced = wanted.message_id;
    if (this.about || this.text.value) return;
    this.concern(message, false, { focus: false });
    if (wanted.placeholder) this.text.placeholder = wanted.placeholder;
  }

  keyboard(markup) {
    const rows = markup?.keyboard ?? [];
    const shown = JSON.stringify(markup);
    if (this.shownKeys === shown) return;
    this.shownKeys = shown;
    this.once = Boolean(markup?.one_time_keyboard);
    this.keys.hidden = this.board.hidden = rows.length === 0;
    this.hint = markup?.input_field_placeholder;
    this.text.placeholder = this.hint ?? word("write");
    this.board.replaceChildren(...rows.map((row) => element("div", { class: "keys" }, ...row.map((one) => {
      const href = safeLink(one.web_app?.url);
      if (href) return element("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer", text: `${one.text} ↗` });
      return button({ class: "key", text: one.text, onclick: () => this.pressKey(one.text) });
    }))));
  }

  pressKey(text) {
    if (this.once) this.board.hidden = true;
    return this.phone.guarded(() => act("press_key", { ...this.where, text }));
  }

  async suggest() {
    const asked = /^\/\w*$/.exec(this.text.value)?.[0];
    this.commands.hidden = asked === undefined;
    if (asked === undefined) return;
    const known = await this.phone.commands();
    const fitting = known.filter(({ command }) => `/${command}`.startsWith(asked));
    this.commands.hidden = fitting.length === 0 || !this.text.value.startsWith("/");
    this.commands.replaceChildren(...fitting.map(({ command, description }) => button(
      { role: "option", "aria-selected": "false", onclick: () => { this.text.value = ""; this.typed(); this.say(`/${command}`); } },
      element("b", { text: `/${command}` }), element("span", { text: description }),
    )));
  }

  toggleMenu() {
    if (!this.menu.hidden) return this.closeMenu();
    const choices = [
      ["pickFile", () => this.picker.click()],
      ["photo", () => this.medium({ kind: "photo" })],
      ["album", () => this.album(Array(3).fill({ kind: "photo" }))],
      ["voiceSample", () => this.medium({ kind: "voice" })],
      ["place", () => this.place()],
      ["contact", () => this.medium({ kind: "contact", first_name: this.phone.user.first_name })],
    ];
    this.menu.replaceChildren(...choices.map(([name, doing]) => button({
      role: "menuitem", text: word(name), onclick: () => { this.closeMenu(); doing(); },
    })));
    this.menu.hidden = false;
    this.menu.firstElementChild.focus();
    this.menu.onkeydown = (event) => {
      if (event.key === "Escape") this.closeMenu();
      const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
      if (step) {
        event.preventDefault();
        document.activeElement[step]?.focus();
      }
    };
    return undefined;
  }

  closeMenu() {
    this.menu.hidden = true;
    this.attach.focus();
  }

  medium(piece) {
    const caption = ["contact", "location", "voice"].includes(piece.kind) ? "" : this.text.value.trim();
    const reply_to = this.about?.changes ? null : this.about?.message.message_id ?? null;
    if (caption) this.text.value = "";
    this.drop();
    return this.phone.guarded(() => act("send_media", { ...this.where, reply_to, caption, ...piece }));
  }

  album(pieces) {
    const [first, ...others] = pieces;
    const caption = this.text.value.trim();
    this.text.value = "";
    this.drop();
    return this.phone.guarded(() => act("album", { ...this.where, items: [{ ...first, caption }, ...others] }));
  }

  async place() {
    const chosen = await choosePlace();
    if (chosen) await this.medium({ kind: "location", ...chosen });
  }

  async voice() {
    if (this.recording) {
      const done = this.recording;
      this.recording = null;
      this.typed();
      return this.medium({ kind: "voice", ...(await done.stop()) });
    }
    this.recording = await record();
    this.typed();
    if (this.recording) return undefined;
    this.phone.toast(word("noMicrophone"));
    return this.medium({ kind: "voice" });
  }

  picked() {
    const files = [...this.picker.files];
    this.picker.value = "";
    return this.files(files);
  }

  files(files) {
    return this.phone.guarded(async () => {
      const pieces = await Promise.all(files.slice(0, ALBUM).map(async (file) => ({
        kind: kindOf(file.type), file_name: file.name, mime_type: file.type, content: await contents(file),
      }))).catch((error) => {
        throw error instanceof TooLargeError ? new Error(word("tooLarge")) : error;
      });
      const kinds = new Set(pieces.map(({ kind }) => kind));
      const together = pieces.length > 1 && [...kinds].every((kind) => kind === "photo" || kind === "video");
      if (together) return this.album(pieces);
      for (const piece of pieces) await this.medium(piece);
      return undefined;
    });
  }
}

export async function commandsFor(phone, entry) {
  const query = { chat_id: entry.chat_id, user_id: phone.userId };
  if (entry.bot_id) query.bot_id = entry.bot_id;
  const { commands } = await see("commands", query);
  return commands;
}
