// Making elements. Everything said goes in as text, never as HTML.

export function element(tag, given = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name === "text") made.textContent = value;
    else if (name in made && typeof value === "boolean") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined));
  return made;
}

export const button = (given, ...inside) => element("button", { type: "button", ...given }, ...inside);

const ICONS = {
  back: "M15 5l-7 7 7 7", more: "M12 5h.01M12 12h.01M12 19h.01", close: "M6 6l12 12M18 6L6 18",
  attach: "M12 5v14M5 12h14", send: "M4 12l16-8-6 16-3-6z", voice: "M12 4a3 3 0 013 3v4a3 3 0 01-6 0V7a3 3 0 013-3zM6 11a6 6 0 0012 0M12 17v3",
  keys: "M4 7h16v10H4zM8 11h.01M12 11h.01M16 11h.01M9 14h6", pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7", down: "M6 10l6 6 6-6",
  reply: "M10 6l-6 6 6 6v-4c5 0 8 1 10 4 0-6-4-9-10-9z", smile: "M12 3a9 9 0 100 18 9 9 0 000-18zM9 10h.01M15 10h.01M8 14c2 3 6 3 8 0",
  pen: "M4 20l4-1L19 8l-3-3L5 16z", bot: "M7 8h10v9H7zM12 4v4M10 12h.01M14 12h.01M10 15h4", clock: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 3",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function safeLink(url) {
  try {
    return ["http:", "https:", "tg:", "tel:", "mailto:"].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

const COLOURS = 8;
const SPREAD = 2654435761;

export const colourOf = (id) => `colour${(Math.imul(Math.abs(id), SPREAD) >>> 13) % COLOURS}`;

export function face(name, id) {
  const first = [...(name || "?")][0];
  return element("span", { class: `face ${colourOf(id)}`, "aria-hidden": "true", text: first });
}
