// What makes a link to what is shared? A token that only the link holds: the content is sealed under a key made from it,
// and the server, which keeps the content, knows of the token only a hash.

import { type Bytes, concat, random, sha256, toBase64url, toHex, utf8 } from "./bytes";
import { deriveKey, seal } from "./sealing";

const TOKEN_BYTES = 32;
const CONTENT_KEY = "openler share content v1";
const ID_PREFIX = "openler share id v1";

export interface SealedShare {
  /** Where the link leads, from the root of this installation. */
  readonly path: string;
  readonly id: string;
  readonly sealed: Bytes;
}

export async function sealShare(presentation: string): Promise<SealedShare> {
  const token = random(TOKEN_BYTES);
  return {
    path: `/s/${toBase64url(token)}/`,
    id: toHex(await sha256(concat(utf8(ID_PREFIX), token))),
    sealed: await seal(await deriveKey(token, CONTENT_KEY), utf8(presentation)),
  };
}
