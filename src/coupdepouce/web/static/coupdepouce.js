// Additions only: every page is complete without this file. No element is made here, only shown.
const Additions = (() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);
  const one = (selector) => document.querySelector(selector);
  const word = (button) => button.querySelector("span") || button;

  // A button that starts and stops something; its second name is in data-stop.
  const toggle = (button, start, stop) => {
    const names = [word(button).textContent, button.dataset.stop];
    let on = false;
    const set = (value) => {
      on = value;
      word(button).textContent = names[on ? 1 : 0];
    };
    const end = () => set(false);
    button.hidden = false;
    button.addEventListener("click", () => {
      if (on) stop();
      else start(end);
      set(!on);
    });
  };

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  const summary = one("[data-focus]");
  if (summary) summary.focus();

  return { all, one, toggle };
})();
