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
    button.style.minWidth = "";
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
document.addEventListener("htmx:afterRequest", setAllIdle);
window.addEventListener("pageshow", setAllIdle); // Back from the next page, the button can be pressed again.

/* --- The card that travels ---------------------------------------------------------------------------------------- */

/* The tapped card and the page it opens share one view-transition name; CSS gives the name, here is only said which card. */
document.addEventListener("click", (event) => {
  const card = event.target.closest("a")?.closest(".card");
  if (!card) return;
  document.querySelectorAll(".card.is-travelling").forEach((other) => other.classList.remove("is-travelling"));
  card.classList.add("is-travelling");
});
