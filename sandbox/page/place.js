// Choosing a place: on a plain plan around the neighbourhood, or by its numbers.

import { button, element } from "/page/dom.js";
import { word } from "/page/words.js";

const CENTRE = { latitude: 25.9628, longitude: 119.5233 };
const SPAN = 0.02;

export function choosePlace() {
  return new Promise((done) => {
    const number = (name, value) => element("input", { type: "number", step: "0.0001", required: true, name, value });
    const latitude = number("latitude", CENTRE.latitude);
    const longitude = number("longitude", CENTRE.longitude);
    const pin = element("span", { class: "pin", "aria-hidden": "true", text: "📍" });
    const plan = element("div", { class: "plan", "aria-hidden": "true", onclick: ({ offsetX, offsetY }) => {
      latitude.value = (CENTRE.latitude + (0.5 - offsetY / plan.clientHeight) * SPAN).toFixed(4);
      longitude.value = (CENTRE.longitude + (offsetX / plan.clientWidth - 0.5) * SPAN).toFixed(4);
      Object.assign(pin.style, { left: `${offsetX}px`, top: `${offsetY}px` });
    } }, pin);
    const dialog = element(
      "dialog", { class: "choosing", "aria-label": word("placeTitle") },
      element("form", { method: "dialog" },
        element("h2", { text: word("placeTitle") }), plan,
        element("label", {}, word("latitude"), latitude), element("label", {}, word("longitude"), longitude),
        element("div", { class: "keys" },
          button({ class: "key", text: word("cancel"), onclick: () => dialog.close("") }),
          element("button", { class: "key main", type: "submit", value: "chosen", text: word("sendPlace") }))),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "chosen" ? { latitude: Number(latitude.value), longitude: Number(longitude.value) } : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
