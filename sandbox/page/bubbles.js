// From a message to what is seen of it.

import { button, colourOf, element, icon, safeLink } from "/page/dom.js";
import { fileUrl } from "/page/people.js";
import { language, word } from "/page/words.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", text_mention: "b",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const LINKS = { url: (text) => (text.includes("://") ? text : `https://${text}`), email: (text) => `mailto:${text}`, phone_number: (text) => `tel:${text}` };
const EVENTS = {
  new_chat_members: (people) => word("joined", people.map((one) => one.first_name).join("、")),
  left_chat_member: (one) => word("left", one.first_name),
  pinned_message: () => word("pinnedOne"),
  new_chat_title: (title) => word("renamed", title),
  migrate_to_chat_id: () => word("migrated"),
  migrate_from_chat_id: () => word("migrated"),
  forum_topic_created: ({ name }) => word("topic", name),
  forum_topic_edited: ({ name }) => word("topicChanged", name),
  forum_topic_closed: () => word("topicClosed"),
  forum_topic_reopened: () => word("topicReopened"),
  general_forum_topic_hidden: () => word("topicHidden"),
  general_forum_topic_unhidden: () => word("topicShown"),
};
const THINGS = {
  photo: "image", document: "file", voice: "voice", video: "video", audio: "audio", sticker: "sticker",
  animation: "animation", video_note: "video_note", contact: "contactCard", location: "place", poll: "poll",
};
export const EMOJI = ["👍", "❤", "🎉", "🙏", "😢", "👎"];

export const clockTime = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function dayName(seconds, now) {
  const day = new Date(seconds * 1000);
  const ago = Math.round((new Date(now * 1000).setHours(0, 0, 0, 0) - day.setHours(0, 0, 0, 0)) / 86_400_000);
  if (ago === 0 || ago === 1) return word(ago ? "yesterday" : "today");
  return day.toLocaleDateString(language, { month: "long", day: "numeric", weekday: "short" });
}

export const senderOf = (message) =>
  message.sender_chat?.title ?? [message.from.first_name, message.from.last_name].filter(Boolean).join(" ");

export function happening(message) {
  const found = Object.keys(EVENTS).find((name) => name in message);
  return found ? EVENTS[found](message[found]) : null;
}

// One line for the chat list and for quotes.
export function gist(message) {
  const happened = happening(message);
  if (happened) return happened;
  const kind = Object.keys(THINGS).find((name) => name in message);
  const said = message.text ?? message.caption ?? message.poll?.question ?? message.contact?.first_name ?? "";
  return [kind ? `[${word(THINGS[kind])}]` : "", said].filter(Boolean).join(" ") || word("media");
}

function marked(entity, text, run) {
  const { type } = entity;
  if (type === "bot_command") return button({ class: "inline", onclick: () => run.say(text) });
  if (type === "spoiler") return button({ class: "spoiler", onclick: ({ currentTarget }) => currentTarget.classList.add("told") });
  const href = safeLink(type === "text_link" ? entity.url : LINKS[type]?.(text));
  const start = href && run.starting(href);
  if (start) return button({ class: "inline", onclick: start });
  if (href) return element("a", { href, target: "_blank", rel: "noopener noreferrer" });
  return element(TAGS[type] ?? "span", { class: type });
}

// JavaScript counts in UTF-16 units, as the entities do.
function said(text, entities, run, from = 0, to = text.length) {
  const part = document.createDocumentFragment();
  let at = from;
  entities.forEach((entity, index) => {
    const end = entity.offset + entity.length;
    if (entity.offset < at || end > to) return;
    part.append(text.slice(at, entity.offset));
    const made = marked(entity, text.slice(entity.offset, end), run);
    made.append(said(text, entities.slice(index + 1), run, entity.offset, end));
    part.append(made);
    at = end;
  });
  part.append(text.slice(at, to));
  return part;
}

function place({ latitude, longitude }, venue) {
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return element(
    "a", { class: "place", href, target: "_blank", rel: "noopener noreferrer" },
    element("span", { class: "map", "aria-hidden": "true", text: "📍" }),
    venue ? element("b", { text: `${venue.title} ` }) : null,
    element("span", { text: venue ? venue.address : `${latitude.toFixed(4)}, ${longitude.toFixed(4)}` }),
    element("small", { text: word("map") }),
  );
}

const MEDIA = {
  photo: (sizes, message) =>
    element("img", { src: fileUrl(sizes.at(-1).file_id), alt: message.caption ?? word("image"), loading: "lazy", width: "320", height: "240" }),
  voice: ({ file_id }) => element("audio", { controls: "", preload: "none", src: fileUrl(file_id), "aria-label": word("voice") }),
  audio: ({ file_id }) => element("audio", { controls: "", preload: "none", src: fileUrl(file_id), "aria-label": word("audio") }),
  video: ({ file_id }) => element("video", { controls: "", preload: "metadata", src: fileUrl(file_id), "aria-label": word("video") }),
  animation: ({ file_id }) => element("video", { controls: "", loop: "", muted: "", src: fileUrl(file_id), "aria-label": word("animation") }),
  video_note: ({ file_id }) => element("video", { class: "round", controls: "", src: fileUrl(file_id), "aria-label": word("video_note") }),
  sticker: ({ emoji }) => element("span", { class: "sticker", role: "img", "aria-label": word("sticker"), text: emoji ?? "👍" }),
  contact: ({ first_name, phone_number }) =>
    element("div", { class: "card" }, element("b", { text: first_name }), element("span", { text: phone_number })),
};

function file({ file_id, file_name, file_size }) {
  const size = file_size > 1_048_576 ? `${(file_size / 1_048_576).toFixed(1)} MB` : `${Math.ceil((file_size ?? 0) / 1024)} KB`;
  return element(
    "a", { class: "card", href: fileUrl(file_id), download: file_name ?? "" },
    element("b", { text: `📄 ${file_name ?? word("file")}` }), element("span", { text: size }),
  );
}

function things(message) {
  const shown = Object.keys(MEDIA).filter((kind) => kind in message).map((kind) => MEDIA[kind](message[kind], message));
  if (message.document && !message.animation) shown.push(file(message.document));
  if (message.location) shown.push(place(message.location, message.venue));
  return shown;
}

function poll(message, me, run) {
  const { question, options, total_voter_count: total, is_closed, is_anonymous, allows_multiple_answers } = message.poll;
  const mine = message.votes?.[me] ?? [];
  const right = mine.length || is_closed ? message.poll.correct_option_ids ?? [] : [];
  const mark = (index) => (right.includes(index) ? "✓ " : right.length && mine.includes(index) ? "✗ " : "");
  const choose = (index) => {
    const others = allows_multiple_answers ? mine.filter((one) => one !== index) : [];
    run.vote(message, mine.includes(index) ? others : [...others, index]);
  };
  const rows = options.map((option, index) => {
    const share = total ? Math.round((100 * option.voter_count) / total) : 0;
    const row = button(
      { class: "option", "aria-pressed": String(mine.includes(index)), disabled: is_closed, onclick: () => choose(index) },
      element("span", { text: mark(index) + option.text }), element("b", { text: `${share}%` }),
    );
    row.style.setProperty("--share", `${share}%`);
    return row;
  });
  const kind = is_closed ? "closedPoll" : message.poll.type === "quiz" ? "quiz" : is_anonymous ? "anonymousPoll" : "poll";
  const why = right.length ? message.poll.explanation : null;
  return element(
    "div", { class: "poll" }, element("b", { text: question }), element("small", { text: word(kind) }), ...rows,
    why ? element("p", { text: `💡 ${why}` }) : null,
    element("small", { text: word("votes", total) }),
  );
}

const INLINE = ["switch_inline_query_current_chat", "switch_inline_query", "switch_inline_query_chosen_chat"];

function inlineButton(one, run, message) {
  const href = safeLink(one.url ?? one.web_app?.url ?? one.login_url?.url);
  const start = href && run.starting(href);
  if (start) return button({ class: "key", text: one.text, onclick: start });
  if (href) return element("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer", text: `${one.text} ↗` });
  if (one.copy_text) return button({ class: "key", text: `${one.text} ⧉`, onclick: () => navigator.clipboard?.writeText(one.copy_text.text) });
  const query = INLINE.map((kind) => one[kind]?.query ?? one[kind]).find((asked) => typeof asked === "string");
  if (query !== undefined) return button({ class: "key", text: `${one.text} ↪`, onclick: () => run.write(`@${message.from.username} ${query}`) });
  return button({ class: "key", text: one.text, onclick: () => run.press(message, one) });
}

function reactions(message, me, run) {
  const shown = message.reactions ?? [];
  if (shown.length === 0) return null;
  return element("div", { class: "reactions" }, ...shown.map(({ emoji, count, by }) => {
    const mine = (by ?? []).includes(me);
    return button({
      text: `${emoji} ${count}`, "aria-pressed": String(mine), onclick: () => run.react(message, mine ? [] : [emoji]),
    });
  }));
}

function foot(message, { own, run }) {
  const notes = [message.edit_date ? word("edited") : "", clockTime(message.date)].filter(Boolean).join(" ");
  const tools = element(
    "span", { class: "tools" },
    button({ "aria-label": word("react"), title: word("react"), onclick: ({ currentTarget }) => run.chooseReaction(message, currentTarget) }, icon("smile")),
    own && (message.text || message.caption)
      ? button({ "aria-label": word("edit"), title: word("edit"), onclick: () => run.edit(message) }, icon("pen")) : null,
    button({ "aria-label": word(message.pinned ? "unpin" : "pin"), title: word(message.pinned ? "unpin" : "pin"), onclick: () => run.pin(message) }, icon("pin")),
    button({ "aria-label": word("reply"), title: word("reply"), onclick: () => run.reply(message) }, icon("reply")),
  );
  return element(
    "div", { class: "foot" }, message.pinned ? icon("pin") : null, element("time", { text: notes }), tools,
  );
}

function quote(quoted, run, part) {
  const words = part ?? quoted.text ?? quoted.caption ?? gist(quoted);
  return button(
    { class: `quote ${colourOf(quoted.from.id)}`, onclick: () => run.show(quoted.message_id) },
    element("b", { text: senderOf(quoted) }), element("span", { text: words.slice(0, 90) }),
  );
}

function elsewhere({ origin: from, chat }, words) {
  const name = chat?.title ?? from.sender_user?.first_name ?? from.sender_chat?.title ?? "";
  const id = chat?.id ?? from.sender_user?.id ?? 0;
  return element("div", { class: `quote ${colourOf(id)}` }, element("b", { text: name }), element("span", { text: words ?? word("media") }));
}

function origin({ sender_user, sender_chat, sender_user_name }) {
  const name = sender_user?.first_name ?? sender_chat?.title ?? sender_user_name ?? "";
  return element("div", { class: "origin", text: word("forwarded", name) });
}

// ``around``: me (whose phone), own, follows (same sender as the one before), named, day (a heading), run (what can be done).
export function bubble(message, around) {
  const { me, own, named, day, follows, run } = around;
  const happened = happening(message);
  const kinds = [happened ? "service" : own ? "own" : "", follows ? "follows" : ""].filter(Boolean).join(" ");
  const article = element("article", { class: kinds, "data-id": message.message_id });
  if (day) article.append(element("div", { class: "day", text: day }));
  if (happened) {
    article.append(element("div", { class: "event", text: happened }));
    return article;
  }
  const body = element("div", { class: "bubble" });
  if (named) {
    const name = element("div", { class: `name ${colourOf(message.sender_chat?.id ?? message.from.id)}`, text: senderOf(message) });
    if (message.from.is_bot && !message.sender_chat) name.append(element("small", { text: word("bot") }));
    body.append(name);
  }
  if (message.forward_origin) body.append(origin(message.forward_origin));
  const answered = message.reply_to_message;
  if (answered && !answered.forum_topic_created) body.append(quote(answered, run, message.quote?.text));
  if (message.external_reply) body.append(elsewhere(message.external_reply, message.quote?.text));
  body.append(...things(message));
  if (message.poll) body.append(poll(message, me, run));
  const words = message.text ?? message.caption;
  if (words) body.append(element("div", { class: "said" }, said(words, message.entities ?? message.caption_entities ?? [], run)));
  const reacted = reactions(message, me, run);
  if (reacted) body.append(reacted);
  body.append(foot(message, around));
  article.append(body);
  for (const row of message.buttons) {
    article.append(element("div", { class: "keys" }, ...row.map((one) => inlineButton(one, run, message))));
  }
  return article;
}
