// One chat on one phone: its messages, as many as are looked at, and what can be done to them.

import { EMOJI, bubble, dayName, gist } from "/page/bubbles.js";
import { button, element, icon } from "/page/dom.js";
import { act, see } from "/page/people.js";
import { word } from "/page/words.js";

const AT_ONCE = 120;
const NEAR = 160;
const CLOSE = 600;
const TOAST_WAIT = 15;
const GENERAL = 1;

export class Conversation {
  constructor(phone, entry) {
    this.phone = phone;
    this.entry = entry;
    this.me = phone.userId;
    this.messages = new Map();
    this.articles = new Map();
    this.ids = [];
    this.first = 0;
    this.revision = 0;
    this.missed = 0;
    this.fetching = null;
    this.topics = [];
    this.thread = null;
    this.run = {
      say: (text) => this.phone.composer.say(text),
      press: (message, one) => this.press(message, one),
      vote: (message, options) => this.phone.guarded(() => act("vote", { ...this.to(message), options })),
      react: (message, emoji) => this.phone.guarded(() => act("react", { ...this.to(message), emoji })),
      chooseReaction: (message, by) => this.chooseReaction(message, by),
      reply: (message) => this.phone.composer.answer(message),
      edit: (message) => this.phone.composer.change(message),
      pin: (message) => this.phone.guarded(() => act(message.pinned ? "unpin" : "pin", this.to(message))),
      write: (text) => this.phone.composer.begin(text),
      show: (id) => this.show(id),
      starting: (href) => this.phone.starting(href),
    };
    this.log = element("div", { class: "log", role: "log", tabindex: "0", "aria-label": entry.title });
    this.end = button({ class: "end", hidden: true, onclick: () => this.toEnd() });
    this.pins = button({ class: "pins", hidden: true });
    this.tabs = element("div", { class: "topics", role: "group", "aria-label": word("topics"), hidden: true });
    this.element = element("div", { class: "conversation" }, this.tabs, this.pins, this.log, this.end);
    this.following = true;
    new ResizeObserver(() => { if (this.following) this.log.scrollTop = this.log.scrollHeight; }).observe(this.log);
    this.log.addEventListener("scroll", () => this.scrolled(), { passive: true });
  }

  get where() {
    return { user_id: this.me, chat_id: this.entry.chat_id, bot_id: this.entry.bot_id || null };
  }

  // Where one writes: in a forum also in which topic.
  get here() {
    return this.thread === null ? this.where : { ...this.where, thread_id: this.thread };
  }

  to(message) {
    return { ...this.where, message_id: message.message_id };
  }

  get atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  // Fetch what changed; calls that come while one is under way become one more after it.
  async refresh() {
    if (this.fetching) {
      this.again = true;
      return this.fetching;
    }
    this.fetching = this.fetch();
    try {
      await this.fetching;
    } finally {
      this.fetching = null;
    }
    if (this.again) {
      this.again = false;
      return this.refresh();
    }
    return undefined;
  }

  async fetch() {
    const query = { chat_id: this.entry.chat_id, since: this.revision, user_id: this.me };
    if (this.entry.bot_id) query.bot_id = this.entry.bot_id;
    const change = await see("messages", query);
    const beginning = this.revision === 0;
    this.revision = change.revision;
    this.showTopics(change.topics);
    this.take(change, beginning);
    this.phone.composer.keyboard(change.reply_keyboard);
    this.phone.composer.force(change.force_reply, this.messages);
    this.phone.typing(change.typing);
    this.phone.saw(this.ids.at(-1));
  }

  take(change, beginning) {
    const stick = beginning || this.atEnd;
    for (const id of change.deleted) this.forget(id);
    const fresh = change.messages.filter((message) => !this.messages.has(message.message_id));
    for (const message of change.messages) this.messages.set(message.message_id, { ...message, at: change.revision });
    const here = fresh.filter((message) => this.isHere(message)).map((message) => message.message_id);
    this.ids.push(...here);
    if (beginning) this.first = Math.max(0, this.ids.length - AT_ONCE);
    const known = new Set(here);
    for (const message of change.messages) {
      if (!known.has(message.message_id) && this.articles.has(message.message_id)) this.redraw(message.message_id);
    }
    this.append(beginning ? this.ids.slice(this.first) : [...known]);
    this.showPins();
    const own = fresh.some((message) => message.from.id === this.me);
    if (stick || own) this.toEnd();
    else this.missed += here.length;
    this.showEnd();
  }

  isHere(message) {
    return this.thread === null || (message.message_thread_id ?? GENERAL) === this.thread;
  }

  showTopics(topics) {
    this.topics = topics.filter((topic) => !topic.is_hidden);
    this.tabs.hidden = this.topics.length === 0;
    if (this.topics.length === 0) return;
    const chosen = this.topics.some((topic) => topic.thread_id === this.thread);
    this.tabs.replaceChildren(...this.topics.map(({ thread_id, name, is_closed }) => button({
      text: `${thread_id === GENERAL && name === "General" ? word("general") : name}${is_closed ? " 🔒" : ""}`,
      "aria-pressed": String(thread_id === this.thread), onclick: () => this.choose(thread_id),
    })));
    if (!chosen) this.choose(this.topics[0].thread_id);
  }

  choose(thread) {
    this.thread = thread;
    for (const [at, tab] of [...this.tabs.children].entries()) {
      tab.setAttribute("aria-pressed", String(this.topics[at].thread_id === thread));
    }
    this.log.replaceChildren();
    this.articles.clear();
    this.ids = [...this.messages.values()].filter((message) => this.isHere(message)).map((message) => message.message_id);
    this.first = Math.max(0, this.ids.length - AT_ONCE);
    this.append(this.ids.slice(this.first));
    this.showPins();
    this.toEnd();
  }

  forget(id) {
    this.articles.get(id)?.remove();
    this.articles.delete(id);
    this.messages.delete(id);
    const at = this.ids.indexOf(id);
    if (at < 0) return;
    this.ids.splice(at, 1);
    if (at < this.first) this.first -= 1;
  }

  draw(id) {
    const message = this.messages.get(id);
    const before = this.messages.get(this.ids[this.ids.indexOf(id) - 1]);
    const now = this.phone.desk.now();
    const day = dayName(message.date, now);
    const newDay = !before || dayName(before.date, now) !== day;
    const senders = [before, message].map((one) => one?.sender_chat?.id ?? one?.from.id);
    const own = message.from.id === this.me;
    const follows = !newDay && senders[0] === senders[1] && message.date - before.date < CLOSE;
    const article = bubble(message, {
      me: this.me,
      own,
      follows,
      named: !own && !follows && this.entry.chat_id < 0,
      day: newDay ? day : null,
      run: this.run,
    });
    this.articles.set(id, article);
    return article;
  }

  append(ids) {
    const drawn = ids.map((id) => this.draw(id));
    for (const article of drawn) this.settle(article, (one) => this.log.append(one));
  }

  // The pieces of an album stand side by side in one frame.
  settle(article, put) {
    const album = this.messages.get(Number(article.dataset.id)).media_group_id;
    if (!album) return put(article);
    const frame = this.log.querySelector(`[data-album="${CSS.escape(album)}"]`);
    if (frame) return frame.append(article);
    const own = article.classList.contains("own") ? " own" : "";
    return put(element("div", { class: `album${own}`, "data-album": album }, article));
  }

  redraw(id) {
    const old = this.articles.get(id);
    const focused = old.contains(document.activeElement);
    const fresh = this.draw(id);
    old.replaceWith(fresh);
    fresh.classList.add("changed");
    if (focused) fresh.querySelector("button, a")?.focus({ preventScroll: true });
  }

  older() {
    if (this.first === 0) return;
    const from = Math.max(0, this.first - AT_ONCE);
    const ids = this.ids.slice(from, this.first);
    const height = this.log.scrollHeight;
    const top = this.log.scrollTop;
    const anchor = this.log.firstElementChild;
    this.first = from;
    for (const id of ids) this.settle(this.draw(id), (one) => anchor.before(one));
    this.log.scrollTop = top + this.log.scrollHeight - height;
  }

  scrolled() {
    if (this.log.scrollTop < NEAR * 3) this.older();
    this.following = this.atEnd;
    if (this.following) this.missed = 0;
    this.showEnd();
  }

  showEnd() {
    const away = !this.atEnd;
    this.end.hidden = !away;
    if (!away) return;
    const text = this.missed ? word("newMessages", this.missed) : "";
    this.end.replaceChildren(icon("down"), ...(text ? [text] : []));
    this.end.setAttribute("aria-label", text || word("toEnd"));
  }

  toEnd() {
    this.following = true;
    this.missed = 0;
    this.end.hidden = true;
    this.log.scrollTop = this.log.scrollHeight;
    // Heights are estimates until what is near the end has been laid out.
    requestAnimationFrame(() => { if (this.following) this.log.scrollTop = this.log.scrollHeight; });
  }

  show(id) {
    if (!this.messages.has(id)) return undefined;
    if (!this.isHere(this.messages.get(id))) this.choose(this.messages.get(id).message_thread_id ?? GENERAL);
    while (!this.articles.has(id) && this.first > 0) this.older();
    if (this.ids.indexOf(id) >= this.ids.length - 2) return this.toEnd();
    const article = this.articles.get(id);
    article?.scrollIntoView({ block: "center" });
    article?.classList.add("shown");
    setTimeout(() => article?.classList.remove("shown"), 1500);
    return undefined;
  }

  showPins() {
    const pinned = [...this.messages.values()].filter((message) => message.pinned && this.isHere(message)).at(-1);
    this.pins.hidden = !pinned;
    if (!pinned) return;
    this.pins.replaceChildren(icon("pin"), element("b", { text: word("pinned") }), element("span", { text: gist(pinned).slice(0, 80) }));
    this.pins.onclick = () => this.show(pinned.message_id);
  }

  press(message, one) {
    return this.phone.guarded(async () => {
      const pressed = one.callback_data === undefined ? {} : { data: one.callback_data };
      const { callback_id } = await act("press", { ...this.to(message), button: one.text, ...pressed });
      const { toast } = await see("toast", { callback_id, wait: TOAST_WAIT });
      if (toast?.text) this.phone.toast(toast.text, { alert: toast.show_alert });
      if (toast?.url) window.open(toast.url, "_blank", "noopener");
    });
  }

  chooseReaction(message, by) {
    const choices = EMOJI.map((emoji) => button({
      text: emoji, "aria-label": emoji, onclick: () => { this.run.react(message, [emoji]); by.focus(); },
    }));
    const bar = element("div", { class: "emoji", role: "group", "aria-label": word("react") }, ...choices);
    // Taking the focus away takes the bar away; doing both here would remove it twice.
    bar.addEventListener("focusout", ({ relatedTarget }) => { if (!bar.contains(relatedTarget)) bar.remove(); });
    bar.addEventListener("keydown", ({ key }) => { if (key === "Escape") by.focus(); });
    by.closest(".foot").append(bar);
    choices[0].focus();
  }
}
