// What can be done with a wallet, whatever its pages look like? Set up, come back, keep records, take them along.

import { type Bytes, concat, random, textOf, toHex, utf8 } from "./bytes";
import { createKey, offeredKind } from "./keys";
import { createSecret, openRecoveryFile, RecoveryRefused, type Unlocked, writeRecoveryFile } from "./recovery";
import { importSealingKey, openSealed, pad, seal, unpad } from "./sealing";
import { type Deposit, type Server, ServerRefused } from "./server";
import type { HeldRecord, WalletStore } from "./store";

/** A wallet that was made but may not be used before its recovery file was saved and opened once. */
export interface Draft {
  readonly unlocked: Unlocked;
  readonly file: string;
  readonly secret: string;
}

export async function draftWallet(at: Date): Promise<Draft> {
  const { key, pkcs8 } = await createKey(await offeredKind());
  const vault = random(32);
  const secret = await createSecret();
  const file = await writeRecoveryFile(key, pkcs8, vault, secret, at);
  const unlocked = { key, vault: await importSealingKey(vault) };
  // What was exported has gone into the file; nothing in this page holds it any longer.
  pkcs8.fill(0);
  vault.fill(0);
  return { unlocked, file, secret };
}

/** Open the file that was saved, with the secret that was noted, and hold it to be this draft's own. */
export async function confirmDraft(draft: Draft, content: string, typed: string): Promise<Unlocked> {
  const opened = await openRecoveryFile(content, typed);
  if (opened.key.did !== draft.unlocked.key.did) throw new RecoveryRefused("file");
  return opened;
}

export class Wallet {
  constructor(
    readonly store: WalletStore,
    readonly unlocked: Unlocked,
  ) {}

  get did(): string {
    return this.unlocked.key.did;
  }

  /** Keep the bytes of a record as they came; the same bytes are kept once. */
  async keep(bytes: Bytes, mediaType: string, at: Date): Promise<HeldRecord> {
    const same = (await this.store.records()).find((held) => isSame(held.bytes, bytes));
    if (same !== undefined) return same;
    const record = { id: toHex(random(16)), bytes, mediaType, acceptedAt: at.toISOString(), sequence: 0 };
    await this.store.put(record);
    return record;
  }

  /**
   * Bring browser and server to the same records: sealed copies of what is only here, and from there what is missing here.
   *
   * Says "other" where the account's wallet has another key: then nothing is sent and nothing fetched.
   */
  async match(server: Server): Promise<"done" | "other" | "signed-out" | "unreachable"> {
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

  async remove(record: HeldRecord, server: Server): Promise<void> {
    if (record.sequence > 0) await server.withdraw(record.id, record.sequence);
    await this.store.remove(record.id);
  }

  private async exchange(server: Server, items: Deposit[]): Promise<void> {
    const held = await this.store.records();
    const known = new Set(held.map((record) => record.id));
    for (const record of held) {
      const there = items.find((item) => item.id === record.id);
      // What was taken out of the wallet elsewhere goes here too; what the server merely lacks is given to it again.
      if (there?.removed) await this.store.remove(record.id);
      else if (there === undefined) await this.deposit(server, record);
    }
    for (const item of items.filter((one) => !one.removed && !known.has(one.id))) {
      const { sequence, sealed } = await server.fetch(item.id);
      await this.store.put(await this.unsealed(item.id, sequence, sealed));
    }
  }

  private async deposit(server: Server, record: HeldRecord): Promise<void> {
    const head = utf8(JSON.stringify({ mediaType: record.mediaType, acceptedAt: record.acceptedAt }) + "\n");
    const sealed = await seal(this.unlocked.vault, pad(concat(head, record.bytes)), utf8(record.id));
    await server.deposit(record.id, 1, sealed);
    await this.store.put({ ...record, sequence: 1 });
  }

  private async unsealed(id: string, sequence: number, sealed: Bytes): Promise<HeldRecord> {
    const content = unpad(await openSealed(this.unlocked.vault, sealed, utf8(id)));
    const end = content.indexOf(10);
    const head = JSON.parse(textOf(content.slice(0, end))) as { mediaType: string; acceptedAt: string };
    return { id, bytes: content.slice(end + 1), mediaType: head.mediaType, acceptedAt: head.acceptedAt, sequence };
  }
}

function isSame(one: Bytes, other: Bytes): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
