// The guided tour: the stage's steps acted out on the phones while one watches, until one takes over.

import { button, element } from "/page/dom.js";
import { word, wording } from "/page/words.js";

const PATIENCE = 20_000;
const READING = 3200;
const LETTER = 45;
const LOOK_AGAIN = 120;

class Over extends Error {}

export class Tour {
  constructor(desk) {
    this.desk = desk;
    this.steps = desk.stage.tour.steps;
    this.paused = false;
    this.ended = false;
    this.hurry = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.caption = element("p", { "aria-live": "polite" });
    this.count = element("small");
    this.pause = button({ class: "key", text: word("tourPause"), onclick: () => this.togglePause() });
    this.stop = button({ class: "key main", text: word("tourStop"), onclick: () => this.end(word("tourTaken")) });
    this.card = element(
      "aside", { class: "guide", "aria-label": wording(desk.stage.tour.title) },
      element("div", {}, element("h2", { text: wording(desk.stage.tour.title) }), this.count, this.caption),
      element("div", { class: "keys" }, this.pause, this.stop),
    );
    this.interrupted = (event) => {
      const own = !event.isTrusted || this.card.contains(event.target);
      if (!own && event.target.closest?.(".phone")) this.end(word("tourTaken"));
    };
  }

  async run() {
    document.querySelector(".guide")?.remove();
    document.getElementById("table").before(this.card);
    this.stop.focus();
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, this.interrupted, true);
    try {
      await this.lay();
      for (const [at, step] of this.steps.entries()) await this.act(at, step);
      this.end(word("tourDone"));
    } catch (error) {
      if (!(error instanceof Over)) this.end(error.message || word("tourLost"));
    }
  }

  // Put the stage's phones on the table, each at its chat.
  async lay() {
    const wanted = this.desk.stage.phones;
    const there = this.desk.phones.map((phone) => phone.userId).join();
    if (wanted.map(({ user_id }) => user_id).join() !== there) this.desk.layOut(wanted);
    await this.until(() => this.desk.phones.every((phone) => phone.screen.firstElementChild));
    for (const [at, { chat_id }] of wanted.entries()) {
      const phone = this.desk.phones[at];
      if (phone.conversation?.entry.chat_id === chat_id) continue;
      const entry = phone.chats.find((one) => one.chat_id === chat_id);
      if (entry) await phone.open(entry);
    }
    this.seen = this.desk.phones.map((phone) => phone.conversation?.revision ?? 0);
  }

  async act(at, { caption, phone: index, act, text }) {
    const phone = this.desk.phones[index];
    this.desk.hold(phone);
    for (const one of this.desk.phones) one.element.classList.toggle("acting", one === phone);
    this.count.textContent = word("tourStep", at + 1, this.steps.length);
    this.caption.textContent = wording(caption);
    if (act === "write") await this.write(phone, text);
    else if (act === "press") await this.press(phone, text);
    else await this.waitFor(phone, index, text);
    await this.rest(READING);
  }

  async write(phone, text) {
    await this.until(() => !phone.composer.element.hidden);
    const box = phone.composer.text;
    box.value = "";
    for (const letter of this.hurry ? [text] : text) {
      box.value += letter;
      phone.composer.typed();
      await this.rest(LETTER);
    }
    await this.rest(400);
    await phone.composer.send();
  }

  async press(phone, text) {
    const key = await this.until(() => this.keys(phone).find((one) => one.textContent === text));
    key.scrollIntoView({ block: "nearest" });
    key.classList.add("pressing");
    await this.rest(1000);
    (key.isConnected ? key : this.keys(phone).find((one) => one.textContent === text))?.click();
  }

  keys(phone) {
    return [...phone.screen.querySelectorAll(".log .key")].toReversed();
  }

  // Words count in messages that came or changed since the tour began.
  async waitFor(phone, index, text) {
    const since = this.seen[index];
    const has = (message) => message.at > since && (message.text ?? message.caption ?? "").includes(text);
    const found = await this.until(() => [...(phone.conversation?.messages.values() ?? [])].find(has));
    phone.conversation.show(found.message_id);
  }

  async until(there) {
    const patience = performance.now() + PATIENCE;
    for (;;) {
      const found = there();
      if (found) return found;
      if (performance.now() > patience) throw new Error(word("tourLost"));
      await this.rest(LOOK_AGAIN);
    }
  }

  async rest(milliseconds) {
    let left = this.hurry ? Math.min(milliseconds, LOOK_AGAIN) : milliseconds;
    do {
      await new Promise((done) => { setTimeout(done, Math.min(left, LOOK_AGAIN)); });
      if (this.ended) throw new Over();
      if (!this.paused) left -= LOOK_AGAIN;
    } while (left > 0 || this.paused);
  }

  togglePause() {
    this.paused = !this.paused;
    this.pause.textContent = word(this.paused ? "tourOn" : "tourPause");
  }

  end(words) {
    if (this.ended) return;
    this.ended = true;
    for (const kind of ["pointerdown", "keydown"]) document.removeEventListener(kind, this.interrupted, true);
    for (const phone of this.desk.phones) phone.element.classList.remove("acting");
    this.caption.textContent = words;
    this.count.textContent = "";
    this.pause.remove();
    this.stop.textContent = word("close");
    this.stop.onclick = () => this.card.remove();
    setTimeout(() => this.card.remove(), 12_000);
  }
}
