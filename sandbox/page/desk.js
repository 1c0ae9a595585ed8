// The table with the phones: who lies there, what the stream says, the clock, the looks.

import { button, element, face, icon } from "/page/dom.js";
import { act, listen, see } from "/page/people.js";
import { Phone } from "/page/phone.js";
import { Tour } from "/page/tour.js";
import { language, speak, word, wording } from "/page/words.js";

const MOST_PHONES = 6;
const NARROW = matchMedia("(max-width: 43rem)");
const AHEAD = [["minutes10", 600], ["hour1", 3600], ["hours4", 4 * 3600], ["tomorrow", null], ["day1", 86_400], ["week1", 7 * 86_400]];

const part = (id) => document.getElementById(id);
const stored = (name) => JSON.parse(localStorage.getItem(name) ?? "null");
const store = (name, value) => localStorage.setItem(name, JSON.stringify(value));

class Desk {
  constructor() {
    this.users = new Map();
    this.phones = [];
    this.stage = {};
    this.ahead = 0;
    this.counts = "";
    this.held = null;
  }

  now() {
    return Math.floor(Date.now() / 1000) + this.ahead;
  }

  async begin() {
    this.stage = await see("stage");
    await this.meet();
    const known = (stored("phones") ?? []).filter(({ user_id }) => this.users.has(user_id));
    const usual = this.stage.phones?.length ? this.stage.phones : [...this.users.keys()].slice(0, 3).map((user_id) => ({ user_id }));
    this.layOut(known.length ? known : usual);
    listen({ opened: () => this.found(), changed: (news) => this.heard(news), lost: () => this.lost() });
    part("tour").hidden = !this.stage.tour;
    setInterval(() => this.tick(), 1000);
    this.tick();
  }

  layOut(phones) {
    this.phones = phones.slice(0, NARROW.matches ? MOST_PHONES : Math.max(1, Math.min(MOST_PHONES, phones.length))).map((one) => new Phone(this, one));
    part("table").replaceChildren(...this.phones.map((phone) => phone.element));
    this.hold(this.phones[0] ?? null);
    part("nobody").hidden = this.users.size > 0;
  }

  async meet() {
    const { users } = await see("users");
    this.users = new Map(users.filter((one) => !one.deactivated).map((one) => [one.id, one]));
  }

  castings() {
    const roles = this.stage.roles ?? [];
    const cast = roles.map(({ title, user_ids }) => ({ title: wording(title), users: user_ids.map((id) => this.users.get(id)).filter(Boolean) }));
    const named = new Set(roles.flatMap(({ user_ids }) => user_ids));
    const rest = [...this.users.values()].filter(({ id }) => !named.has(id));
    return rest.length ? [...cast, { title: "", users: rest }] : cast;
  }

  roleOf(id) {
    const role = (this.stage.roles ?? []).find(({ user_ids }) => user_ids.includes(id));
    return role ? wording(role.title) : "";
  }

  found() {
    part("trouble").hidden = true;
    for (const phone of this.phones) phone.caughtUp();
  }

  lost() {
    part("trouble").textContent = word("noLink");
    part("trouble").hidden = false;
  }

  async heard({ rooms, ahead, users, groups }) {
    this.ahead = ahead;
    const counts = `${users} ${groups}`;
    if (this.counts && this.counts !== counts) {
      await this.meet();
      if (this.phones.length === 0 && this.users.size > 0) this.layOut([...this.users.keys()].slice(0, 3).map((user_id) => ({ user_id })));
      await Promise.all(this.phones.map((phone) => phone.caughtUp()));
    }
    this.counts = counts;
    await Promise.all(this.phones.map((phone) => phone.stirred(rooms)));
  }

  tick() {
    const now = new Date(this.now() * 1000);
    const time = now.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    if (part("time").textContent !== time) part("time").textContent = time;
    part("day").textContent = now.toLocaleDateString(language, { month: "short", day: "numeric", weekday: "short" });
    part("clock").classList.toggle("ahead", this.ahead > 60);
    part("clock").title = this.ahead > 60 ? word("ahead", lasting(this.ahead)) : word("clock");
  }

  // The phone that is shown where there is room for one.
  hold(phone) {
    if (this.held === phone) return;
    this.held = phone;
    this.changed();
    const { conversation } = phone ?? {};
    conversation?.toEnd();
    if (conversation) phone.saw(conversation.ids.at(-1));
  }

  isHidden(phone) {
    return NARROW.matches && this.held !== phone;
  }

  changed() {
    for (const phone of this.phones) phone.element.classList.toggle("held", phone === this.held);
    store("phones", this.phones.map((phone) => ({ user_id: phone.userId, chat_id: phone.conversation?.entry.chat_id ?? null })));
    part("tabs").replaceChildren(...this.phones.map((phone) => button(
      { class: "tab", "aria-pressed": String(phone === this.held), onclick: () => this.hold(phone), "aria-label": word("phoneOf", phone.user.first_name) },
      face(phone.user.first_name, phone.userId), element("span", { text: phone.user.first_name }),
      phone.unread ? element("span", { class: "badge", text: phone.unread > 99 ? "99+" : String(phone.unread) }) : null,
    )), button({ class: "tab", "aria-label": word("addPhone"), onclick: () => this.add() }, icon("attach")));
  }

  add(user_id = null) {
    if (this.phones.length >= MOST_PHONES) return;
    const shown = new Set(this.phones.map((phone) => phone.userId));
    const next = user_id ?? this.castings().flatMap(({ users }) => users).find(({ id }) => !shown.has(id))?.id;
    if (!next) return;
    const phone = new Phone(this, { user_id: next });
    this.phones.push(phone);
    part("table").append(phone.element);
    this.hold(phone);
    phone.element.scrollIntoView({ inline: "end" });
  }

  putAway(phone) {
    this.phones = this.phones.filter((one) => one !== phone);
    phone.element.remove();
    this.hold(this.phones[0]);
    this.changed();
  }

  async newcomer() {
    const first_name = prompt(word("newcomerName"))?.trim();
    if (!first_name) return;
    const id = Math.max(100_000, ...this.users.keys()) + 1;
    await act("add_user", { id, first_name });
    await this.meet();
    part("nobody").hidden = true;
    this.add(id);
  }

  forward(seconds) {
    const morning = new Date((this.now() + 86_400) * 1000).setHours(7, 0, 0, 0) / 1000;
    return act("forward_clock", { seconds: seconds ?? morning - this.now() });
  }
}

function lasting(seconds) {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  return [[days, "days"], [hours, "hours"], [minutes, "minutes"]].filter(([many]) => many).map(([many, name]) => `${many} ${word(name)}`).join(" ");
}

function label() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  for (const one of document.querySelectorAll("[data-name]")) {
    one.setAttribute("aria-label", word(one.dataset.name));
    one.title = word(one.dataset.name);
  }
}

function looks() {
  const root = document.documentElement;
  root.dataset.theme = localStorage.getItem("theme") ?? "auto";
  root.classList.toggle("large", localStorage.getItem("large") === "true");
  part("theme").value = root.dataset.theme;
  part("large").checked = root.classList.contains("large");
}

function menuOf(opener, menu) {
  const shut = () => { menu.hidden = true; opener.setAttribute("aria-expanded", "false"); };
  opener.addEventListener("click", () => {
    menu.hidden = !menu.hidden;
    opener.setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) menu.querySelector("button, select, input")?.focus();
  });
  menu.addEventListener("keydown", ({ key }) => { if (key === "Escape") { shut(); opener.focus(); } });
  document.addEventListener("pointerdown", ({ target }) => { if (!menu.contains(target) && !opener.contains(target)) shut(); });
  return shut;
}

const desk = new Desk();
looks();
label();
const shutForward = menuOf(part("clock"), part("forward"));
menuOf(part("settings"), part("looks"));
part("forward").append(...AHEAD.map(([name, seconds]) => button({
  role: "menuitem", text: `+ ${word(name)}`, onclick: async () => { shutForward(); await desk.forward(seconds); },
})));
part("theme").addEventListener("change", ({ target }) => { localStorage.setItem("theme", target.value); looks(); });
part("large").addEventListener("change", ({ target }) => { localStorage.setItem("large", target.checked); looks(); });
part("language").addEventListener("click", () => { speak(language === "zh" ? "en" : "zh"); location.reload(); });
part("newcomer").addEventListener("click", () => desk.newcomer());
part("another").addEventListener("click", () => desk.add());
part("tour").addEventListener("click", () => new Tour(desk).run());
document.addEventListener("visibilitychange", () => { if (!document.hidden) desk.found(); });
await desk.begin();
document.title = desk.stage.title ? `${desk.stage.title} · sandbox` : "sandbox";
part("place").textContent = desk.stage.title || "sandbox";
document.body.dataset.ready = "true";
