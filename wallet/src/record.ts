// What does a record look like on its card? Read for people, never judged: whether it holds is for verification to say.

import { type Bytes, fromBase64url, sha256, textOf, toHex } from "./bytes";

export interface Sketch {
  readonly title: string;
  readonly language: string;
  readonly issuer: string;
  readonly kind: string;
  readonly signedOn: string;
  readonly endsOn: string;
  readonly skills: string[];
  /** SHA-256 of the bytes: what the rosette is drawn from. */
  readonly digest: string;
}

// As the verify page: far above any record with a picture.
export const MAX_RECORD_BYTES = 1_000_000;

type Members = Record<string, unknown>;

/** Read what a card shows; throws where the bytes are no record. */
export async function sketchRecord(bytes: Bytes): Promise<Sketch> {
  if (bytes.length > MAX_RECORD_BYTES) throw new Error("too large");
  const record = credentialIn(textOf(bytes).trim());
  const types = listed(record["type"]).filter((one): one is string => typeof one === "string");
  if (!types.some((type) => type === "VerifiableCredential")) throw new Error("no record");
  const subject = members(listed(record["credentialSubject"])[0]);
  const achievement = members(listed(subject["achievement"])[0]);
  const named = worded(achievement["name"]) ?? worded(record["name"]) ?? { text: types.at(-1) ?? "", language: "" };
  const issuer = record["issuer"];
  const alignments = listed(achievement["alignment"]).map((one) => worded(members(one)["targetName"])?.text ?? "");
  return {
    title: named.text,
    language: named.language,
    issuer: worded(members(issuer)["name"])?.text ?? String(typeof issuer === "string" ? issuer : (members(issuer)["id"] ?? "")),
    kind: types.find((type) => type !== "VerifiableCredential") ?? "",
    signedOn: text(record["validFrom"]) || text(record["issuanceDate"]),
    endsOn: text(record["validUntil"]) || text(record["expirationDate"]),
    skills: alignments.filter((name) => name !== "").slice(0, 12),
    digest: toHex(await sha256(bytes)),
  };
}

// A token (vc+jwt) carries the record in its middle part.
function credentialIn(content: string): Members {
  if (content.startsWith("{")) return JSON.parse(content) as Members;
  const parts = content.split(".");
  if (parts.length !== 3) throw new Error("no record");
  const claims = JSON.parse(textOf(fromBase64url(parts[1] ?? ""))) as Members;
  return members(claims["vc"] ?? claims);
}

function members(value: unknown): Members {
  return typeof value === "object" && value !== null ? (value as Members) : {};
}

function listed(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

// Words stand bare, as {"@value": …, "@language": …}, or as a map of languages.
function worded(value: unknown): { text: string; language: string } | undefined {
  if (typeof value === "string" && value !== "") return { text: value, language: "" };
  const one = members(listed(value)[0]);
  if (typeof one["@value"] === "string") return { text: one["@value"], language: text(one["@language"]) };
  const [language, words] = Object.entries(one)[0] ?? ["", ""];
  return typeof words === "string" && words !== "" ? { text: words, language } : undefined;
}
