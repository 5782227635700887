// Which key is the holder's, how does it sign, and by which name do others know it?
// Spec: https://www.w3.org/TR/webcrypto-2/ , https://w3c-ccg.github.io/did-key-spec/ , https://www.w3.org/TR/cid-1.0/#Multikey

import { type Bytes, concat, fromBase64url, toMultibase } from "./bytes";

export type KeyKind = "Ed25519" | "P-256";

/** The holder's key pair as the browser keeps it: the private half cannot be exported again. */
export interface HolderKey {
  readonly kind: KeyKind;
  readonly did: string;
  readonly privateKey: CryptoKey;
}

/** A new pair, with the one copy of its private half that goes into the recovery file. */
export interface NewKey {
  readonly key: HolderKey;
  readonly pkcs8: Bytes;
}

const ALGORITHMS: Record<KeyKind, EcKeyGenParams | { name: string }> = {
  Ed25519: { name: "Ed25519" },
  "P-256": { name: "ECDSA", namedCurve: "P-256" },
};
// The multicodec prefixes of both kinds of public key.
const PREFIXES: Record<KeyKind, Bytes> = {
  Ed25519: new Uint8Array([0xed, 0x01]),
  "P-256": new Uint8Array([0x80, 0x24]),
};
// The order of the curve P-256 (NIST SP 800-186, 3.2.1.3).
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Tell by trying which kind of key this browser has: Ed25519 where it can, else P-256. */
export async function offeredKind(): Promise<KeyKind> {
  try {
    await crypto.subtle.generateKey(ALGORITHMS.Ed25519, false, ["sign", "verify"]);
    return "Ed25519";
  } catch {
    return "P-256";
  }
}

/** Make a key pair. Its private half is exported once, for the recovery file, and then kept so that it never is again. */
export async function createKey(kind: KeyKind): Promise<NewKey> {
  const pair = (await crypto.subtle.generateKey(ALGORITHMS[kind], true, ["sign", "verify"])) as CryptoKeyPair;
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const did = await didOf(kind, pair.publicKey);
  return { key: { kind, did, privateKey: await importPrivate(kind, pkcs8) }, pkcs8 };
}

/** Take a private half from a recovery file; the name it must have stands in the file too. */
export async function importKey(kind: KeyKind, pkcs8: Bytes, did: string): Promise<HolderKey> {
  return { kind, did, privateKey: await importPrivate(kind, pkcs8) };
}

export async function sign(key: HolderKey, message: Bytes): Promise<Bytes> {
  if (key.kind === "Ed25519") {
    return new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, key.privateKey, message));
  }
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  return withLowS(new Uint8Array(await crypto.subtle.sign(algorithm, key.privateKey, message)));
}

/** Give the URL of the key inside the document that its did:key stands for. */
export function verificationMethodOf(did: string): string {
  return `${did}#${did.slice("did:key:".length)}`;
}

async function importPrivate(kind: KeyKind, pkcs8: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", pkcs8, ALGORITHMS[kind], false, ["sign"]);
}

async function didOf(kind: KeyKind, publicKey: CryptoKey): Promise<string> {
  const jwk = await crypto.subtle.exportKey("jwk", publicKey);
  const x = fromBase64url(jwk.x ?? "");
  if (kind === "Ed25519") return `did:key:${toMultibase(concat(PREFIXES.Ed25519, x))}`;
  const y = fromBase64url(jwk.y ?? "");
  // A compressed point: 2 for an even y, 3 for an odd one, then x (SEC 1, 2.3.3).
  const sign = new Uint8Array([2 + ((y[y.length - 1] ?? 0) & 1)]);
  return `did:key:${toMultibase(concat(PREFIXES["P-256"], sign, x))}`;
}

// Of the two values of s that verify, the lower is written, so that nobody can make a second signature of the first.
function withLowS(signature: Bytes): Bytes {
  const r = signature.slice(0, 32);
  let s = 0n;
  for (const byte of signature.slice(32)) s = s * 256n + BigInt(byte);
  if (s * 2n <= P256_ORDER) return signature;
  const low = (P256_ORDER - s).toString(16).padStart(64, "0");
  return concat(r, Uint8Array.from(low.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}
