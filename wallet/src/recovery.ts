// How does a learner come back to the wallet when the browser is gone? With a file and a secret printed beside it:
// neither opens anything alone.
// Spec: https://www.rfc-editor.org/rfc/rfc8018#section-5.2 , https://www.crockford.com/base32.html

import { type Bytes, fromBase64url, random, sha256, textOf, toBase64url, utf8 } from "./bytes";
import { type HolderKey, importKey, type KeyKind } from "./keys";
import { importSealingKey, openSealed, seal } from "./sealing";

const TYPE = "OpenLER recovery file";
const VERSION = 1;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SECRET_BYTES = 16;
// 128 bits are 26 characters of five bits, the last two bits of them empty; two more tell a slip of the pen.
const SECRET_CHARACTERS = 26;
// WebCrypto has no Argon2id. A slow, memory-hard function makes up for secrets that people choose; this one is 128 random
// bits, beyond any search, so PBKDF2 is enough. The rounds are the usual minimum (OWASP) and cost half a second once.
const ROUNDS = 600_000;
// A recovery file has one kilobyte; nothing larger is read.
const MAX_FILE_CHARACTERS = 16_384;

/** What a wallet needs to sign and to open what it sealed. */
export interface Unlocked {
  readonly key: HolderKey;
  readonly vault: CryptoKey;
}

/** Thrown with a word for the screen: which of the two, file or secret, does not fit. */
export class RecoveryRefused extends Error {
  constructor(readonly reason: "file" | "secret" | "mismatch") {
    super(reason);
  }
}

/** Make a secret: 128 random bits as seven groups of four characters, the last two characters a check. */
export async function createSecret(): Promise<string> {
  return writeSecret(random(SECRET_BYTES));
}

export async function writeSecret(secret: Bytes): Promise<string> {
  let bits = "";
  for (const byte of secret) bits += byte.toString(2).padStart(8, "0");
  const body = characters(bits.padEnd(SECRET_CHARACTERS * 5, "0"));
  return `${body}${await check(secret)}`.replace(/(.{4})(?=.)/g, "$1-");
}

/** Read a secret as people type it: any case, any gaps, O for 0, I and L for 1. */
export async function readSecret(typed: string): Promise<Bytes> {
  const text = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  const values = [...text].map((character) => ALPHABET.indexOf(character));
  if (values.length !== SECRET_CHARACTERS + 2 || values.includes(-1)) throw new RecoveryRefused("secret");
  const bits = values.slice(0, SECRET_CHARACTERS).map((value) => value.toString(2).padStart(5, "0")).join("");
  const secret = Uint8Array.from({ length: SECRET_BYTES }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
  if ((await check(secret)) !== text.slice(SECRET_CHARACTERS)) throw new RecoveryRefused("secret");
  return secret;
}

/** Write the recovery file: everything secret sealed, the holder's public name in the clear so that files can be told apart. */
export async function writeRecoveryFile(key: HolderKey, pkcs8: Bytes, vault: Bytes, secret: string, at: Date): Promise<string> {
  const salt = random(16);
  const wrapping = await wrappingKey(await readSecret(secret), salt, ROUNDS);
  const inside = utf8(JSON.stringify({ kind: key.kind, pkcs8: toBase64url(pkcs8), vault: toBase64url(vault) }));
  const file = {
    type: TYPE,
    version: VERSION,
    holder: key.did,
    created: at.toISOString(),
    kdf: { name: "PBKDF2-SHA-256", rounds: ROUNDS, salt: toBase64url(salt) },
    sealed: toBase64url(await seal(wrapping, inside, utf8(key.did))),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Open a recovery file with its secret. */
export async function openRecoveryFile(content: string, typed: string): Promise<Unlocked> {
  const file = readFile(content);
  const secret = await readSecret(typed);
  const wrapping = await wrappingKey(secret, file.salt, file.rounds);
  let inside: { kind: KeyKind; pkcs8: string; vault: string };
  try {
    inside = JSON.parse(textOf(await openSealed(wrapping, file.sealed, utf8(file.holder))));
  } catch {
    throw new RecoveryRefused("mismatch");
  }
  const key = await importKey(inside.kind, fromBase64url(inside.pkcs8), file.holder);
  return { key, vault: await importSealingKey(fromBase64url(inside.vault)) };
}

function readFile(content: string): { holder: string; salt: Bytes; rounds: number; sealed: Bytes } {
  try {
    if (content.length > MAX_FILE_CHARACTERS) throw new Error("too long");
    const file = JSON.parse(content);
    const rounds = Number(file.kdf.rounds);
    // Fewer rounds would be another's file; many more would only keep the browser busy.
    const isOurs = file.type === TYPE && file.version === VERSION && rounds >= ROUNDS && rounds <= 10 * ROUNDS;
    if (!isOurs || typeof file.holder !== "string") throw new Error("another file");
    return { holder: file.holder, salt: fromBase64url(file.kdf.salt), rounds, sealed: fromBase64url(file.sealed) };
  } catch {
    throw new RecoveryRefused("file");
  }
}

async function wrappingKey(secret: Bytes, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function check(secret: Bytes): Promise<string> {
  const digest = await sha256(secret);
  const bits = [...digest.slice(0, 2)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return characters(bits.slice(0, 10));
}

function characters(bits: string): string {
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET.charAt(Number.parseInt(five, 2))).join("");
}
