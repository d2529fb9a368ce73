/* The dashboard's one button that only a script can serve. */
"use strict";

document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
