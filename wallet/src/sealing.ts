// How is something kept from everybody who has not the key? The same format as platform/keystore/sealing.py:
// 12 bytes of nonce, then AES-256-GCM ciphertext and tag; keys by HKDF-SHA-256 with an empty salt.
// Spec: https://www.rfc-editor.org/rfc/rfc5869 , https://csrc.nist.gov/pubs/sp/800/38/d/final

import { type Bytes, concat, random, utf8 } from "./bytes";

const NONCE_BYTES = 12;
const NOTHING = new Uint8Array(0);

/** Derive a 256-bit key from a secret that nobody can guess. */
export async function deriveKey(secret: Bytes, info: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: NOTHING, info: utf8(info) };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function importSealingKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function seal(key: CryptoKey, plaintext: Bytes, associated: Bytes = NOTHING): Promise<Bytes> {
  const nonce = random(NONCE_BYTES);
  const how = { name: "AES-GCM", iv: nonce, additionalData: associated };
  return concat(nonce, new Uint8Array(await crypto.subtle.encrypt(how, key, plaintext)));
}

/** Open what was sealed; throws where the key is another or a byte was changed. */
export async function openSealed(key: CryptoKey, sealed: Bytes, associated: Bytes = NOTHING): Promise<Bytes> {
  const how = { name: "AES-GCM", iv: sealed.slice(0, NONCE_BYTES), additionalData: associated };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.slice(NONCE_BYTES)));
}

/** Fill up to the next size of a short row of sizes, so that what lies sealed says little about what is in it. */
export function pad(content: Bytes): Bytes {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, content.length);
  let size = 4096;
  while (size < content.length + 4) size *= 2;
  const filled = new Uint8Array(size);
  filled.set(concat(length, content));
  return filled;
}

export function unpad(filled: Bytes): Bytes {
  const length = new DataView(filled.buffer, filled.byteOffset).getUint32(0);
  if (length > filled.length - 4) throw new Error("not padded");
  return filled.slice(4, 4 + length);
}
