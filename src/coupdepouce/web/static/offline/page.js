// The offline page: check a voucher, note its reception, send what waits when the line is back.
// No sentence is here: they are all in the page, and one of them is shown.
(async () => {
  "use strict";
  const TURN = 30_000; // between two looks at the line
  const LATER = 300_000; // AHEAD of reconciling.py: dated later than this, it would wait for ever
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => document.querySelectorAll(selector);
  const form = one("#check"), reception = one("#reception"), input = form.elements.code;
  let voucher = null; // the last one that was found valid
  let renewed = new Set(); // what waits and cannot leave as it is: the same voucher replaces it

  const only = (kind, key) => {
    for (const element of all(`[data-${kind}]`)) element.hidden = element.dataset[kind] !== key;
  };

  const paris = (options) => {
    const format = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", ...options });
    return (moment) => format.format(moment);
  };
  const inWords = paris({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const weekdayAndHour = paris({ weekday: "long", hour: "2-digit", minute: "2-digit" });
  // "mercredi 05:55" becomes "mercredi à 5 h 55", with spaces that do not break.
  const moment = (at) =>
    weekdayAndHour(at).replace(/0?(\d+):(\d+)/, "à $1\u00a0h\u00a0$2");
  // Said as it is written when it is no date: a disk may lose a byte of it.
  const when = (at) => (Number.isNaN(Date.parse(at)) ? at : moment(new Date(at)));
  const isoDay = (at) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" }).format(at);

  const grouped = (code) => [code.slice(0, 3), code.slice(3, 6), code.slice(6)];
  const fill = (name, values) => {
    const made = one(`template[data-made=${name}]`).content.cloneNode(true);
    for (const slot of made.querySelectorAll("[data-slot]")) {
      const value = values[slot.dataset.slot];
      if (slot.matches("a")) slot.href = value;
      else slot.textContent = value;
    }
    return made;
  };

  const count = (whose, number) => {
    const said = one(`[data-count=${whose}]`);
    said.textContent = (number > 1 ? said.dataset.many : said.dataset.one).replace("#", number);
    said.hidden = !number;
  };

  // What cannot be read is received again, or put away by hand when the paper is gone.
  const putAway = ({ once, happened_at }) => {
    const made = fill("unreadable", { at: when(happened_at) });
    const button = made.querySelector("button");
    button.addEventListener("click", async () => {
      if (!confirm(button.dataset.sure)) return;
      await Store.remove(once);
      await turn();
    });
    return made;
  };

  // Trap: two looks may overlap. The last one that began is the one that saw the most.
  let looks = 0;
  const showWaiting = async (luggage) => {
    const look = ++looks;
    const entries = await Store.entries();
    const own = luggage ? entries.filter((entry) => entry.user === luggage.user) : [];
    const read = [], lost = [];
    for (const entry of own)
      await Store.read(luggage, entry).then((one) => read.push(one), () => lost.push(entry));
    read.sort((a, b) => a.happened_at.localeCompare(b.happened_at));
    if (look !== looks) return read;
    const later = read.filter(({ happened_at: at }) =>
      Date.parse(at) > Date.now() - luggage.ahead + LATER);
    renewed = new Set([...lost, ...later].map(({ once }) => once));
    one("#waiting").replaceChildren(
      ...lost.map(putAway),
      ...read.map(({ code, happened_at, accept }) =>
        fill(accept ? "accepted" : "received", {
          code: grouped(code).join(" "),
          at: when(happened_at),
        }),
      ),
    );
    one("#none").hidden = own.length > 0;
    one("#again").hidden = !read.length;
    count("own", read.length);
    count("others", entries.length - own.length);
    return read;
  };

  const showAnswer = (answer, entry) => {
    one("#answers").hidden = false;
    const made = fill(answer.outcome, {
      code: grouped(entry.code).join(" "),
      at: when(entry.happened_at),
      sentence: answer.sentence,
      href: answer.href,
    });
    // An entry that comes again replaces what was said of it the time before.
    one(`[data-once="${answer.once}"]`)?.remove();
    made.firstElementChild.dataset.once = answer.once;
    one("#answers-list").append(made);
  };

  const showDesk = (luggage) => {
    one("[data-shop]").textContent = luggage ? luggage.shop_name : "";
    only("ready", luggage ? "yes" : "no");
  };

  // One tab at a time sends; the other shows what is left at its next turn.
  const sendWaiting = (luggage, token) =>
    navigator.locks.request("comptoir", { ifAvailable: true }, async (lock) => {
      if (!lock) return true;
      const passed = await Sender.send(
        await showWaiting(luggage), { token, ahead: luggage.ahead }, showAnswer,
      );
      const left = await showWaiting(luggage);
      if (!left.length) one("[data-verdict=kept]").hidden = true;
      return passed;
    });

  // Looks at the line, sends what waits, and shows both.
  const turn = async () => {
    let { line, token } = await Desk.ask();
    const luggage = await Desk.mine();
    showDesk(luggage);
    const waiting = await showWaiting(luggage);
    if (line === "online") {
      await Store.forgetLitter(luggage.user, Date.now() - luggage.ahead);
      if (waiting.length && !(await sendWaiting(luggage, token))) line = "trouble";
    }
    only("line", line);
    one("#unready").hidden = line === "signed_out"; // said already, with what to do
  };

  const showVoucher = (found) => {
    voucher = found;
    const groups = reception.querySelector(".code");
    groups.setAttribute("aria-label", grouped(found.code).join(", "));
    groups.replaceChildren(...grouped(found.code).map((text) => {
      const group = document.createElement("span");
      group.textContent = text;
      return group;
    }));
    one("[data-last-day]").textContent = inWords(new Date(`${found.lastDay}T12:00:00Z`));
    for (const part of all("[data-part]")) part.hidden = !found.parts.includes(part.dataset.part);
    reception.reset();
    one("#identity-missing").hidden = true;
  };

  // Trap: a scanner types where the focus is. It is not taken from a hand at its next voucher.
  const show = (key, scanning = input.value !== "") => {
    only("verdict", key);
    if (!scanning) one(`[data-verdict=${key}]`).focus();
  };

  // One act after the other, in the order of the hand. Trap: a fast hand scans the next voucher
  // while the last one is being written; what it presses must never be the form of the last one.
  let before = Promise.resolve();
  const inTurn = (act) => (before = before.then(act, act));

  const check = async (typed) => {
    const luggage = await Desk.mine();
    if (!luggage) return void only("ready", "no");
    const found = await Seal.check(typed, luggage.keys, isoDay(Date.now() - luggage.ahead));
    if (found.problem) return show(found.problem);
    const held = await Store.holds(found.text);
    if (held && !renewed.has(held)) return show("waiting");
    showVoucher({ ...found, held });
    show("valid");
  };

  const receive = async (what, held) => {
    const luggage = await Desk.mine();
    if (!luggage) return void only("ready", "no");
    // Trap: two tabs may have checked the same paper. The base refuses the second by its digest.
    await Store.add(luggage, what, held).then(
      () => show("kept", document.activeElement === input),
      ({ name }) => show(name === "ConstraintError" ? "waiting" : "full"),
    );
    await showWaiting(luggage);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = input.value;
    input.value = "";
    only("verdict", "none");
    inTurn(() => check(typed));
  });

  reception.addEventListener("submit", (event) => {
    event.preventDefault();
    const { identity_seen: seen, accept } = reception.elements;
    one("#identity-missing").hidden = seen.checked;
    reception.querySelector(".tick").classList.toggle("bad", !seen.checked);
    if (!seen.checked) return seen.focus();
    const { text, code, held } = voucher;
    const what = { text, code, accept: accept.checked };
    // The form is emptied at once: a box left ticked would speak for the next voucher.
    reception.reset();
    only("verdict", "none");
    inTurn(() => receive(what, held)).then(turn);
  });

  // Trap: a scanner plugged in types where the focus is, and its Enter would send the voucher of
  // before. A signed text begins with CP1: its first letter leads to its field.
  addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey, target }) => {
    if (key.toUpperCase() !== "C" || ctrlKey || metaKey || altKey || target === input) return;
    input.value = "";
    input.focus();
  });

  if (!Desk.works) return only("script", "old");
  only("script", "yes");
  addEventListener("online", turn);
  addEventListener("offline", turn);
  one("#again").addEventListener("click", turn);
  setInterval(turn, TURN);
  // What is here is shown at once: on a bad line the answer may take its time.
  const kept = await Desk.mine();
  if (kept) showDesk(kept);
  await showWaiting(kept);
  only("line", "asking");
  await turn();
  await Desk.register().catch(() => {});
  // The browser is asked not to throw this away when its disk is full.
  if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
})();
