// Choose who you are and where, and talk.

import { bubble, element } from "/page/bubbles.js";
import { act, see } from "/page/people.js";

const part = (id) => document.getElementById(id);
const shown = new Map();
let me = Number(localStorage.getItem("who")) || 0;
let here = Number(localStorage.getItem("where")) || 0;
let answering = null;
let watching = new AbortController();
let toastEnds = 0;
let begun = false;

function toast(text, seconds = 4) {
  clearTimeout(toastEnds);
  part("toast").textContent = text;
  part("toast").hidden = !text;
  toastEnds = setTimeout(() => { part("toast").hidden = true; }, seconds * 1000);
}

function guarded(work) {
  return async (...given) => {
    try {
      await work(...given);
    } catch (error) {
      toast(error.message, 6);
    }
  };
}

function where() {
  return { user_id: me, chat_id: here };
}

const reply = (message) => {
  answering = message?.message_id ?? null;
  part("answering").hidden = answering === null;
  part("answering").firstElementChild.textContent = `回复：${message?.text ?? message?.caption ?? ""}`.slice(0, 60);
  if (message) part("text").focus();
};

const press = guarded(async (message, button) => {
  const data = { message_id: message.message_id, button: button.text, data: button.callback_data ?? null };
  const { callback_id } = await act("press", { ...where(), ...data });
  const { toast: answered } = await see("toast", { callback_id, wait: 15 });
  if (answered?.text) toast(answered.text, answered.show_alert ? 12 : 4);
});

const say = guarded(async (text) => {
  if (!text.trim()) return;
  await act("say", { ...where(), text, reply_to: answering });
  reply(null);
});

function showKeyboard(messages) {
  const latest = [...messages].reverse().find((message) => message.keyboard);
  const rows = latest?.keyboard.keyboard ?? [];
  part("keyboard").hidden = rows.length === 0;
  part("keyboard").replaceChildren(...rows.map((row) => {
    const line = element("div");
    for (const { text } of row) {
      const button = element("button", "", text);
      button.type = "button";
      button.addEventListener("click", () => say(text));
      line.append(button);
    }
    return line;
  }));
}

function show(change) {
  const list = part("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  for (const id of change.deleted) {
    shown.get(id)?.article.remove();
    shown.delete(id);
  }
  for (const message of change.messages) {
    const article = bubble(message, { own: message.from.id === me, reply, press });
    const old = shown.get(message.message_id);
    if (old) old.article.replaceWith(article);
    else list.append(article);
    shown.set(message.message_id, { message, article });
  }
  showKeyboard([...shown.values()].map((one) => one.message));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

async function watch() {
  watching.abort();
  watching = new AbortController();
  const { signal } = watching;
  shown.clear();
  part("messages").replaceChildren();
  let since = 0;
  while (here && !signal.aborted) {
    try {
      const change = await see("messages", { chat_id: here, since, wait: since ? 25 : 0 }, signal);
      if (signal.aborted) return;
      since = change.revision;
      show(change);
      if (!since) await new Promise((done) => { setTimeout(done, 1000); });
    } catch (error) {
      if (signal.aborted) return;
      toast(error.message);
      await new Promise((done) => { setTimeout(done, 2000); });
    }
  }
}

function fill(select, choices, chosen) {
  select.replaceChildren(...choices.map(({ id, name }) => new Option(name, id, false, id === chosen)));
  return choices.some(({ id }) => id === chosen) ? chosen : choices[0]?.id ?? 0;
}

const refresh = guarded(async () => {
  const [{ users }, { chats }] = await Promise.all([see("users"), see("chats")]);
  const before = [me, here].join();
  me = fill(part("who"), users.map((one) => ({ id: one.id, name: one.first_name })), me);
  const mine = chats.filter((chat) => ["member", "administrator", "creator"].includes(chat.members[me]) && !chat.migrated_to);
  const rooms = [{ id: me, name: "机器人（私聊）" }, ...mine.map((chat) => ({ id: chat.id, name: chat.title }))];
  here = fill(part("where"), me ? rooms : [], here);
  part("empty").hidden = users.length > 0;
  part("start").hidden = here !== me;
  if (before !== [me, here].join() || !begun) {
    begun = true;
    watch();
  }
});

function choose(newMe, newHere) {
  [me, here] = [newMe, newHere];
  localStorage.setItem("who", me);
  localStorage.setItem("where", here);
  reply(null);
  begun = false;
  refresh();
}

part("who").addEventListener("change", ({ target }) => {
  choose(Number(target.value), here > 0 ? Number(target.value) : here);
});
part("where").addEventListener("change", ({ target }) => choose(me, Number(target.value)));
part("answering").lastElementChild.addEventListener("click", () => reply(null));
part("start").addEventListener("click", guarded(() => act("start", { user_id: me })));
part("photo").addEventListener("click", guarded(async () => {
  await act("send_media", { ...where(), kind: "photo", caption: part("text").value, reply_to: answering });
  part("text").value = "";
  reply(null);
}));
part("writing").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = part("text").value;
  part("text").value = "";
  say(text);
});
part("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    part("writing").requestSubmit();
  }
});
part("newcomer").addEventListener("click", guarded(async () => {
  const first_name = prompt("叫什么名字？");
  if (!first_name) return;
  const { users } = await see("users");
  const id = Math.max(1000, ...users.map((one) => one.id)) + 1;
  await act("add_user", { id, first_name });
  choose(id, id);
}));

refresh();
setInterval(refresh, 5000);
