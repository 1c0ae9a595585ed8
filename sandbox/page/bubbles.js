// From a message to what is seen of it. Everything said goes in as text, never as HTML.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const EVENTS = {
  new_chat_members: (people) => `${people.map((one) => one.first_name).join("、")} 进群`,
  left_chat_member: (one) => `${one.first_name} 退群`,
  pinned_message: () => "置顶了一条消息",
  migrate_to_chat_id: (id) => `升级为超级群 ${id}`,
  migrate_from_chat_id: (id) => `由群 ${id} 升级而来`,
};
const THINGS = { document: "文件", voice: "语音", video: "视频", audio: "音频", sticker: "贴纸", contact: "名片" };

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function safeLink(url) {
  try {
    return ["http:", "https:", "tg:", "tel:", "mailto:"].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

function marked(entity, text) {
  const url = entity.type === "text_link" ? entity.url : entity.type === "url" ? text : null;
  const href = url && safeLink(url);
  const made = document.createElement(href ? "a" : TAGS[entity.type] ?? "span");
  if (href) Object.assign(made, { href, target: "_blank", rel: "noopener noreferrer" });
  return made;
}

// JavaScript counts in UTF-16 units, as the entities do.
function said(text, entities, from = 0, to = text.length) {
  const part = document.createDocumentFragment();
  let at = from;
  entities.forEach((entity, index) => {
    const end = entity.offset + entity.length;
    if (entity.offset < at || end > to) return;
    part.append(text.slice(at, entity.offset));
    const made = marked(entity, text.slice(entity.offset, end));
    made.append(said(text, entities.slice(index + 1), entity.offset, end));
    part.append(made);
    at = end;
  });
  part.append(text.slice(at, to));
  return part;
}

function photo(message) {
  const image = element("img");
  image.alt = message.caption ?? "照片";
  image.src = `/people/file?${new URLSearchParams({ file_id: message.photo.at(-1).file_id })}`;
  return image;
}

function things(message) {
  const shown = [];
  if (message.photo) shown.push(photo(message));
  if (message.location) {
    shown.push(element("div", "", `📍 ${message.location.latitude}, ${message.location.longitude}`));
  }
  for (const [kind, name] of Object.entries(THINGS)) {
    if (message[kind]) shown.push(element("div", "", `［${name}］${message[kind].file_name ?? message[kind].first_name ?? ""}`));
  }
  return shown;
}

function event(message) {
  const found = Object.keys(EVENTS).find((name) => name in message);
  return found ? EVENTS[found](message[found]) : null;
}

function foot(message, reply) {
  const line = element("div", "foot");
  const time = new Date(message.date * 1000).toLocaleTimeString("zh", { hour: "2-digit", minute: "2-digit" });
  line.append(element("span", "", `${time}${message.edit_date ? " 已修改" : ""}${message.pinned ? " 📌" : ""}`));
  const button = element("button", "", "回复");
  button.type = "button";
  button.addEventListener("click", () => reply(message));
  line.append(button);
  return line;
}

function inlineButton(button, press) {
  const href = button.url && safeLink(button.url);
  if (href) {
    const link = element("a", "", button.text);
    return Object.assign(link, { href, target: "_blank", rel: "noopener noreferrer" });
  }
  const made = element("button", "", button.text);
  made.type = "button";
  made.addEventListener("click", () => press(button));
  return made;
}

export function bubble(message, { own, reply, press }) {
  const happened = event(message);
  const article = element("article", happened ? "service" : own ? "own" : "");
  const body = element("div", "bubble");
  article.append(body);
  if (happened) {
    body.textContent = happened;
    return article;
  }
  body.append(element("div", "name", message.sender_chat?.title ?? message.from.first_name));
  if (message.reply_to_message) {
    const quoted = message.reply_to_message;
    body.append(element("div", "quote", (quoted.text ?? quoted.caption ?? "［媒体］").slice(0, 80)));
  }
  body.append(...things(message));
  const words = element("div", "said");
  words.append(said(message.text ?? message.caption ?? "", message.entities ?? message.caption_entities ?? []));
  body.append(words, foot(message, reply));
  for (const row of message.buttons) {
    const line = element("div", "row");
    line.append(...row.map((button) => inlineButton(button, (pressed) => press(message, pressed))));
    article.append(line);
  }
  return article;
}
