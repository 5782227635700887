// How does the holder sign what is shown? A verifiable presentation under a Data Integrity proof over canonical JSON.
// Spec: https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations , https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022 ,
// https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019

import { concat, sha256, toMultibase, utf8 } from "./bytes";
import { canonicalJson, type JsonObject } from "./jcs";
import { type HolderKey, sign, verificationMethodOf } from "./keys";

const CONTEXT = "https://www.w3.org/ns/credentials/v2";
const SUITES = { Ed25519: "eddsa-jcs-2022", "P-256": "ecdsa-jcs-2019" } as const;

/** For whom a presentation is signed: a verifier's challenge and domain, or nobody in particular. */
export interface Occasion {
  readonly challenge?: string;
  readonly domain?: string;
}

/**
 * Sign a presentation of records and give its text. The records' own text stands in it unchanged, byte for byte.
 *
 * Each record is JSON text, or a token (vc+jwt), which goes into an envelope.
 */
export async function createPresentation(key: HolderKey, records: string[], occasion: Occasion, at: Date): Promise<string> {
  const held = records.map((record) => (record.trimStart().startsWith("{") ? record.trim() : envelope(record.trim())));
  const unsigned = assemble({ "@context": [CONTEXT], id: `urn:uuid:${crypto.randomUUID()}`, type: ["VerifiablePresentation"], holder: key.did }, held);
  const proof: JsonObject = {
    type: "DataIntegrityProof",
    cryptosuite: SUITES[key.kind],
    created: `${at.toISOString().slice(0, 19)}Z`,
    verificationMethod: verificationMethodOf(key.did),
    proofPurpose: "authentication",
    ...occasion,
  };
  const document = JSON.parse(unsigned) as JsonObject;
  // Proof configuration (vc-di-eddsa, 3.3.5): the proof names the contexts that it covers.
  const config: JsonObject = { "@context": document["@context"] ?? [], ...proof };
  // Hashing (3.3.4): the hash of the configuration, then that of the document.
  const hashes = [config, document].map((part) => sha256(utf8(canonicalJson(part))));
  const proofValue = toMultibase(await sign(key, concat(...(await Promise.all(hashes)))));
  return `${unsigned.slice(0, -1)},"proof":${JSON.stringify({ ...config, proofValue })}}`;
}

function assemble(members: JsonObject, held: string[]): string {
  const head = JSON.stringify(members);
  return held.length === 0 ? head : `${head.slice(0, -1)},"verifiableCredential":[${held.join(",")}]}`;
}

function envelope(token: string): string {
  return JSON.stringify({ "@context": CONTEXT, id: `data:application/vc+jwt,${token}`, type: "EnvelopedVerifiableCredential" });
}
