// What is the one canonical text of a JSON value?
// Spec: https://www.rfc-editor.org/rfc/rfc8785 , over https://www.rfc-editor.org/rfc/rfc7493

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** Thrown where readers of JSON would not agree on the value, so that no signature may cover it. */
export class NotCanonical extends Error {}

/** Give the canonical text: members by their UTF-16 code units, numbers and strings as ECMAScript writes them. */
export function canonicalJson(value: Json): string {
  if (typeof value === "number") {
    // An integer beyond 2^53 - 1 may have been read inexactly, and once read nobody can tell; infinity and NaN are no JSON.
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
  // The default order of sort() is by UTF-16 code units, which is what RFC 8785, 3.2.3 asks for.
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonicalJson(name)}:${canonicalJson(value[name] as Json)}`).join(",")}}`;
}

function hasHalfPair(text: string): boolean {
  return /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}
