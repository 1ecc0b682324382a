// Reads the signed text of a voucher's QR and checks it: the same rules as core/voucher_seal.py.
const Seal = (() => {
  "use strict";
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const SHAPE = /^(CP1\.([0-9A-Z]{10})\.(L?C?T?)\.(\d{4})(\d\d)(\d\d)\.([0-9A-Z]{4}))\.([0-9A-Z]{103})$/;
  const BYTES = 64;

  // Trap: 103 signs hold 515 bits; what does not fit in 512 is a second spelling, or a mistake.
  const signatureOf = (text) => {
    let number = 0n;
    for (const sign of text) {
      const value = ALPHABET.indexOf(sign);
      if (value < 0) return null;
      number = number * 32n + BigInt(value);
    }
    if (number >> BigInt(8 * BYTES)) return null;
    return Uint8Array.from({ length: BYTES }, (_, at) =>
      Number((number >> BigInt(8 * (BYTES - 1 - at))) & 255n),
    );
  };

  const isSigned = async (point, signature, text) => {
    const raw = Uint8Array.from(atob(point), (sign) => sign.charCodeAt(0));
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("raw", raw, curve, false, ["verify"]);
    const how = { name: "ECDSA", hash: "SHA-256" };
    return crypto.subtle.verify(how, key, signature, new TextEncoder().encode(text));
  };

  // Gives { problem } or what the voucher says; `today` is a day of Paris, "2026-11-25".
  const check = async (typed, keys, today) => {
    const text = typed.replace(/\s/g, "").toUpperCase();
    if (!text.includes(".")) return { problem: "typed" };
    if (!text.startsWith("CP1.")) return { problem: "not_ours" };
    const found = SHAPE.exec(text);
    const signature = found && signatureOf(found[8]);
    if (!signature) return { problem: "not_whole" };
    const [, signed, code, parts, year, month, day, name] = found;
    if (!keys[name]) return { problem: "unknown_key" };
    if (!(await isSigned(keys[name], signature, signed))) return { problem: "tampered" };
    const lastDay = `${year}-${month}-${day}`;
    if (lastDay < today) return { problem: "expired" };
    return { text, code, parts, lastDay };
  };

  return { check };
})();
