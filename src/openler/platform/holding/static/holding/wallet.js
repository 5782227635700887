// src/browser.ts
var IN_APP = /; wv\)|FBAN|FBAV|FB_IAB|Instagram|LinkedInApp|Line\/|MicroMessenger|Snapchat|GSA\/|Outlook-(?:iOS|Android)|Teams\/|YahooMobile/i;
var APPLE_WEB_VIEW = /(?:iPhone|iPad|iPod).*AppleWebKit(?!.*(?:Safari|CriOS|FxiOS|EdgiOS))/;
function obstacle() {
  if (!window.isSecureContext || crypto.subtle === void 0) return "insecure";
  return isInApp(navigator.userAgent) ? "in-app" : void 0;
}
function isInApp(userAgent) {
  return IN_APP.test(userAgent) || APPLE_WEB_VIEW.test(userAgent);
}
async function askToPersist() {
  try {
    return await navigator.storage.persisted() || await navigator.storage.persist();
  } catch {
    return false;
  }
}

// src/bytes.ts
var BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
function utf8(text2) {
  return new TextEncoder().encode(text2);
}
function textOf(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
function concat(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
function toBase64url(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
function fromBase64url(text2) {
  if (!/^[A-Za-z0-9_-]*$/.test(text2)) throw new Error("not base64url");
  const binary = atob(text2.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
function toMultibase(bytes) {
  let number = 0n;
  for (const byte of bytes) number = number * 256n + BigInt(byte);
  let digits = "";
  while (number > 0n) {
    digits = BASE58.charAt(Number(number % 58n)) + digits;
    number /= 58n;
  }
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "z" + "1".repeat(zeros < 0 ? bytes.length : zeros) + digits;
}

// src/keys.ts
var ALGORITHMS = {
  Ed25519: { name: "Ed25519" },
  "P-256": { name: "ECDSA", namedCurve: "P-256" }
};
var PREFIXES = {
  Ed25519: new Uint8Array([237, 1]),
  "P-256": new Uint8Array([128, 36])
};
var P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
async function offeredKind() {
  try {
    await crypto.subtle.generateKey(ALGORITHMS.Ed25519, false, ["sign", "verify"]);
    return "Ed25519";
  } catch {
    return "P-256";
  }
}
async function createKey(kind) {
  const pair2 = await crypto.subtle.generateKey(ALGORITHMS[kind], true, ["sign", "verify"]);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair2.privateKey));
  const did = await didOf(kind, pair2.publicKey);
  return { key: { kind, did, privateKey: await importPrivate(kind, pkcs8) }, pkcs8 };
}
async function importKey(kind, pkcs8, did) {
  return { kind, did, privateKey: await importPrivate(kind, pkcs8) };
}
async function sign(key, message) {
  if (key.kind === "Ed25519") {
    return new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, key.privateKey, message));
  }
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  return withLowS(new Uint8Array(await crypto.subtle.sign(algorithm, key.privateKey, message)));
}
function verificationMethodOf(did) {
  return `${did}#${did.slice("did:key:".length)}`;
}
async function importPrivate(kind, pkcs8) {
  return crypto.subtle.importKey("pkcs8", pkcs8, ALGORITHMS[kind], false, ["sign"]);
}
async function didOf(kind, publicKey) {
  const jwk = await crypto.subtle.exportKey("jwk", publicKey);
  const x = fromBase64url(jwk.x ?? "");
  if (kind === "Ed25519") return `did:key:${toMultibase(concat(PREFIXES.Ed25519, x))}`;
  const y = fromBase64url(jwk.y ?? "");
  const sign2 = new Uint8Array([2 + ((y[y.length - 1] ?? 0) & 1)]);
  return `did:key:${toMultibase(concat(PREFIXES["P-256"], sign2, x))}`;
}
function withLowS(signature) {
  const r = signature.slice(0, 32);
  let s = 0n;
  for (const byte of signature.slice(32)) s = s * 256n + BigInt(byte);
  if (s * 2n <= P256_ORDER) return signature;
  const low = (P256_ORDER - s).toString(16).padStart(64, "0");
  return concat(r, Uint8Array.from(low.match(/../g) ?? [], (pair2) => Number.parseInt(pair2, 16)));
}

// src/sealing.ts
var NONCE_BYTES = 12;
var NOTHING = new Uint8Array(0);
async function deriveKey(secret, info) {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: NOTHING, info: utf8(info) };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
async function importSealingKey(raw) {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}
async function seal(key, plaintext, associated = NOTHING) {
  const nonce = random(NONCE_BYTES);
  const how = { name: "AES-GCM", iv: nonce, additionalData: associated };
  return concat(nonce, new Uint8Array(await crypto.subtle.encrypt(how, key, plaintext)));
}
async function openSealed(key, sealed, associated = NOTHING) {
  const how = { name: "AES-GCM", iv: sealed.slice(0, NONCE_BYTES), additionalData: associated };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.slice(NONCE_BYTES)));
}
function pad(content) {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, content.length);
  let size = 4096;
  while (size < content.length + 4) size *= 2;
  const filled = new Uint8Array(size);
  filled.set(concat(length, content));
  return filled;
}
function unpad(filled) {
  const length = new DataView(filled.buffer, filled.byteOffset).getUint32(0);
  if (length > filled.length - 4) throw new Error("not padded");
  return filled.slice(4, 4 + length);
}

// src/recovery.ts
var TYPE = "OpenLER recovery file";
var VERSION = 1;
var ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
var SECRET_BYTES = 16;
var SECRET_CHARACTERS = 26;
var ROUNDS = 6e5;
var MAX_FILE_CHARACTERS = 16384;
var RecoveryRefused = class extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
  reason;
};
async function createSecret() {
  return writeSecret(random(SECRET_BYTES));
}
async function writeSecret(secret) {
  let bits = "";
  for (const byte of secret) bits += byte.toString(2).padStart(8, "0");
  const body = characters(bits.padEnd(SECRET_CHARACTERS * 5, "0"));
  return `${body}${await check(secret)}`.replace(/(.{4})(?=.)/g, "$1-");
}
async function readSecret(typed) {
  const text2 = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  const values = [...text2].map((character) => ALPHABET.indexOf(character));
  if (values.length !== SECRET_CHARACTERS + 2 || values.includes(-1)) throw new RecoveryRefused("secret");
  const bits = values.slice(0, SECRET_CHARACTERS).map((value) => value.toString(2).padStart(5, "0")).join("");
  const secret = Uint8Array.from({ length: SECRET_BYTES }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
  if (await check(secret) !== text2.slice(SECRET_CHARACTERS)) throw new RecoveryRefused("secret");
  return secret;
}
async function writeRecoveryFile(key, pkcs8, vault, secret, at) {
  const salt = random(16);
  const wrapping = await wrappingKey(await readSecret(secret), salt, ROUNDS);
  const inside = utf8(JSON.stringify({ kind: key.kind, pkcs8: toBase64url(pkcs8), vault: toBase64url(vault) }));
  const file = {
    type: TYPE,
    version: VERSION,
    holder: key.did,
    created: at.toISOString(),
    kdf: { name: "PBKDF2-SHA-256", rounds: ROUNDS, salt: toBase64url(salt) },
    sealed: toBase64url(await seal(wrapping, inside, utf8(key.did)))
  };
  return `${JSON.stringify(file, null, 2)}
`;
}
async function openRecoveryFile(content, typed) {
  const file = readFile(content);
  const secret = await readSecret(typed);
  const wrapping = await wrappingKey(secret, file.salt, file.rounds);
  let inside;
  try {
    inside = JSON.parse(textOf(await openSealed(wrapping, file.sealed, utf8(file.holder))));
  } catch {
    throw new RecoveryRefused("mismatch");
  }
  const key = await importKey(inside.kind, fromBase64url(inside.pkcs8), file.holder);
  return { key, vault: await importSealingKey(fromBase64url(inside.vault)) };
}
function readFile(content) {
  try {
    if (content.length > MAX_FILE_CHARACTERS) throw new Error("too long");
    const file = JSON.parse(content);
    const rounds = Number(file.kdf.rounds);
    const isOurs = file.type === TYPE && file.version === VERSION && rounds >= ROUNDS && rounds <= 10 * ROUNDS;
    if (!isOurs || typeof file.holder !== "string") throw new Error("another file");
    return { holder: file.holder, salt: fromBase64url(file.kdf.salt), rounds, sealed: fromBase64url(file.sealed) };
  } catch {
    throw new RecoveryRefused("file");
  }
}
async function wrappingKey(secret, salt, rounds) {
  const material = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
async function check(secret) {
  const digest = await sha256(secret);
  const bits = [...digest.slice(0, 2)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return characters(bits.slice(0, 10));
}
function characters(bits) {
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET.charAt(Number.parseInt(five, 2))).join("");
}

// src/server.ts
var ServerRefused = class extends Error {
  constructor(status, advice) {
    super(advice);
    this.status = status;
    this.advice = advice;
  }
  status;
  advice;
};
var Server = class {
  constructor(csrf) {
    this.csrf = csrf;
  }
  csrf;
  async state() {
    return (await this.send("GET", "/api/v1/wallet")).json();
  }
  /** Note the wallet's public name; `replaces` is the name of the wallet that is given up for it. */
  async register(did, replaces = "") {
    await this.send("PUT", "/api/v1/wallet/holder", { did, replaces });
  }
  async fetch(id) {
    const item = await (await this.send("GET", `/api/v1/wallet/items/${id}`)).json();
    return { sequence: item.sequence, sealed: fromBase64url(item.sealed) };
  }
  /** Keep a new state of an item; the server refuses it (409) unless it follows the state that is kept there. */
  async deposit(id, sequence, sealed) {
    await this.send("PUT", `/api/v1/wallet/items/${id}`, { sequence, sealed: toBase64url(sealed) });
  }
  async withdraw(id, sequence) {
    await this.send("DELETE", `/api/v1/wallet/items/${id}`, { sequence });
  }
  /** Have a record judged as anybody may, and give the sentence; the server keeps nothing of it. */
  async judge(record, mediaType) {
    return (await (await this.sendText("POST", "/api/v1/verifications", record, mediaType)).json()).sentence;
  }
  /** Send any JSON to an address of this installation. */
  async send(method, path, body) {
    return this.sendText(method, path, body === void 0 ? null : JSON.stringify(body));
  }
  /** Send what is written already, so that what was signed is sent as it was signed. */
  async sendText(method, path, body, mediaType = "application/json") {
    const headers = { Accept: "application/json" };
    if (method !== "GET") {
      headers["X-CSRFToken"] = this.csrf;
      headers["Content-Type"] = mediaType;
    }
    let response;
    try {
      response = await fetch(path, { method, headers, body, redirect: "error" });
    } catch {
      throw new ServerRefused(0, "");
    }
    if (!response.ok) throw new ServerRefused(response.status, await problemText(response));
    return response;
  }
};
async function problemText(response) {
  try {
    const problem = await response.json();
    return [problem.detail, problem.advice].filter((text2) => typeof text2 === "string").join(" ");
  } catch {
    return "";
  }
}

// src/holding.ts
async function draftWallet(at) {
  const { key, pkcs8 } = await createKey(await offeredKind());
  const vault = random(32);
  const secret = await createSecret();
  const file = await writeRecoveryFile(key, pkcs8, vault, secret, at);
  const unlocked = { key, vault: await importSealingKey(vault) };
  pkcs8.fill(0);
  vault.fill(0);
  return { unlocked, file, secret };
}
async function confirmDraft(draft, content, typed) {
  const opened = await openRecoveryFile(content, typed);
  if (opened.key.did !== draft.unlocked.key.did) throw new RecoveryRefused("file");
  return opened;
}
var Wallet = class {
  constructor(store, unlocked) {
    this.store = store;
    this.unlocked = unlocked;
  }
  store;
  unlocked;
  get did() {
    return this.unlocked.key.did;
  }
  /** Keep the bytes of a record as they came; the same bytes are kept once. */
  async keep(bytes, mediaType, at) {
    const same = (await this.store.records()).find((held) => isSame(held.bytes, bytes));
    if (same !== void 0) return same;
    const record = { id: toHex(random(16)), bytes, mediaType, acceptedAt: at.toISOString(), sequence: 0 };
    await this.store.put(record);
    return record;
  }
  /**
   * Bring browser and server to the same records: sealed copies of what is only here, and from there what is missing here.
   *
   * Says "other" where the account's wallet has another key: then nothing is sent and nothing fetched.
   */
  async match(server) {
    try {
      const state = await server.state();
      if (state.holder !== "" && state.holder !== this.did) return "other";
      if (state.holder === "") await server.register(this.did);
      await this.exchange(server, state.items);
      return "done";
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      return error.status === 401 || error.status === 403 ? "signed-out" : "unreachable";
    }
  }
  async remove(record, server) {
    if (record.sequence > 0) await server.withdraw(record.id, record.sequence);
    await this.store.remove(record.id);
  }
  async exchange(server, items) {
    const held = await this.store.records();
    const known = new Set(held.map((record) => record.id));
    for (const record of held) {
      const there = items.find((item) => item.id === record.id);
      if (there?.removed) await this.store.remove(record.id);
      else if (there === void 0) await this.deposit(server, record);
    }
    for (const item of items.filter((one) => !one.removed && !known.has(one.id))) {
      const { sequence, sealed } = await server.fetch(item.id);
      await this.store.put(await this.unsealed(item.id, sequence, sealed));
    }
  }
  async deposit(server, record) {
    const head = utf8(JSON.stringify({ mediaType: record.mediaType, acceptedAt: record.acceptedAt }) + "\n");
    const sealed = await seal(this.unlocked.vault, pad(concat(head, record.bytes)), utf8(record.id));
    await server.deposit(record.id, 1, sealed);
    await this.store.put({ ...record, sequence: 1 });
  }
  async unsealed(id, sequence, sealed) {
    const content = unpad(await openSealed(this.unlocked.vault, sealed, utf8(id)));
    const end = content.indexOf(10);
    const head = JSON.parse(textOf(content.slice(0, end)));
    return { id, bytes: content.slice(end + 1), mediaType: head.mediaType, acceptedAt: head.acceptedAt, sequence };
  }
};
function isSame(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

// src/screens.ts
var ADDRESS = "/wallet/screens/";
var Screen = class {
  constructor(root) {
    this.root = root;
  }
  root;
  part(name) {
    const own = this.root.dataset["part"] === name ? this.root : null;
    const found = own ?? this.root.querySelector(`[data-part="${name}"]`);
    if (found === null) throw new Error(`the screen has no part ${name}`);
    return found;
  }
  say(name, text2) {
    this.part(name).textContent = text2;
  }
  /** Do something when the part is pressed; while it is done the part waits, so that nothing is done twice. */
  press(name, act) {
    const part = this.part(name);
    part.addEventListener("click", async (event) => {
      event.preventDefault();
      if (part.getAttribute("aria-busy") === "true") return;
      part.setAttribute("aria-busy", "true");
      try {
        await act();
      } finally {
        part.removeAttribute("aria-busy");
      }
    });
  }
  /** Show those of the alternatives that bear one of the words, hide the others. */
  choose(attribute, ...words) {
    for (const one of this.root.querySelectorAll(`[data-${attribute}]`)) {
      one.hidden = !words.includes(one.getAttribute(`data-${attribute}`) ?? "");
    }
  }
  /** Show what went wrong by its word, with what the server added; an unknown word shows the general one. */
  fault(word, detail = "") {
    const known = this.root.querySelector(`[data-fault="${word}"]`) !== null;
    this.choose("fault", known ? word : "other");
    const shown = this.root.querySelector("[data-fault]:not([hidden])");
    const place = shown?.querySelector("[data-detail]");
    if (place) place.textContent = detail;
    shown?.focus();
  }
};
async function showScreen(host, name, moveFocus = true) {
  const root = await copyOf(name);
  host.replaceChildren(root);
  if (moveFocus) root.querySelector("h1, h2")?.focus();
  return new Screen(root);
}
async function copyOf(name) {
  let template = find(document, name);
  if (template === null) {
    const response = await fetch(ADDRESS);
    const fetched = new DOMParser().parseFromString(await response.text(), "text/html");
    document.head.append(...fetched.querySelectorAll("link[rel=stylesheet]"));
    document.body.append(...fetched.querySelectorAll("template[data-screen]"));
    template = find(document, name);
  }
  const root = template?.content.firstElementChild?.cloneNode(true);
  if (!(root instanceof HTMLElement)) throw new Error(`there is no screen ${name}`);
  return root;
}
function find(place, name) {
  return place.querySelector(`template[data-screen="${name}"]`);
}
function dateWords(text2) {
  const date = new Date(text2);
  if (text2 === "" || Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "long" }).format(date);
}
function download(name, content, mediaType) {
  const address = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 6e4);
}

// src/store.ts
var NAME = "openler-wallet";
var STATE = "state";
var RECORDS = "records";
var ONLY = "wallet";
async function openLastingStore() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STATE);
    opening.result.createObjectStore(RECORDS, { keyPath: "id" });
  };
  return new LastingStore(await settled(opening));
}
var LastingStore = class {
  constructor(database) {
    this.database = database;
  }
  database;
  isFleeting = false;
  async load() {
    return settled(this.store(STATE, "readonly").get(ONLY));
  }
  async save(unlocked) {
    await settled(this.store(STATE, "readwrite").put(unlocked, ONLY));
  }
  async records() {
    return settled(this.store(RECORDS, "readonly").getAll());
  }
  async put(record) {
    await settled(this.store(RECORDS, "readwrite").put(record));
  }
  async remove(id) {
    await settled(this.store(RECORDS, "readwrite").delete(id));
  }
  async clear() {
    await settled(this.store(RECORDS, "readwrite").clear());
    await settled(this.store(STATE, "readwrite").clear());
  }
  store(name, mode) {
    return this.database.transaction(name, mode).objectStore(name);
  }
};
var FleetingStore = class {
  isFleeting = true;
  unlocked;
  held = /* @__PURE__ */ new Map();
  async load() {
    return this.unlocked;
  }
  async save(unlocked) {
    this.unlocked = unlocked;
  }
  async records() {
    return [...this.held.values()];
  }
  async put(record) {
    this.held.set(record.id, record);
  }
  async remove(id) {
    this.held.delete(id);
  }
  async clear() {
    this.unlocked = void 0;
    this.held.clear();
  }
};
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    if (request instanceof IDBOpenDBRequest) request.onblocked = () => reject(new Error("blocked"));
  });
}

// src/opening.ts
var fleeting;
async function openWallet(host, server) {
  const why = obstacle();
  if (why !== void 0) {
    await showScreen(host, why, false);
    return new Promise(() => void 0);
  }
  if (fleeting !== void 0) return fleeting;
  const store = await openLastingStore().catch(() => void 0);
  const kept = await store?.load();
  if (store !== void 0 && kept !== void 0) return new Wallet(store, kept);
  const holder = (await server.state().catch(() => void 0))?.holder ?? "";
  return new Promise((resolve) => void start({ host, server, holder, opened: resolve }, store));
}
function isFleetingOpen() {
  return fleeting !== void 0;
}
function closeFleeting() {
  fleeting = void 0;
}
async function start(visit, store) {
  const screen = await showScreen(visit.host, "start", false);
  const shared = screen.part("shared");
  screen.choose("when", store === void 0 ? "refused" : "kept");
  screen.choose("account", visit.holder === "" ? "new" : "known");
  if (store === void 0) shared.checked = shared.disabled = true;
  const chosen = () => shared.checked || store === void 0 ? new FleetingStore() : store;
  screen.press("make", () => setUp(visit, chosen()));
  screen.press("anew", () => setUp(visit, chosen()));
  screen.press("restore", () => restore(visit, chosen()));
  screen.press("come-back", () => restore(visit, chosen()));
}
async function setUp(visit, store) {
  const draft = await draftWallet(/* @__PURE__ */ new Date());
  const screen = await showScreen(visit.host, "save");
  screen.say("secret", draft.secret);
  screen.press("print", () => window.print());
  screen.press("save", () => {
    download(`openler-recovery-${(/* @__PURE__ */ new Date()).toISOString().slice(0, 10)}.json`, draft.file, "application/json");
    screen.part("saved").hidden = false;
  });
  screen.press(
    "confirm",
    () => attempt(screen, async () => {
      const { content, typed } = await given(screen);
      const unlocked = await confirmDraft(draft, content, typed);
      if (visit.holder !== "") await visit.server.register(unlocked.key.did, visit.holder);
      await finish(visit, store, unlocked);
    })
  );
}
async function restore(visit, store) {
  const screen = await showScreen(visit.host, "restore");
  screen.press(
    "open",
    () => attempt(screen, async () => {
      const { content, typed } = await given(screen);
      await finish(visit, store, await openRecoveryFile(content, typed));
    })
  );
}
async function given(screen) {
  const file = screen.part("file").files?.[0];
  if (file === void 0) throw new RecoveryRefused("file");
  return { content: await file.text(), typed: screen.part("typed").value };
}
async function attempt(screen, act) {
  try {
    await act();
  } catch (error) {
    if (error instanceof RecoveryRefused) screen.fault(error.reason);
    else if (error instanceof ServerRefused) screen.fault("unreachable");
    else throw error;
  }
}
async function finish(visit, store, unlocked) {
  await store.save(unlocked);
  const wallet = new Wallet(store, unlocked);
  if (store.isFleeting) fleeting = wallet;
  visit.opened(wallet);
}

// src/jcs.ts
var NotCanonical = class extends Error {
};
function canonicalJson(value) {
  if (typeof value === "number") {
    const isUnsafe = Number.isInteger(value) && !Number.isSafeInteger(value);
    if (!Number.isFinite(value) || isUnsafe) throw new NotCanonical("a number that readers do not agree on");
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    if (hasHalfPair(value)) throw new NotCanonical("half of a surrogate pair");
    return JSON.stringify(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonicalJson(name)}:${canonicalJson(value[name])}`).join(",")}}`;
}
function hasHalfPair(text2) {
  return /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text2);
}

// src/presentation.ts
var CONTEXT = "https://www.w3.org/ns/credentials/v2";
var SUITES = { Ed25519: "eddsa-jcs-2022", "P-256": "ecdsa-jcs-2019" };
async function createPresentation(key, records, occasion, at) {
  const held = records.map((record) => record.trimStart().startsWith("{") ? record.trim() : envelope(record.trim()));
  const unsigned = assemble({ "@context": [CONTEXT], id: `urn:uuid:${crypto.randomUUID()}`, type: ["VerifiablePresentation"], holder: key.did }, held);
  const proof = {
    type: "DataIntegrityProof",
    cryptosuite: SUITES[key.kind],
    created: `${at.toISOString().slice(0, 19)}Z`,
    verificationMethod: verificationMethodOf(key.did),
    proofPurpose: "authentication",
    ...occasion
  };
  const document2 = JSON.parse(unsigned);
  const config = { "@context": document2["@context"] ?? [], ...proof };
  const hashes = [config, document2].map((part) => sha256(utf8(canonicalJson(part))));
  const proofValue = toMultibase(await sign(key, concat(...await Promise.all(hashes))));
  return `${unsigned.slice(0, -1)},"proof":${JSON.stringify({ ...config, proofValue })}}`;
}
function assemble(members2, held) {
  const head = JSON.stringify(members2);
  return held.length === 0 ? head : `${head.slice(0, -1)},"verifiableCredential":[${held.join(",")}]}`;
}
function envelope(token) {
  return JSON.stringify({ "@context": CONTEXT, id: `data:application/vc+jwt,${token}`, type: "EnvelopedVerifiableCredential" });
}

// src/qr.ts
var BLOCKS = [
  [10, [[1, 16]]],
  [16, [[1, 28]]],
  [26, [[1, 44]]],
  [18, [[2, 32]]],
  [24, [[2, 43]]],
  [16, [[4, 27]]],
  [18, [[4, 31]]],
  [22, [[2, 38], [2, 39]]],
  [22, [[3, 36], [2, 37]]],
  [26, [[4, 43], [1, 44]]]
];
var CENTRES = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
var LEVEL_M = 0;
function qrSquares(text2) {
  const bytes = new TextEncoder().encode(text2);
  const version = BLOCKS.findIndex((_, at) => bytes.length + (at < 9 ? 2 : 3) <= capacity(at + 1)) + 1;
  if (version === 0) throw new Error("too long for a QR code");
  const words = interleaved(version, dataWords(bytes, version));
  const candidates = MASKS.map((_, mask) => drawn(version, words, mask));
  return candidates.reduce((best, next) => penalty(next) < penalty(best) ? next : best);
}
function qrPath(text2) {
  const squares = qrSquares(text2);
  const path = squares.flatMap((row, y) => row.flatMap((dark, x) => dark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : [])).join("");
  return { path, size: squares.length + 8 };
}
function capacity(version) {
  return BLOCKS[version - 1][1].reduce((sum, [count, words]) => sum + count * words, 0);
}
function dataWords(bytes, version) {
  let bits = "0100" + bytes.length.toString(2).padStart(version < 10 ? 8 : 16, "0");
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  const total = capacity(version) * 8;
  bits = bits.padEnd(Math.min(total, bits.length + 4), "0");
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  const words = (bits.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 2));
  for (let at = 0; words.length < capacity(version); at += 1) words.push(at % 2 === 0 ? 236 : 17);
  return words;
}
function interleaved(version, words) {
  const [correction, groups] = BLOCKS[version - 1];
  const blocks = [];
  let at = 0;
  for (const [count, length] of groups) {
    for (let block = 0; block < count; block += 1) blocks.push(words.slice(at, at += length));
  }
  const corrections = blocks.map((block) => remainder(block, correction));
  return [...inTurn(blocks), ...inTurn(corrections)];
}
function inTurn(blocks) {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_, at) => blocks.flatMap((block) => at < block.length ? [block[at]] : [])).flat();
}
function remainder(data, length) {
  const divisor = generator(length);
  const rest = [...data, ...new Array(length).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const factor = rest[at];
    divisor.forEach((term, offset) => rest[at + 1 + offset] ^= multiply(term, factor));
  }
  return rest.slice(data.length);
}
function generator(length) {
  let terms = [1];
  let root = 1;
  for (let at = 0; at < length; at += 1) {
    const next = [...terms, 0];
    terms.forEach((term, index) => next[index + 1] ^= multiply(term, root));
    terms = next;
    root = multiply(root, 2);
  }
  return terms.slice(1);
}
function multiply(one, other) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = product << 1 ^ (product >> 7) * 285;
    product ^= (other >> bit & 1) * one;
  }
  return product & 255;
}
var MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => x * y % 2 + x * y % 3 === 0,
  (x, y) => (x * y % 2 + x * y % 3) % 2 === 0,
  (x, y) => ((x + y) % 2 + x * y % 3) % 2 === 0
];
function drawn(version, words, mask) {
  const size = 17 + 4 * version;
  const grid = Array.from({ length: size }, () => new Array(size).fill(void 0));
  finders(grid, size);
  alignments(grid, version, size);
  for (let at = 8; at < size - 8; at += 1) grid[6][at] = grid[at][6] = at % 2 === 0;
  formats(grid, size, mask);
  if (version >= 7) versions(grid, size, version);
  fill(grid, size, words, MASKS[mask]);
  return grid.map((row) => row.map((square) => square === true));
}
function finders(grid, size) {
  for (const [left, top] of [[0, 0], [size - 7, 0], [0, size - 7]]) {
    for (let y = -1; y <= 7; y += 1) {
      for (let x = -1; x <= 7; x += 1) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        const row = grid[top + y];
        if (row !== void 0 && left + x >= 0 && left + x < size) row[left + x] = ring !== 2 && ring !== 4;
      }
    }
  }
}
function alignments(grid, version, size) {
  const centres = CENTRES[version - 1];
  for (const top of centres) {
    for (const left of centres) {
      const isTaken = top === 6 && (left === 6 || left === size - 7) || left === 6 && top === size - 7;
      if (isTaken) continue;
      for (let y = -2; y <= 2; y += 1) {
        for (let x = -2; x <= 2; x += 1) grid[top + y][left + x] = Math.max(Math.abs(x), Math.abs(y)) !== 1;
      }
    }
  }
}
function formats(grid, size, mask) {
  const data = LEVEL_M << 3 | mask;
  let rest = data;
  for (let at = 0; at < 10; at += 1) rest = rest << 1 ^ (rest >> 9) * 1335;
  const bits = (data << 10 | rest) ^ 21522;
  const bit = (at) => (bits >> at & 1) === 1;
  for (let at = 0; at <= 5; at += 1) grid[at][8] = bit(at);
  grid[7][8] = bit(6);
  grid[8][8] = bit(7);
  grid[8][7] = bit(8);
  for (let at = 9; at < 15; at += 1) grid[8][14 - at] = bit(at);
  for (let at = 0; at < 8; at += 1) grid[8][size - 1 - at] = bit(at);
  for (let at = 8; at < 15; at += 1) grid[size - 15 + at][8] = bit(at);
  grid[size - 8][8] = true;
}
function versions(grid, size, version) {
  let rest = version;
  for (let at = 0; at < 12; at += 1) rest = rest << 1 ^ (rest >> 11) * 7973;
  const bits = version << 12 | rest;
  for (let at = 0; at < 18; at += 1) {
    const dark = (bits >> at & 1) === 1;
    const [far, near] = [size - 11 + at % 3, Math.floor(at / 3)];
    grid[near][far] = grid[far][near] = dark;
  }
}
function fill(grid, size, words, turns) {
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const isUpward = (right + 1 & 2) === 0;
      const y = isUpward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid[y][x] !== void 0) continue;
        const dark = ((words[at >> 3] ?? 0) >> 7 - (at & 7) & 1) === 1;
        grid[y][x] = dark !== turns(x, y);
        at += 1;
      }
    }
  }
}
function penalty(squares) {
  const size = squares.length;
  const lines = [...squares, ...squares.map((_, x) => squares.map((row) => row[x]))];
  let points = 0;
  for (const line of lines) {
    const text2 = line.map((dark2) => dark2 ? "1" : "0").join("");
    for (const run of text2.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    points += 40 * [...text2.matchAll(/(?=00001011101|10111010000)/g)].length;
  }
  for (let y = 0; y < size - 1; y += 1) {
    for (let x = 0; x < size - 1; x += 1) {
      const one = squares[y][x];
      if (one === squares[y][x + 1] && one === squares[y + 1][x] && one === squares[y + 1][x + 1]) points += 3;
    }
  }
  const dark = squares.flat().filter(Boolean).length / (size * size);
  return points + 10 * Math.floor(Math.abs(dark * 20 - 10));
}

// src/record.ts
var MAX_RECORD_BYTES = 1e6;
async function sketchRecord(bytes) {
  if (bytes.length > MAX_RECORD_BYTES) throw new Error("too large");
  const record = credentialIn(textOf(bytes).trim());
  const types = listed(record["type"]).filter((one) => typeof one === "string");
  if (!types.some((type) => type === "VerifiableCredential")) throw new Error("no record");
  const subject = members(listed(record["credentialSubject"])[0]);
  const achievement = members(listed(subject["achievement"])[0]);
  const named = worded(achievement["name"]) ?? worded(record["name"]) ?? { text: types.at(-1) ?? "", language: "" };
  const issuer = record["issuer"];
  const alignments2 = listed(achievement["alignment"]).map((one) => worded(members(one)["targetName"])?.text ?? "");
  return {
    title: named.text,
    language: named.language,
    issuer: worded(members(issuer)["name"])?.text ?? String(typeof issuer === "string" ? issuer : members(issuer)["id"] ?? ""),
    kind: types.find((type) => type !== "VerifiableCredential") ?? "",
    signedOn: text(record["validFrom"]) || text(record["issuanceDate"]),
    endsOn: text(record["validUntil"]) || text(record["expirationDate"]),
    skills: alignments2.filter((name) => name !== "").slice(0, 12),
    digest: toHex(await sha256(bytes))
  };
}
function credentialIn(content) {
  if (content.startsWith("{")) return JSON.parse(content);
  const parts = content.split(".");
  if (parts.length !== 3) throw new Error("no record");
  const claims = JSON.parse(textOf(fromBase64url(parts[1] ?? "")));
  return members(claims["vc"] ?? claims);
}
function members(value) {
  return typeof value === "object" && value !== null ? value : {};
}
function listed(value) {
  return Array.isArray(value) ? value : value === void 0 ? [] : [value];
}
function text(value) {
  return typeof value === "string" ? value : "";
}
function worded(value) {
  if (typeof value === "string" && value !== "") return { text: value, language: "" };
  const one = members(listed(value)[0]);
  if (typeof one["@value"] === "string") return { text: one["@value"], language: text(one["@language"]) };
  const [language, words] = Object.entries(one)[0] ?? ["", ""];
  return typeof words === "string" && words !== "" ? { text: words, language } : void 0;
}

// src/rosette.ts
var CENTRE = 100;
var HUES = ["credentialing", "hr", "providers", "governance", "standards", "navigators", "supporting", "funders"];
var OUTER_COPIES = 6;
var ROSE_COPIES = 12;
var INNER_COPIES = 5;
var ROSE_SHRINK = 0.052;
function hueOf(digest) {
  return `hue-${HUES[bytesOf(digest)[0] % HUES.length]}`;
}
function drawRosette(svg, digest) {
  const bytes = bytesOf(digest);
  const at = (index) => bytes[index];
  const between = (index, low, high) => low + (high - low) * at(index) / 255;
  const roseWaves = 4 + at(5) % 8;
  const outer = curve(83, 14 + at(1) % 13, between(2, 0.05, 0.1), between(3, -0.5, 0.5), between(4, 0, Math.PI), 7);
  const rose = curve(between(13, 54, 66), roseWaves, between(6, 0.14, 0.3), between(8, -0.5, 0.5), between(10, 0, Math.PI), Math.max(8, Math.floor(72 / roseWaves)));
  const inner = curve(25, 5 + at(9) % 7, between(11, 0.08, 0.16), between(12, -0.4, 0.4), between(14, 0, Math.PI), 8);
  const turn = (at(7) / 255 - 0.5) * 6.8;
  svg.classList.add(hueOf(digest));
  svg.replaceChildren(
    group("b0", outer, turned(OUTER_COPIES, 360 / outer.waves / OUTER_COPIES)),
    group("b1", rose, shrunk(ROSE_COPIES, turn)),
    group("b2", inner, turned(INNER_COPIES, 360 / inner.waves / INNER_COPIES)),
    element("circle", { class: "core", cx: "100", cy: "100", r: "11" }),
    element("circle", { class: "dot", cx: "100", cy: "100", r: "5.5" })
  );
}
function bytesOf(digest) {
  return (digest.match(/../g) ?? []).map((pair2) => Number.parseInt(pair2, 16));
}
function curve(radius, waves, depth, overtone, phase, pointsPerWave) {
  return { radius, waves, depth, overtone, phase, pointsPerWave };
}
function pathOf(curve2) {
  const count = curve2.waves * curve2.pointsPerWave;
  const points = Array.from({ length: count }, (_, index) => pointOf(curve2, 2 * Math.PI * index / count));
  const middle = (index) => {
    const [one, other] = [points[index % count], points[(index + 1) % count]];
    return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  };
  const onward = points.map((_, index) => `Q${pair(points[(index + 1) % count])} ${pair(middle(index + 1))}`);
  return `M${pair(middle(0))}${onward.join("")}Z`;
}
function pointOf(curve2, angle) {
  const wave = Math.cos(curve2.waves * angle) + curve2.overtone * Math.cos(2 * curve2.waves * angle + curve2.phase);
  const radius = curve2.radius * (1 + curve2.depth * wave);
  return [CENTRE + radius * Math.cos(angle), CENTRE + radius * Math.sin(angle)];
}
function pair(point) {
  return point.map((number) => number.toFixed(1).replace(/\.0$/, "")).join(" ");
}
function group(name, curve2, transforms) {
  const path = pathOf(curve2);
  const copies = ["", ...transforms].map((transform) => element("path", transform ? { d: path, transform } : { d: path }));
  const whole = element("g", { class: name });
  whole.append(...copies);
  return whole;
}
function turned(copies, degrees) {
  return Array.from({ length: copies - 1 }, (_, index) => `rotate(${((index + 1) * degrees).toFixed(1)} 100 100)`);
}
function shrunk(copies, degrees) {
  return Array.from({ length: copies - 1 }, (_, index) => {
    const copy = index + 1;
    return `translate(100 100) rotate(${(copy * degrees).toFixed(1)}) scale(${(1 - copy * ROSE_SHRINK).toFixed(3)}) translate(-100 -100)`;
  });
}
function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// src/records.ts
var MANY = 20;
async function showRecords(host, wallet, server) {
  let kept = await wallet.match(server);
  const persists = !wallet.store.isFleeting && await askToPersist();
  const place = wallet.store.isFleeting ? "fleeting" : persists ? "persisted" : "unpersisted";
  const show = async () => {
    const id = location.hash.slice(1);
    const record = (await wallet.store.records()).find((one) => one.id === id);
    if (record !== void 0) await showOne(host, wallet, server, record);
    else await showAll(host, wallet, [kept, place], showMore);
  };
  const showMore = async () => {
    kept = await wallet.match(server);
    await show();
  };
  window.addEventListener("hashchange", () => {
    if (host.isConnected) void show();
  });
  await show();
}
async function showAll(host, wallet, states, showMore) {
  const screen = await showScreen(host, "records", false);
  const records = (await wallet.store.records()).sort((one, other) => other.acceptedAt.localeCompare(one.acceptedAt));
  screen.choose("when", ...states, records.length === 0 ? "empty" : "some");
  screen.say("did", wallet.did);
  const cards = await Promise.all(records.map(card));
  screen.part("cards").replaceChildren(...cards);
  const search = screen.part("search");
  search.closest("[data-part=searching]").hidden = records.length <= MANY;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const one of cards) one.hidden = !(one.textContent ?? "").toLocaleLowerCase().includes(wanted);
  });
  screen.part("file").addEventListener("change", async (event) => {
    const file = event.target.files?.[0];
    if (file === void 0) return;
    if (await addFile(wallet, file)) await showMore();
    else screen.fault("no-record");
  });
  screen.press("forget", async () => {
    await wallet.store.clear();
    closeFleeting();
    location.reload();
  });
}
async function addFile(wallet, file) {
  if (file.size > MAX_RECORD_BYTES) return false;
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    await sketchRecord(bytes);
  } catch {
    return false;
  }
  await wallet.keep(bytes, mediaTypeOf(bytes), /* @__PURE__ */ new Date());
  return true;
}
async function card(record) {
  const sketch = await sketchRecord(record.bytes);
  const row = await copyOf("card");
  const screen = new Screen(row);
  const link = screen.part("open");
  link.href = `#${record.id}`;
  link.classList.add(hueOf(sketch.digest));
  describe(screen, sketch);
  screen.choose("kept", record.sequence > 0 ? "server" : "here");
  return row;
}
async function showOne(host, wallet, server, record) {
  const screen = await showScreen(host, "record");
  const sketch = await sketchRecord(record.bytes);
  screen.root.querySelector(".card")?.classList.add(hueOf(sketch.digest));
  describe(screen, sketch);
  screen.say("ends", dateWords(sketch.endsOn));
  screen.choose("ends", sketch.endsOn === "" ? "never" : "once");
  screen.say("accepted", dateWords(record.acceptedAt));
  screen.say("digest", sketch.digest);
  screen.choose("kept", record.sequence > 0 ? "server" : "here");
  const chips = sketch.skills.map((skill) => Object.assign(document.createElement("li"), { className: "skill", textContent: skill }));
  screen.part("skills").replaceChildren(...chips);
  screen.part("skills").hidden = chips.length === 0;
  screen.part("share").href = `/wallet/share/?record=${record.id}`;
  screen.press("download", () => {
    const isToken = record.mediaType.endsWith("+jwt");
    download(`${fileName(sketch.title)}.${isToken ? "jwt" : "json"}`, record.bytes, record.mediaType);
  });
  screen.press("check", async () => {
    try {
      screen.say("verdict", await server.judge(record.bytes, record.mediaType));
      screen.part("verdict").hidden = false;
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      screen.fault("unchecked", error.advice);
    }
  });
  screen.press("remove", async () => {
    try {
      await wallet.remove(record, server);
      location.hash = "";
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      screen.fault(error.status === 409 ? "changed" : "unreachable", error.advice);
    }
  });
}
function describe(screen, sketch) {
  screen.say("title", sketch.title);
  if (sketch.language) screen.part("title").lang = sketch.language;
  screen.say("issuer", sketch.issuer);
  screen.say("date", dateWords(sketch.signedOn));
  drawRosette(screen.root.querySelector("svg.emblem"), sketch.digest);
}
function mediaTypeOf(bytes) {
  return bytes.find((byte) => byte > 32) === 123 ? "application/vc+json" : "application/vc+jwt";
}
function fileName(title) {
  return title.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "record";
}

// src/share.ts
var TOKEN_BYTES = 32;
var CONTENT_KEY = "openler share content v1";
var ID_PREFIX = "openler share id v1";
async function sealShare(presentation) {
  const token = random(TOKEN_BYTES);
  return {
    path: `/s/${toBase64url(token)}/`,
    id: toHex(await sha256(concat(utf8(ID_PREFIX), token))),
    sealed: await seal(await deriveKey(token, CONTENT_KEY), utf8(presentation))
  };
}

// src/elements.ts
var Island = class extends HTMLElement {
  get server() {
    return new Server(this.dataset["csrf"] ?? "");
  }
  connectedCallback() {
    void this.begin();
  }
};
var WalletElement = class extends Island {
  async begin() {
    await showRecords(this, await openWallet(this, this.server), this.server);
  }
};
var AcceptElement = class extends Island {
  async begin() {
    const why = obstacle();
    if (why !== void 0) return void await showScreen(this, why, false);
    const screen = await showScreen(this, "accept", false);
    screen.press("accept", () => this.accept());
  }
  async accept() {
    const wallet = await openWallet(this, this.server);
    const waiting = await showScreen(this, "accepting");
    try {
      const { record, sketch } = await this.fetchRecord(wallet);
      const kept = await wallet.match(this.server);
      const screen = await showScreen(this, "accepted");
      screen.say("title", sketch.title);
      screen.choose("when", kept === "done" ? "safe" : "here");
      this.dispatchEvent(new CustomEvent("openler-accepted", { bubbles: true, detail: { id: record.id } }));
    } catch (error) {
      const refused = error instanceof ServerRefused ? error : void 0;
      waiting.choose("when", "failed");
      waiting.fault(refused?.status === 0 ? "unreachable" : "other", refused?.advice ?? "");
      waiting.press("again", () => this.accept());
    }
  }
  async fetchRecord(wallet) {
    const { bind = "", challenge = "", domain = "" } = this.dataset;
    const presentation = await createPresentation(wallet.unlocked.key, [], { challenge, domain }, /* @__PURE__ */ new Date());
    const response = await this.server.sendText("POST", bind, `{"presentation":${presentation}}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const mediaType = response.headers.get("Content-Type")?.split(";")[0] ?? "application/vc+json";
    const record = await wallet.keep(bytes, mediaType, /* @__PURE__ */ new Date());
    return { record, sketch: await sketchRecord(bytes) };
  }
};
var Picking = class _Picking {
  constructor(choices) {
    this.choices = choices;
  }
  choices;
  static async among(records, list) {
    const choices = await Promise.all(records.map((record) => _Picking.offer(record)));
    list.replaceChildren(...choices.map((choice) => choice.box.closest("li")));
    return new _Picking(choices);
  }
  picked() {
    return this.choices.filter((choice) => choice.box.checked);
  }
  /** Sign a presentation of what is chosen, each record as it was received. */
  async present(wallet, occasion) {
    const texts = this.picked().map((choice) => textOf(choice.record.bytes));
    return createPresentation(wallet.unlocked.key, texts, occasion, /* @__PURE__ */ new Date());
  }
  static async offer(record) {
    const sketch = await sketchRecord(record.bytes);
    const row = await copyOf("share-record");
    const screen = new Screen(row);
    screen.say("title", sketch.title);
    if (sketch.language) screen.part("title").lang = sketch.language;
    screen.say("issuer", sketch.issuer);
    drawRosette(row.querySelector("svg"), sketch.digest);
    const box = screen.part("box");
    box.checked = new URLSearchParams(location.search).get("record") === record.id;
    return { record, sketch, box };
  }
};
var PresentElement = class extends Island {
  async begin() {
    const why = obstacle();
    if (why !== void 0) return void await showScreen(this, why, false);
    const screen = await showScreen(this, "present", false);
    screen.press("begin", () => this.choose());
  }
  async choose() {
    const wallet = await openWallet(this, this.server);
    await wallet.match(this.server);
    const records = await wallet.store.records();
    if (records.length === 0) return void await showScreen(this, "share-nothing", false);
    const screen = await showScreen(this, "present-choose");
    const picking = await Picking.among(records, screen.part("records"));
    screen.press("submit", () => this.submit(screen, wallet, picking));
  }
  async submit(screen, wallet, picking) {
    if (picking.picked().length === 0) return screen.fault("nothing");
    const { post = "", into = "", challenge, domain } = this.dataset;
    const occasion = { ...challenge ? { challenge } : {}, ...domain ? { domain } : {} };
    try {
      const presentation = await picking.present(wallet, occasion);
      if (into !== "") return await this.fill(into, presentation);
      const response = await this.server.sendText("POST", post, `{"presentation":${presentation}}`);
      const place = response.headers.get("Location");
      if (place !== null) return location.assign(place);
      await showScreen(this, "presented");
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      screen.fault(error.status === 0 ? "unreachable" : "other", error.advice);
    }
  }
  // Where the page has a form with more in it, the presentation goes into its field, and the reader sends the form.
  async fill(into, presentation) {
    document.getElementById(into).value = presentation;
    const screen = await showScreen(this, "filled");
    screen.press("begin", () => this.choose());
  }
};
var ShareElement = class extends Island {
  async begin() {
    const wallet = await openWallet(this, this.server);
    await wallet.match(this.server);
    const records = await wallet.store.records();
    if (records.length === 0) return void await showScreen(this, "share-nothing", false);
    const screen = await showScreen(this, "share", false);
    const picking = await Picking.among(records, screen.part("records"));
    this.prepareDates(screen);
    const form = screen.part("form");
    form.addEventListener("input", () => this.preview(screen, picking));
    this.preview(screen, picking);
    form.addEventListener("submit", (event) => event.preventDefault());
    screen.press("submit", () => this.submit(screen, wallet, picking));
  }
  prepareDates(screen) {
    const ends = screen.part("ends");
    const inDays = (days) => localDay(new Date(Date.now() + days * 864e5));
    ends.min = inDays(0);
    ends.max = inDays(Number(ends.dataset["mostDays"]));
    ends.value = inDays(Number(ends.dataset["days"]));
  }
  preview(screen, picking) {
    const picked = picking.picked();
    const items = picked.map((choice) => Object.assign(document.createElement("li"), { textContent: choice.sketch.title }));
    screen.part("seen").replaceChildren(...items);
    screen.choose("seen", picked.length === 0 ? "nothing" : "something");
    const audience = screen.part("audience").value.trim();
    screen.choose("named", audience === "" ? "no" : "yes");
    screen.say("preview-audience", audience);
    screen.say("preview-ends", dateWords(`${screen.part("ends").value}T12:00:00`));
    screen.say("left-out", String(picking.choices.length - picked.length));
  }
  async submit(screen, wallet, picking) {
    const records = picking.picked().length;
    if (records === 0) return screen.fault("nothing");
    const form = screen.part("form");
    if (!form.reportValidity()) return;
    const typed = (name) => screen.part(name).value.trim();
    const audience = typed("audience");
    try {
      const share = await sealShare(await picking.present(wallet, { domain: audience }));
      const ends_at = (/* @__PURE__ */ new Date(`${typed("ends")}T23:59:59`)).toISOString();
      const sealed = toBase64url(share.sealed);
      await this.server.send("POST", "/wallet/shares/", { id: share.id, sealed, audience, purpose: typed("purpose"), ends_at, records });
      await this.done(new URL(share.path, location.origin).href, audience);
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      screen.fault(error.status === 0 ? "unreachable" : error.status === 401 || error.status === 403 ? "signed-out" : "other", error.advice);
    }
  }
  async done(link, audience) {
    const screen = await showScreen(this, "shared");
    screen.say("audience", audience);
    const field = screen.part("link");
    field.value = link;
    screen.press("copy", async () => {
      await navigator.clipboard.writeText(link).catch(() => field.select());
      screen.part("copied").hidden = false;
    });
    const { path, size } = qrPath(link);
    const picture = screen.root.querySelector("svg.qr");
    picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
    picture.querySelector("path").setAttribute("d", path);
  }
};
function localDay(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

// src/following.ts
function followWithoutLeaving() {
  document.addEventListener("click", (event) => {
    const link = event.target?.closest?.("a");
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.defaultPrevented;
    if (link === null || link === void 0 || !isPlain || link.target !== "" || !isFleetingOpen()) return;
    const address = new URL(link.href, location.href);
    const isOurs = address.origin === location.origin && address.pathname.startsWith("/wallet/");
    const isHere = address.pathname === location.pathname && address.hash !== "";
    if (!isOurs || isHere) return;
    event.preventDefault();
    void follow(address.href, true);
  });
  window.addEventListener("popstate", () => {
    if (isFleetingOpen() && location.pathname.startsWith("/wallet/") && location.hash === "") void follow(location.href, false);
  });
}
async function follow(address, isNew) {
  const response = await fetch(address, { redirect: "error" }).catch(() => void 0);
  const text2 = response?.ok ? await response.text() : void 0;
  const page = text2 === void 0 ? void 0 : new DOMParser().parseFromString(text2, "text/html");
  const main = page?.querySelector("main");
  if (page === void 0 || !main) return location.assign(address);
  if (isNew) history.pushState(null, "", address);
  document.title = page.title;
  const known = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((sheet) => sheet.href));
  const sheets = [...page.querySelectorAll("link[rel=stylesheet]")];
  document.head.append(...sheets.filter((sheet) => !known.has(new URL(sheet.getAttribute("href") ?? "", address).href)));
  document.querySelector("main").replaceWith(document.importNode(main, true));
  window.scrollTo(0, 0);
  document.querySelector("main h1")?.focus();
}

// src/wallet.ts
customElements.define("openler-wallet", WalletElement);
customElements.define("openler-share", ShareElement);
customElements.define("openler-accept", AcceptElement);
customElements.define("openler-present", PresentElement);
followWithoutLeaving();
export {
  NotCanonical,
  RecoveryRefused,
  canonicalJson,
  concat,
  createKey,
  createPresentation,
  createSecret,
  deriveKey,
  drawRosette,
  fromBase64url,
  importKey,
  importSealingKey,
  isInApp,
  offeredKind,
  openRecoveryFile,
  openSealed,
  pad,
  qrSquares,
  random,
  readSecret,
  seal,
  sealShare,
  sha256,
  sign,
  textOf,
  toBase64url,
  toHex,
  toMultibase,
  unpad,
  utf8,
  verificationMethodOf,
  writeRecoveryFile,
  writeSecret
};
