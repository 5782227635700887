// Which parts of a page are the wallet's? <openler-wallet>, <openler-share>, <openler-accept> and <openler-present>.

import { obstacle } from "./browser";
import { textOf, toBase64url } from "./bytes";
import type { Wallet } from "./holding";
import { openWallet } from "./opening";
import { createPresentation, type Occasion } from "./presentation";
import { qrPath } from "./qr";
import { sketchRecord, type Sketch } from "./record";
import { showRecords } from "./records";
import { drawRosette } from "./rosette";
import { copyOf, dateWords, Screen, showScreen } from "./screens";
import { Server, ServerRefused } from "./server";
import { sealShare } from "./share";
import type { HeldRecord } from "./store";

abstract class Island extends HTMLElement {
  protected get server(): Server {
    return new Server(this.dataset["csrf"] ?? "");
  }

  connectedCallback(): void {
    void this.begin();
  }

  protected abstract begin(): Promise<void>;
}

/** The wallet's own page: set-up, then the records. */
export class WalletElement extends Island {
  protected override async begin(): Promise<void> {
    await showRecords(this, await openWallet(this, this.server), this.server);
  }
}

/** The claim page's button: makes sure of a wallet, proves its key to the issuer, keeps the record that comes back. */
export class AcceptElement extends Island {
  protected override async begin(): Promise<void> {
    const why = obstacle();
    if (why !== undefined) return void (await showScreen(this, why, false));
    const screen = await showScreen(this, "accept", false);
    screen.press("accept", () => this.accept());
  }

  private async accept(): Promise<void> {
    const wallet = await openWallet(this, this.server);
    const waiting = await showScreen(this, "accepting");
    try {
      const { record, sketch } = await this.fetchRecord(wallet);
      const kept = await wallet.match(this.server);
      const screen = await showScreen(this, "accepted");
      screen.say("title", sketch.title);
      screen.choose("when", kept === "done" ? "safe" : "here");
      this.dispatchEvent(new CustomEvent("openler-accepted", { bubbles: true, detail: { id: record.id } }));
    } catch (error) {
      const refused = error instanceof ServerRefused ? error : undefined;
      waiting.choose("when", "failed");
      waiting.fault(refused?.status === 0 ? "unreachable" : "other", refused?.advice ?? "");
      waiting.press("again", () => this.accept());
    }
  }

  private async fetchRecord(wallet: Wallet): Promise<{ record: HeldRecord; sketch: Sketch }> {
    const { bind = "", challenge = "", domain = "" } = this.dataset;
    const presentation = await createPresentation(wallet.unlocked.key, [], { challenge, domain }, new Date());
    const response = await this.server.sendText("POST", bind, `{"presentation":${presentation}}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const mediaType = response.headers.get("Content-Type")?.split(";")[0] ?? "application/vc+json";
    const record = await wallet.keep(bytes, mediaType, new Date());
    return { record, sketch: await sketchRecord(bytes) };
  }
}

interface Choice {
  readonly record: HeldRecord;
  readonly sketch: Sketch;
  readonly box: HTMLInputElement;
}

/** Records with a box before each; nothing is chosen but what the address of the page names. */
class Picking {
  private constructor(readonly choices: Choice[]) {}

  static async among(records: HeldRecord[], list: HTMLElement): Promise<Picking> {
    const choices = await Promise.all(records.map((record) => Picking.offer(record)));
    list.replaceChildren(...choices.map((choice) => choice.box.closest("li")!));
    return new Picking(choices);
  }

  picked(): Choice[] {
    return this.choices.filter((choice) => choice.box.checked);
  }

  /** Sign a presentation of what is chosen, each record as it was received. */
  async present(wallet: Wallet, occasion: Occasion): Promise<string> {
    const texts = this.picked().map((choice) => textOf(choice.record.bytes));
    return createPresentation(wallet.unlocked.key, texts, occasion, new Date());
  }

  private static async offer(record: HeldRecord): Promise<Choice> {
    const sketch = await sketchRecord(record.bytes);
    const row = await copyOf("share-record");
    const screen = new Screen(row);
    screen.say("title", sketch.title);
    if (sketch.language) screen.part("title").lang = sketch.language;
    screen.say("issuer", sketch.issuer);
    drawRosette(row.querySelector("svg")!, sketch.digest);
    const box = screen.part<HTMLInputElement>("box");
    box.checked = new URLSearchParams(location.search).get("record") === record.id;
    return { record, sketch, box };
  }
}

/** The button with which a holder shows chosen records: signed over the asker's own number, sent, or put into a form. */
export class PresentElement extends Island {
  protected override async begin(): Promise<void> {
    const why = obstacle();
    if (why !== undefined) return void (await showScreen(this, why, false));
    const screen = await showScreen(this, "present", false);
    screen.press("begin", () => this.choose());
  }

  private async choose(): Promise<void> {
    const wallet = await openWallet(this, this.server);
    await wallet.match(this.server);
    const records = await wallet.store.records();
    if (records.length === 0) return void (await showScreen(this, "share-nothing", false));
    const screen = await showScreen(this, "present-choose");
    const picking = await Picking.among(records, screen.part("records"));
    screen.press("submit", () => this.submit(screen, wallet, picking));
  }

  private async submit(screen: Screen, wallet: Wallet, picking: Picking): Promise<void> {
    if (picking.picked().length === 0) return screen.fault("nothing");
    const { post = "", into = "", challenge, domain } = this.dataset;
    const occasion = { ...(challenge ? { challenge } : {}), ...(domain ? { domain } : {}) };
    try {
      const presentation = await picking.present(wallet, occasion);
      if (into !== "") return await this.fill(into, presentation);
      const response = await this.server.sendText("POST", post, `{"presentation":${presentation}}`);
      const place = response.headers.get("Location");
      if (place !== null) return location.assign(place);
      await showScreen(this, "presented");
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      screen.fault(error.status === 0 ? "unreachable" : "other", error.advice);
    }
  }

  // Where the page has a form with more in it, the presentation goes into its field, and the reader sends the form.
  private async fill(into: string, presentation: string): Promise<void> {
    (document.getElementById(into) as HTMLTextAreaElement).value = presentation;
    const screen = await showScreen(this, "filled");
    screen.press("begin", () => this.choose());
  }
}

/** The page on which the holder decides what somebody sees, until when, and why. */
export class ShareElement extends Island {
  protected override async begin(): Promise<void> {
    const wallet = await openWallet(this, this.server);
    await wallet.match(this.server);
    const records = await wallet.store.records();
    if (records.length === 0) return void (await showScreen(this, "share-nothing", false));
    const screen = await showScreen(this, "share", false);
    const picking = await Picking.among(records, screen.part("records"));
    this.prepareDates(screen);
    const form = screen.part<HTMLFormElement>("form");
    form.addEventListener("input", () => this.preview(screen, picking));
    this.preview(screen, picking);
    form.addEventListener("submit", (event) => event.preventDefault());
    screen.press("submit", () => this.submit(screen, wallet, picking));
  }

  private prepareDates(screen: Screen): void {
    const ends = screen.part<HTMLInputElement>("ends");
    const inDays = (days: number) => localDay(new Date(Date.now() + days * 86_400_000));
    ends.min = inDays(0);
    ends.max = inDays(Number(ends.dataset["mostDays"]));
    ends.value = inDays(Number(ends.dataset["days"]));
  }

  private preview(screen: Screen, picking: Picking): void {
    const picked = picking.picked();
    const items = picked.map((choice) => Object.assign(document.createElement("li"), { textContent: choice.sketch.title }));
    screen.part("seen").replaceChildren(...items);
    screen.choose("seen", picked.length === 0 ? "nothing" : "something");
    const audience = screen.part<HTMLInputElement>("audience").value.trim();
    screen.choose("named", audience === "" ? "no" : "yes");
    screen.say("preview-audience", audience);
    screen.say("preview-ends", dateWords(`${screen.part<HTMLInputElement>("ends").value}T12:00:00`));
    screen.say("left-out", String(picking.choices.length - picked.length));
  }

  private async submit(screen: Screen, wallet: Wallet, picking: Picking): Promise<void> {
    const records = picking.picked().length;
    if (records === 0) return screen.fault("nothing");
    const form = screen.part<HTMLFormElement>("form");
    if (!form.reportValidity()) return;
    const typed = (name: string) => screen.part<HTMLInputElement>(name).value.trim();
    const audience = typed("audience");
    try {
      // The signature names for whom it was made, so that nobody can pass the presentation on as if it were theirs.
      const share = await sealShare(await picking.present(wallet, { domain: audience }));
      const ends_at = new Date(`${typed("ends")}T23:59:59`).toISOString();
      const sealed = toBase64url(share.sealed);
      await this.server.send("POST", "/wallet/shares/", { id: share.id, sealed, audience, purpose: typed("purpose"), ends_at, records });
      await this.done(new URL(share.path, location.origin).href, audience);
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      screen.fault(error.status === 0 ? "unreachable" : error.status === 401 || error.status === 403 ? "signed-out" : "other", error.advice);
    }
  }

  private async done(link: string, audience: string): Promise<void> {
    const screen = await showScreen(this, "shared");
    screen.say("audience", audience);
    const field = screen.part<HTMLInputElement>("link");
    field.value = link;
    screen.press("copy", async () => {
      await navigator.clipboard.writeText(link).catch(() => field.select());
      screen.part("copied").hidden = false;
    });
    const { path, size } = qrPath(link);
    const picture = screen.root.querySelector("svg.qr")!;
    picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
    picture.querySelector("path")!.setAttribute("d", path);
  }
}

function localDay(date: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
