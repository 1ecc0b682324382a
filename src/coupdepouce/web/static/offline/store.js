// What this browser keeps: the luggage (marks, public keys) and the receptions that wait, sealed.
// An entry says in clear its key, whose it is, when, and a digest of the voucher; the voucher
// itself is sealed by a key that only the pages of the same person receive.
const Store = (() => {
  "use strict";
  const MOST_DAYS = 30; // the server refuses after three: older than this, it is only litter
  const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const MOMENT = /^2\d{3}-/;
  const promised = (asked) =>
    new Promise((done, fail) => {
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });

  let opened;
  const base = () => {
    if (opened) return opened;
    const asked = indexedDB.open("comptoir", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("luggage");
      const entries = asked.result.createObjectStore("entries", { keyPath: "once" });
      entries.createIndex("digest", "digest", { unique: true });
    };
    return (opened = promised(asked));
  };

  // Trap: a transaction ends as soon as it waits for anything else. One act, one transaction.
  const act = async (name, mode, what) => {
    const store = (await base()).transaction(name, mode).objectStore(name);
    return promised(what(store));
  };

  const bytes = (text) => new TextEncoder().encode(text);
  const digestOf = async (text) => {
    const digest = await crypto.subtle.digest("SHA-256", bytes(text));
    return [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
  };

  // The secret is turned into a key that no script can read back.
  const keyFrom = async (secret) =>
    crypto.subtle.importKey(
      "raw", await crypto.subtle.digest("SHA-256", bytes(secret)), "AES-GCM", false,
      ["encrypt", "decrypt"],
    );
  const seal = async (key, what) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes(JSON.stringify(what)));
    return { iv, data };
  };
  const unseal = async (key, { iv, data }) =>
    JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));

  return {
    luggage: () => act("luggage", "readonly", (store) => store.get("mine")),
    keepLuggage: async ({ secret, ...given }) => {
      const luggage = { ...given, key: await keyFrom(secret) };
      await act("luggage", "readwrite", (store) => store.put(luggage, "mine"));
      return luggage;
    },
    dropLuggage: () => act("luggage", "readwrite", (store) => store.delete("mine")),

    entries: () => act("entries", "readonly", (store) => store.getAll()),
    holds: async (text) => {
      const digest = await digestOf(text);
      return act("entries", "readonly", (store) => store.index("digest").getKey(digest));
    },
    add: async (luggage, what, instead) => {
      const entry = {
        once: crypto.randomUUID(),
        user: luggage.user,
        // By the site's clock as it was last seen: this one may be put right before the sending.
        happened_at: new Date(Date.now() - luggage.ahead).toISOString(),
        digest: await digestOf(what.text),
        sealed: await seal(luggage.key, { ...what, shop: luggage.shop }),
      };
      await act("entries", "readwrite", (store) => {
        if (instead) store.delete(instead);
        return store.add(entry);
      });
    },
    // Rejects what cannot be opened or told: another key, or a disk that lost a byte. Trap: the
    // site refuses the whole parcel in which one key or one moment is not one.
    read: async (luggage, { once, happened_at, sealed }) => {
      const at = new Date(happened_at).toISOString();
      if (!KEY.test(once) || !MOMENT.test(at)) throw new Error("no key, or no moment");
      return { once, happened_at: at, ...(await unseal(luggage.key, sealed)) };
    },
    remove: (once) => act("entries", "readwrite", (store) => store.delete(once)),
    // What others left and never sent. Trap: one's own is never dropped here, nor anything by this
    // clock alone, which may be years ahead: `now` is the site's.
    forgetLitter: async (user, now) => {
      const before = new Date(now - MOST_DAYS * 86_400_000).toISOString();
      for (const entry of await act("entries", "readonly", (store) => store.getAll())) {
        if (entry.user !== user && entry.happened_at < before)
          await act("entries", "readwrite", (store) => store.delete(entry.once));
      }
    },
  };
})();
