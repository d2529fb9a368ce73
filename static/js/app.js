/* The little that a page cannot say in HTML: what htmx failed to do, buttons pressed once, and the card that travels. */
"use strict";

const AGAIN = { 0: "offline", 403: "refused", 404: "gone", 410: "gone" };

/** Show one of the notes that templates/components/_notices.html holds; it stays until it is closed. */
function notify(kind) {
  const note = document.querySelector(`template[data-notice="${kind}"]`);
  document.getElementById("notice").replaceChildren(note.content.cloneNode(true));
}

function clearNotice() {
  document.getElementById("notice").replaceChildren();
}

/* --- What htmx could not do ------------------------------------------------------------------------------------- */

/* A poll that fails is tried again by itself: nobody pressed anything, so nobody is told. */
const isPoll = (element) => (element.getAttribute("hx-trigger") || "").includes("every");

document.addEventListener("htmx:responseError", (event) => {
  if (!isPoll(event.target)) notify(AGAIN[event.detail.xhr.status] || "error");
});
document.addEventListener("htmx:sendError", (event) => isPoll(event.target) || notify("offline"));
document.addEventListener("htmx:timeout", (event) => isPoll(event.target) || notify("offline"));
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.successful && !isPoll(event.target)) clearNotice();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) clearNotice();
});

/* --- A button is pressed once ------------------------------------------------------------------------------------ */

const idleContent = new WeakMap();
const isBusy = (button) => button?.getAttribute("aria-busy") === "true";

/** Say what is going on (data-busy) and keep the button's width. */
function setBusy(button) {
  if (!button?.dataset.busy || isBusy(button)) return;
  button.style.minWidth = `${button.offsetWidth}px`;
  idleContent.set(button, [...button.childNodes]);
  button.replaceChildren(button.dataset.busy);
  button.setAttribute("aria-busy", "true");
}

function setAllIdle() {
  for (const button of document.querySelectorAll("[data-busy][aria-busy]")) {
    button.replaceChildren(...idleContent.get(button));
    button.removeAttribute("style"); // Not left empty: htmx would copy it, which the policy refuses.
    button.removeAttribute("aria-busy");
  }
}

document.addEventListener(
  "submit",
  (event) => {
    if (isBusy(event.submitter)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      setTimeout(() => setBusy(event.submitter)); // Afterwards: the button's own name and value still go along.
    }
  },
  true,
);
document.addEventListener("htmx:beforeSwap", setAllIdle);
document.addEventListener("htmx:afterRequest", (event) => {
  // On the way to another page the button stays pressed.
  if (!event.detail.xhr.getResponseHeader("HX-Redirect")) setAllIdle();
});
window.addEventListener("pageshow", setAllIdle); // Back from the next page, the button can be pressed again.

/* --- The keyboard's place ---------------------------------------------------------------------------------------- */

/* What had focus was swapped away and nothing asks for it: what came in its place has it, not the top of the page. */
let hadFocus = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  hadFocus = document.activeElement !== document.body && event.detail.target.contains(document.activeElement);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!hadFocus || document.activeElement !== document.body || !event.target.isConnected) return;
  hadFocus = false;
  event.target.tabIndex = -1;
  event.target.focus({ preventScroll: true });
});

/* An open menu is closed with Escape, and by pressing anywhere else. */
function closeMenus(pressed) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (pressed && menu.contains(pressed)) continue;
    if (!pressed) menu.firstElementChild.focus();
    menu.open = false;
  }
}
document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus());
document.addEventListener("click", (event) => closeMenus(event.target));

/* --- The card that travels ---------------------------------------------------------------------------------------- */

/* The tapped card and the page it opens share one view-transition name; CSS gives the name, here is only said which card. */
document.addEventListener("click", (event) => {
  const card = event.target.closest("a")?.closest(".card");
  if (!card) return;
  document.querySelectorAll(".card.is-travelling").forEach((other) => other.classList.remove("is-travelling"));
  card.classList.add("is-travelling");
});
