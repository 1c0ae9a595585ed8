// One person's phone: the list of their chats, and the chat that is open.

import { clockTime, dayName, gist, happening, senderOf } from "/page/bubbles.js";
import { Composer, commandsFor } from "/page/composer.js";
import { Conversation } from "/page/conversation.js";
import { button, element, face, icon } from "/page/dom.js";
import { act, see } from "/page/people.js";
import { word } from "/page/words.js";

const TOAST = 4000;
const ALERT = 12_000;

export class Phone {
  constructor(desk, { user_id, chat_id = null }) {
    this.desk = desk;
    this.userId = user_id;
    this.wanted = chat_id;
    this.chats = [];
    this.conversation = null;
    this.bulletin = element("div", { class: "toast", role: "status", hidden: true });
    this.screen = element("div", { class: "screen" });
    this.element = element("section", { class: "phone" }, this.screen, this.bulletin);
    this.element.addEventListener("focusin", () => desk.hold(this));
    this.element.addEventListener("dragover", (event) => this.over(event));
    this.element.addEventListener("dragleave", () => this.element.classList.remove("over"));
    this.element.addEventListener("drop", (event) => this.dropped(event));
    this.be(user_id, chat_id);
  }

  get user() {
    return this.desk.users.get(this.userId) ?? { id: this.userId, first_name: "?" };
  }

  get unread() {
    return this.chats.reduce((sum, { unread }) => sum + unread, 0);
  }

  // Do something that may be refused; a refusal is shown and ``otherwise`` puts things back.
  async guarded(work, otherwise = () => {}) {
    try {
      return await work();
    } catch (error) {
      otherwise();
      this.toast(error.message, { alert: true });
      return null;
    }
  }

  toast(text, { alert = false } = {}) {
    clearTimeout(this.toastEnds);
    this.bulletin.textContent = text;
    this.bulletin.classList.toggle("alert", Boolean(alert));
    this.bulletin.hidden = false;
    this.toastEnds = setTimeout(() => { this.bulletin.hidden = true; }, alert ? ALERT : TOAST);
  }

  async be(userId, chatId = null) {
    this.userId = userId;
    this.wanted = chatId;
    this.element.setAttribute("aria-label", word("phoneOf", this.user.first_name));
    this.conversation = null;
    await this.refresh();
    const entry = this.chats.find((one) => one.chat_id === this.wanted);
    if (entry) await this.open(entry);
    else this.list();
    this.desk.changed();
  }

  async refresh() {
    const { chats, elsewhere } = await see("inbox", { user_id: this.userId });
    this.chats = chats.toSorted((a, b) => (b.last?.date ?? 0) - (a.last?.date ?? 0));
    this.elsewhere = elsewhere;
    if (!this.conversation) {
      if (this.screen.firstElementChild) this.list();
      this.desk.changed();
      return;
    }
    const entry = this.chats.find((one) => this.isOpen(one));
    if (!entry) return this.close();
    this.conversation.entry = entry;
    this.headline();
    this.desk.changed();
    return undefined;
  }

  isOpen({ chat_id, bot_id }) {
    const open = this.conversation?.entry;
    return open?.chat_id === chat_id && open?.bot_id === bot_id;
  }

  // What the stream says: chats that changed, as [chat_id, bot_id, revision].
  async stirred(rooms) {
    // A group this person is not in counts too: they may just have been let in.
    const mine = rooms.filter(([id, bot]) => !bot || id === this.userId);
    if (mine.length === 0) return;
    const open = mine.some(([chat_id, bot_id]) => this.isOpen({ chat_id, bot_id }));
    if (open) await this.guarded(() => this.conversation.refresh());
    await this.guarded(() => this.refresh());
  }

  async caughtUp() {
    if (this.conversation) await this.guarded(() => this.conversation.refresh());
    await this.guarded(() => this.refresh());
  }

  head(...inside) {
    return element("header", { class: "head" }, ...inside);
  }

  identity(look = "identity") {
    const select = element("select", { "aria-label": word("who"), onchange: () => this.be(Number(select.value)) });
    for (const { title, users } of this.desk.castings()) {
      const options = users.map((one) => new Option(one.first_name, one.id, false, one.id === this.userId));
      select.append(title ? element("optgroup", { label: title }, ...options) : element("optgroup", { label: word("others") }, ...options));
    }
    return element(
      "label", { class: look }, face(this.user.first_name, this.userId),
      element("span", {}, select, element("small", { text: this.desk.roleOf(this.userId) })),
    );
  }

  list() {
    this.conversation = null;
    const away = this.desk.phones.length > 1
      ? button({ class: "round", "aria-label": word("closePhone"), title: word("closePhone"), onclick: () => this.desk.putAway(this) }, icon("close")) : null;
    const rows = this.chats.map((entry) => this.row(entry));
    const others = (this.elsewhere ?? []).map(({ id, title }) => element(
      "li", { class: "elsewhere" }, face(title, id), element("span", { text: title }),
      button({ class: "key", text: word("join"), "aria-label": `${word("join")} ${title}`, onclick: () => this.guarded(() => act("join", { chat_id: id, user_id: this.userId })) }),
    ));
    this.screen.replaceChildren(
      this.head(this.identity(), away),
      element("ul", { class: "chats", "aria-label": word("chats") }, ...rows),
      ...(others.length ? [element("h3", { text: word("elsewhere") }), element("ul", { class: "chats" }, ...others)] : []),
    );
  }

  row(entry) {
    const { last, unread, title } = entry;
    const now = this.desk.now();
    const sender = last && entry.chat_id < 0 && last.from.id !== this.userId && !happening(last) ? `${senderOf(last)}：` : "";
    const today = last && dayName(last.date, now) === word("today");
    const when = last ? (today ? clockTime(last.date) : dayName(last.date, now)) : "";
    const badge = unread ? element("span", { class: "badge", text: unread > 99 ? "99+" : String(unread) }) : null;
    badge?.setAttribute("aria-label", word("unread", unread));
    return element("li", {}, button(
      { class: "chat", onclick: () => this.open(entry) },
      entry.bot_id ? element("span", { class: "face bot" }, icon("bot")) : face(title, entry.chat_id),
      element("span", { class: "about" }, element("b", { text: title }), element("span", { class: "gist", text: last ? sender + gist(last).slice(0, 60) : "" })),
      element("span", { class: "aside" }, element("time", { text: when }), badge),
    ));
  }

  async open(entry) {
    this.composer = new Composer(this);
    this.known = null;
    this.conversation = new Conversation(this, entry);
    this.title = element("button", { type: "button", class: "title", onclick: () => this.showMenu() });
    this.menu = element("div", { class: "menu more", role: "menu", hidden: true });
    this.gate = element("div", { class: "gate", hidden: true });
    this.screen.replaceChildren(
      this.head(
        button({ class: "round", "aria-label": word("back"), title: word("back"), onclick: () => this.close() }, icon("back")),
        this.title,
        button({ class: "round", "aria-label": word("menu"), title: word("menu"), "aria-haspopup": "menu", onclick: () => this.showMenu() }, icon("more")),
      ),
      this.identity("who"), this.menu, this.conversation.element, this.gate, this.composer.element,
    );
    this.headline();
    await this.guarded(() => this.conversation.refresh());
    this.conversation?.toEnd();
    this.desk.changed();
  }

  close() {
    this.list();
    this.desk.changed();
  }

  headline() {
    const { entry } = this.conversation;
    const group = entry.chat_id < 0;
    const below = this.busy ? word("busy", this.busy) : group ? word("people", entry.people) : word("bot");
    this.title.replaceChildren(
      group ? face(entry.title, entry.chat_id) : element("span", { class: "face bot" }, icon("bot")),
      element("span", {}, element("b", { text: entry.title }), element("small", { text: below })),
    );
    const shut = !group && (entry.blocked || !entry.started);
    this.composer.element.hidden = shut;
    this.gate.hidden = !shut;
    const doing = () => this.guarded(() => act("start", this.asMe(entry)));
    this.gate.replaceChildren(element("p", { text: word(entry.blocked ? "muted" : "notStarted") }), button({ class: "key main", text: word("start"), onclick: doing }));
  }

  asMe(entry) {
    return { user_id: this.userId, bot_id: entry.bot_id || null };
  }

  // A link that starts a bot of the sandbox is followed here instead of elsewhere; null for every other link.
  starting(href) {
    const [, name, param] = /^https?:\/\/t\.me\/(\w+)\?start=([\w-]*)$/i.exec(href) ?? [];
    const entry = name && this.chats.find(({ bot_id, username }) => bot_id && username.toLowerCase() === name.toLowerCase());
    if (!entry) return null;
    return () => this.guarded(async () => {
      await act("start", { ...this.asMe(entry), param });
      await this.open(entry);
    });
  }

  showMenu() {
    const { entry } = this.conversation;
    const group = entry.chat_id < 0;
    const choices = group
      ? [["leave", () => act("leave", { chat_id: entry.chat_id, user_id: this.userId })]]
      : [[entry.blocked ? "unblock" : "block", () => act(entry.blocked ? "unblock" : "block", this.asMe(entry))], ["start", () => act("start", this.asMe(entry))]];
    this.menu.replaceChildren(...choices.map(([name, doing]) => button({
      role: "menuitem", text: word(name), onclick: async () => { this.menu.hidden = true; await this.guarded(doing); await this.guarded(() => this.refresh()); },
    })));
    this.menu.hidden = !this.menu.hidden;
    this.menu.onkeydown = ({ key }) => { if (key === "Escape") { this.menu.hidden = true; this.title.focus(); } };
    if (!this.menu.hidden) this.menu.firstElementChild.focus();
  }

  typing(typing) {
    this.busy = typing?.length ? typing.map((one) => one.name ?? this.conversation.entry.title).join("、") : null;
    clearTimeout(this.typingEnds);
    if (this.busy) this.typingEnds = setTimeout(() => { this.busy = null; this.headline(); }, 5000);
    this.headline();
  }

  // Note what was seen; on a page nobody looks at nothing is.
  saw(messageId) {
    if (!messageId || document.hidden || this.desk.isHidden(this)) return;
    if (this.lastSeen === messageId && this.lastChat === this.conversation.entry.chat_id) return;
    [this.lastSeen, this.lastChat] = [messageId, this.conversation.entry.chat_id];
    this.guarded(async () => {
      await act("read", { ...this.conversation.where, message_id: messageId });
      await this.refresh();
    });
  }

  async commands() {
    this.known ??= await commandsFor(this, this.conversation.entry);
    return this.known;
  }

  over(event) {
    if (!this.conversation || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.element.dataset.drop = word("dropHere");
    this.element.classList.add("over");
  }

  dropped(event) {
    this.element.classList.remove("over");
    if (!this.conversation) return;
    event.preventDefault();
    this.composer.files([...event.dataTransfer.files]);
  }
}
