// Who is signed in, and what this browser took along. The home page of the counter uses it to be
// ready before the line fails; the offline page, to know whether it may work.
const Desk = (() => {
  "use strict";
  const LUGGAGE = "/boutique/hors-ligne/bagage/";
  const SERVICE = "/boutique/hors-ligne/service.js";
  const SCOPE = "/boutique/";
  const PATIENCE = 8000;

  const works =
    window.isSecureContext && "serviceWorker" in navigator && "indexedDB" in window && !!crypto.subtle;

  const signedIn = () => (/(?:^|; )comptoir=([A-Z2-7]+)/.exec(document.cookie) || [])[1];

  // Trap: the cookie says who is signed in. Another person's luggage is dropped with its key, so
  // that what that person left here cannot be opened any more by this page.
  const mine = async () => {
    const luggage = await Store.luggage();
    if (!luggage || luggage.user === signedIn()) return luggage;
    await Store.dropLuggage();
    return undefined;
  };

  // Gives how the line is, and the key against forgery, which is never written on the disk.
  const ask = async () => {
    let answer;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      answer = await fetch(LUGGAGE, { redirect: "manual", cache: "no-store", signal });
      if (answer.type === "opaqueredirect") return { line: "signed_out" };
      if (answer.status === 403) return { line: "closed" };
      if (!answer.ok) return { line: "trouble" };
      const { token, now, ...given } = await answer.json();
      const asked = Date.now();
      const ahead = asked - Date.parse(now); // this clock may be wrong; used for the last day only
      await Store.keepLuggage({ ...given, asked, ahead });
      return { line: "online", token };
    } catch {
      return { line: "offline" };
    }
  };

  const register = () => navigator.serviceWorker.register(SERVICE, { scope: SCOPE });

  return { works, mine, ask, register };
})();
