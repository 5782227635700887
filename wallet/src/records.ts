// What does the holder see of the wallet? The records as cards, one record with what can be done with it, and where
// everything lies.

import { askToPersist } from "./browser";
import type { Wallet } from "./holding";
import { closeFleeting } from "./opening";
import { MAX_RECORD_BYTES, type Sketch, sketchRecord } from "./record";
import { drawRosette, hueOf } from "./rosette";
import { copyOf, dateWords, download, Screen, showScreen } from "./screens";
import { type Server, ServerRefused } from "./server";
import type { HeldRecord } from "./store";

// From so many on, a list is searched rather than read.
const MANY = 20;

/** Show all records; a record's own place has its id behind the # of the address. */
export async function showRecords(host: HTMLElement, wallet: Wallet, server: Server): Promise<void> {
  let kept = await wallet.match(server);
  const persists = !wallet.store.isFleeting && (await askToPersist());
  const place = wallet.store.isFleeting ? "fleeting" : persists ? "persisted" : "unpersisted";
  const show = async () => {
    const id = location.hash.slice(1);
    const record = (await wallet.store.records()).find((one) => one.id === id);
    if (record !== undefined) await showOne(host, wallet, server, record);
    else await showAll(host, wallet, [kept, place], showMore);
  };
  const showMore = async () => {
    kept = await wallet.match(server);
    await show();
  };
  window.addEventListener("hashchange", () => {
    if (host.isConnected) void show();
  });
  await show();
}

async function showAll(host: HTMLElement, wallet: Wallet, states: string[], showMore: () => Promise<void>): Promise<void> {
  const screen = await showScreen(host, "records", false);
  const records = (await wallet.store.records()).sort((one, other) => other.acceptedAt.localeCompare(one.acceptedAt));
  screen.choose("when", ...states, records.length === 0 ? "empty" : "some");
  screen.say("did", wallet.did);
  const cards = await Promise.all(records.map(card));
  screen.part("cards").replaceChildren(...cards);
  const search = screen.part<HTMLInputElement>("search");
  search.closest<HTMLElement>("[data-part=searching]")!.hidden = records.length <= MANY;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const one of cards) one.hidden = !(one.textContent ?? "").toLocaleLowerCase().includes(wanted);
  });
  screen.part<HTMLInputElement>("file").addEventListener("change", async (event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file === undefined) return;
    if (await addFile(wallet, file)) await showMore();
    else screen.fault("no-record");
  });
  screen.press("forget", async () => {
    await wallet.store.clear();
    closeFleeting();
    location.reload();
  });
}

async function addFile(wallet: Wallet, file: File): Promise<boolean> {
  if (file.size > MAX_RECORD_BYTES) return false;
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    await sketchRecord(bytes);
  } catch {
    return false;
  }
  await wallet.keep(bytes, mediaTypeOf(bytes), new Date());
  return true;
}

async function card(record: HeldRecord): Promise<HTMLElement> {
  const sketch = await sketchRecord(record.bytes);
  const row = await copyOf("card");
  const screen = new Screen(row);
  const link = screen.part<HTMLAnchorElement>("open");
  link.href = `#${record.id}`;
  link.classList.add(hueOf(sketch.digest));
  describe(screen, sketch);
  screen.choose("kept", record.sequence > 0 ? "server" : "here");
  return row;
}

async function showOne(host: HTMLElement, wallet: Wallet, server: Server, record: HeldRecord): Promise<void> {
  const screen = await showScreen(host, "record");
  const sketch = await sketchRecord(record.bytes);
  screen.root.querySelector(".card")?.classList.add(hueOf(sketch.digest));
  describe(screen, sketch);
  screen.say("ends", dateWords(sketch.endsOn));
  screen.choose("ends", sketch.endsOn === "" ? "never" : "once");
  screen.say("accepted", dateWords(record.acceptedAt));
  screen.say("digest", sketch.digest);
  screen.choose("kept", record.sequence > 0 ? "server" : "here");
  const chips = sketch.skills.map((skill) => Object.assign(document.createElement("li"), { className: "skill", textContent: skill }));
  screen.part("skills").replaceChildren(...chips);
  screen.part("skills").hidden = chips.length === 0;
  screen.part<HTMLAnchorElement>("share").href = `/wallet/share/?record=${record.id}`;
  screen.press("download", () => {
    const isToken = record.mediaType.endsWith("+jwt");
    download(`${fileName(sketch.title)}.${isToken ? "jwt" : "json"}`, record.bytes, record.mediaType);
  });
  screen.press("check", async () => {
    try {
      screen.say("verdict", await server.judge(record.bytes, record.mediaType));
      screen.part("verdict").hidden = false;
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      screen.fault("unchecked", error.advice);
    }
  });
  screen.press("remove", async () => {
    try {
      await wallet.remove(record, server);
      location.hash = "";
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      screen.fault(error.status === 409 ? "changed" : "unreachable", error.advice);
    }
  });
}

function describe(screen: Screen, sketch: Sketch): void {
  screen.say("title", sketch.title);
  if (sketch.language) screen.part("title").lang = sketch.language;
  screen.say("issuer", sketch.issuer);
  screen.say("date", dateWords(sketch.signedOn));
  drawRosette(screen.root.querySelector<SVGElement>("svg.emblem")!, sketch.digest);
}

function mediaTypeOf(bytes: Uint8Array): string {
  return bytes.find((byte) => byte > 32) === 0x7b ? "application/vc+json" : "application/vc+jwt";
}

function fileName(title: string): string {
  return title.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "record";
}
