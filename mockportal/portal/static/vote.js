"use strict";

// The reference of a ballot is computed here, before anything is sent, and compared with the receipt.
const hexadecimal = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const key = (ballot) => `reference|${ballot}`;

// SHA-256 (FIPS 180-4), for hosts where browsers withhold crypto.subtle: plain http off this machine.
const sha256 = (message) => {
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  const rounds = primes.map((prime) => fraction(Math.cbrt(prime)));
  const hash = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, message.length * 8);
  for (let block = 0; block < padded.length; block += 64) {
    const words = [];
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i++) {
      if (i < 16) words[i] = view.getInt32(block + 4 * i);
      else {
        const [x, y] = [words[i - 15], words[i - 2]];
        const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
        const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
        words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
      }
      const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + rounds[i] + words[i]) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { hash[i] = (hash[i] + word) | 0; });
  }
  const out = new DataView(new ArrayBuffer(32));
  hash.forEach((word, i) => out.setInt32(4 * i, word));
  return new Uint8Array(out.buffer);
};

const digest = async (text) => {
  const bytes = new TextEncoder().encode(text);
  const subtle = window.crypto.subtle;
  return hexadecimal(subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : sha256(bytes));
};

const ballot = document.querySelector("[data-ballot]");
if (ballot) {
  const fields = ballot.elements;
  const nonce = hexadecimal(crypto.getRandomValues(new Uint8Array(16)));
  digest(`${ballot.dataset.ballot}|${fields.choix.value}|${nonce}`).then((reference) => {
    fields.nonce.value = nonce;
    fields.reference.value = reference;
  });
  ballot.addEventListener("submit", () => {
    sessionStorage.setItem(key(ballot.dataset.ballot), fields.reference.value);
  });
}

const receipt = document.querySelector("[data-receipt]");
if (receipt) {
  const computed = sessionStorage.getItem(key(receipt.dataset.receipt));
  if (computed && computed !== receipt.dataset.reference) {
    const alarm = receipt.querySelector("[data-mismatch]");
    receipt.querySelector("[data-success]").remove();
    alarm.hidden = false;
    alarm.textContent = alarm.dataset.mismatch;
    alarm.focus();
  }
}
