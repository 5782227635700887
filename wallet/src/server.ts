// What does the server keep for the wallet? The holder's public name, and sealed items that it cannot open.

import { type Bytes, fromBase64url, toBase64url } from "./bytes";

/** Thrown where the server says no; `status` is that of HTTP, 0 where it could not be reached. */
export class ServerRefused extends Error {
  constructor(
    readonly status: number,
    readonly advice: string,
  ) {
    super(advice);
  }
}

/** What the server says about one item without giving it out. */
export interface Deposit {
  readonly id: string;
  readonly sequence: number;
  readonly removed: boolean;
}

export class Server {
  constructor(private readonly csrf: string) {}

  async state(): Promise<{ holder: string; items: Deposit[] }> {
    return (await this.send("GET", "/api/v1/wallet")).json();
  }

  /** Note the wallet's public name; `replaces` is the name of the wallet that is given up for it. */
  async register(did: string, replaces = ""): Promise<void> {
    await this.send("PUT", "/api/v1/wallet/holder", { did, replaces });
  }

  async fetch(id: string): Promise<{ sequence: number; sealed: Bytes }> {
    const item = await (await this.send("GET", `/api/v1/wallet/items/${id}`)).json();
    return { sequence: item.sequence, sealed: fromBase64url(item.sealed) };
  }

  /** Keep a new state of an item; the server refuses it (409) unless it follows the state that is kept there. */
  async deposit(id: string, sequence: number, sealed: Bytes): Promise<void> {
    await this.send("PUT", `/api/v1/wallet/items/${id}`, { sequence, sealed: toBase64url(sealed) });
  }

  async withdraw(id: string, sequence: number): Promise<void> {
    await this.send("DELETE", `/api/v1/wallet/items/${id}`, { sequence });
  }

  /** Have a record judged as anybody may, and give the sentence; the server keeps nothing of it. */
  async judge(record: Bytes, mediaType: string): Promise<string> {
    return (await (await this.sendText("POST", "/api/v1/verifications", record, mediaType)).json()).sentence;
  }

  /** Send any JSON to an address of this installation. */
  async send(method: string, path: string, body?: unknown): Promise<Response> {
    return this.sendText(method, path, body === undefined ? null : JSON.stringify(body));
  }

  /** Send what is written already, so that what was signed is sent as it was signed. */
  async sendText(method: string, path: string, body: string | Bytes | null, mediaType = "application/json"): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") {
      headers["X-CSRFToken"] = this.csrf;
      headers["Content-Type"] = mediaType;
    }
    let response: Response;
    try {
      response = await fetch(path, { method, headers, body, redirect: "error" });
    } catch {
      throw new ServerRefused(0, "");
    }
    if (!response.ok) throw new ServerRefused(response.status, await problemText(response));
    return response;
  }
}

async function problemText(response: Response): Promise<string> {
  try {
    const problem = await response.json();
    return [problem.detail, problem.advice].filter((text) => typeof text === "string").join(" ");
  } catch {
    return "";
  }
}
