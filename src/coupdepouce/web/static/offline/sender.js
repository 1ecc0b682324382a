// Sends what waits, a few at a time: on a bad line, each small parcel that passes is settled.
const Sender = (() => {
  "use strict";
  const SEND = "/boutique/hors-ligne/envoi/";
  const PARCEL = 3;
  const PATIENCE = 20_000;

  const post = async (entries, { token, ahead }) => {
    const body = JSON.stringify({
      sent_at: new Date(Date.now() - ahead).toISOString(), // the age of an entry counts
      entries: entries.map(({ once, text, shop, happened_at, accept }) => ({
        once, text, shop, happened_at, accept, identity_seen: true,
      })),
    });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(SEND, { method: "POST", redirect: "manual", headers, body, signal });
    if (!answer.ok) throw Object.assign(new Error(), { status: answer.status });
    return (await answer.json()).answers;
  };

  const parcel = async (entries, line, show) => {
    const byKey = new Map(entries.map((entry) => [entry.once, entry]));
    for (const answer of await post(entries, line)) {
      show(answer, byKey.get(answer.once));
      // Trap: only what the server settled leaves. Anything else waits and is sent again.
      if (answer.outcome !== "again") await Store.remove(answer.once);
    }
  };

  // Gives false when something still waits: the line failed on the way, or the site refused a
  // parcel as it is; the next ones are sent all the same.
  const send = async (entries, line, show) => {
    let passed = true;
    for (let start = 0; start < entries.length; start += PARCEL) {
      try {
        await parcel(entries.slice(start, start + PARCEL), line, show);
      } catch ({ status }) {
        passed = false;
        if (status !== 400) break;
      }
    }
    return passed;
  };

  return { send };
})();
