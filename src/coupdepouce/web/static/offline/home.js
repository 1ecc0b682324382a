// On the home page of the counter: be ready for a bad line, and say how many receptions wait.
(async () => {
  "use strict";
  const HOUR = 3_600_000;
  const said = document.querySelector("[data-waiting]");
  if (!said || !Desk.works) return;
  try {
    const count = (await Store.entries()).length;
    said.textContent = (count > 1 ? said.dataset.many : said.dataset.one).replace("#", count);
    said.hidden = !count;
    const kept = await Desk.mine();
    if (kept && Date.now() - kept.asked < HOUR) return;
    if ((await Desk.ask()).line !== "online") return;
    const { active } = await Desk.register();
    if (active) active.postMessage("renew");
  } catch {
    // A browser that keeps nothing (private window): the link says the rest when it is opened.
  }
})();
