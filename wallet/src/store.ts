// Where does the wallet lie? In the browser's IndexedDB, or, on a computer that others use, in this tab's memory only.
// Spec: https://www.w3.org/TR/IndexedDB/

import type { Bytes } from "./bytes";
import type { Unlocked } from "./recovery";

/** One record as it was received. */
export interface HeldRecord {
  /** Opaque, random; the same on the server. */
  readonly id: string;
  /** The original bytes, never written anew. */
  readonly bytes: Bytes;
  readonly mediaType: string;
  readonly acceptedAt: string;
  /** Which state of it the server keeps sealed; 0 while it is only here. */
  readonly sequence: number;
}

export interface WalletStore {
  /** Whether everything is gone when the tab closes. */
  readonly isFleeting: boolean;
  load(): Promise<Unlocked | undefined>;
  save(unlocked: Unlocked): Promise<void>;
  records(): Promise<HeldRecord[]>;
  put(record: HeldRecord): Promise<void>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

const NAME = "openler-wallet";
const STATE = "state";
const RECORDS = "records";
const ONLY = "wallet";

/** Open the lasting store; throws where the browser refuses IndexedDB, as some private windows do. */
export async function openLastingStore(): Promise<WalletStore> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STATE);
    opening.result.createObjectStore(RECORDS, { keyPath: "id" });
  };
  return new LastingStore(await settled(opening));
}

class LastingStore implements WalletStore {
  readonly isFleeting = false;

  constructor(private readonly database: IDBDatabase) {}

  async load(): Promise<Unlocked | undefined> {
    return settled(this.store(STATE, "readonly").get(ONLY));
  }

  async save(unlocked: Unlocked): Promise<void> {
    await settled(this.store(STATE, "readwrite").put(unlocked, ONLY));
  }

  async records(): Promise<HeldRecord[]> {
    return settled(this.store(RECORDS, "readonly").getAll());
  }

  async put(record: HeldRecord): Promise<void> {
    await settled(this.store(RECORDS, "readwrite").put(record));
  }

  async remove(id: string): Promise<void> {
    await settled(this.store(RECORDS, "readwrite").delete(id));
  }

  async clear(): Promise<void> {
    await settled(this.store(RECORDS, "readwrite").clear());
    await settled(this.store(STATE, "readwrite").clear());
  }

  private store(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(name, mode).objectStore(name);
  }
}

/** The store of a shared computer: this module's memory, which nothing outlives. */
export class FleetingStore implements WalletStore {
  readonly isFleeting = true;
  private unlocked: Unlocked | undefined;
  private readonly held = new Map<string, HeldRecord>();

  async load(): Promise<Unlocked | undefined> {
    return this.unlocked;
  }

  async save(unlocked: Unlocked): Promise<void> {
    this.unlocked = unlocked;
  }

  async records(): Promise<HeldRecord[]> {
    return [...this.held.values()];
  }

  async put(record: HeldRecord): Promise<void> {
    this.held.set(record.id, record);
  }

  async remove(id: string): Promise<void> {
    this.held.delete(id);
  }

  async clear(): Promise<void> {
    this.unlocked = undefined;
    this.held.clear();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    if (request instanceof IDBOpenDBRequest) request.onblocked = () => reject(new Error("blocked"));
  });
}
