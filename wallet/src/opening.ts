// How does a page come to an open wallet? It is there, or it is made, or it comes back from its recovery file.

import { obstacle } from "./browser";
import { confirmDraft, draftWallet, Wallet } from "./holding";
import { openRecoveryFile, RecoveryRefused, type Unlocked } from "./recovery";
import { download, type Screen, showScreen } from "./screens";
import { type Server, ServerRefused } from "./server";
import { FleetingStore, openLastingStore, type WalletStore } from "./store";

// The wallet of a shared computer lives here, and nowhere else.
let fleeting: Wallet | undefined;

/** Give an open wallet; what the reader must do first is shown in the host. Never answers where the browser cannot. */
export async function openWallet(host: HTMLElement, server: Server): Promise<Wallet> {
  const why = obstacle();
  if (why !== undefined) {
    await showScreen(host, why, false);
    return new Promise(() => undefined);
  }
  if (fleeting !== undefined) return fleeting;
  const store = await openLastingStore().catch(() => undefined);
  const kept = await store?.load();
  if (store !== undefined && kept !== undefined) return new Wallet(store, kept);
  const holder = (await server.state().catch(() => undefined))?.holder ?? "";
  return new Promise((resolve) => void start({ host, server, holder, opened: resolve }, store));
}

/** Tell whether a wallet of a shared computer is open in this tab. */
export function isFleetingOpen(): boolean {
  return fleeting !== undefined;
}

/** Forget the wallet of a shared computer. */
export function closeFleeting(): void {
  fleeting = undefined;
}

/** Where a wallet is being opened: the page's part, the server, and the key that the account's wallet has already, if any. */
interface Visit {
  readonly host: HTMLElement;
  readonly server: Server;
  readonly holder: string;
  readonly opened: (wallet: Wallet) => void;
}

async function start(visit: Visit, store: WalletStore | undefined): Promise<void> {
  const screen = await showScreen(visit.host, "start", false);
  const shared = screen.part<HTMLInputElement>("shared");
  // Where the browser keeps nothing, only the way of a shared computer is left, and the page says so.
  screen.choose("when", store === undefined ? "refused" : "kept");
  screen.choose("account", visit.holder === "" ? "new" : "known");
  if (store === undefined) shared.checked = shared.disabled = true;
  const chosen = () => (shared.checked || store === undefined ? new FleetingStore() : store);
  screen.press("make", () => setUp(visit, chosen()));
  screen.press("anew", () => setUp(visit, chosen()));
  screen.press("restore", () => restore(visit, chosen()));
  screen.press("come-back", () => restore(visit, chosen()));
}

async function setUp(visit: Visit, store: WalletStore): Promise<void> {
  const draft = await draftWallet(new Date());
  const screen = await showScreen(visit.host, "save");
  screen.say("secret", draft.secret);
  screen.press("print", () => window.print());
  screen.press("save", () => {
    download(`openler-recovery-${new Date().toISOString().slice(0, 10)}.json`, draft.file, "application/json");
    screen.part("saved").hidden = false;
  });
  screen.press("confirm", () =>
    attempt(screen, async () => {
      const { content, typed } = await given(screen);
      const unlocked = await confirmDraft(draft, content, typed);
      // Whoever starts over says so to the server, which forgets what only the former key could open.
      if (visit.holder !== "") await visit.server.register(unlocked.key.did, visit.holder);
      await finish(visit, store, unlocked);
    }),
  );
}

async function restore(visit: Visit, store: WalletStore): Promise<void> {
  const screen = await showScreen(visit.host, "restore");
  screen.press("open", () =>
    attempt(screen, async () => {
      const { content, typed } = await given(screen);
      await finish(visit, store, await openRecoveryFile(content, typed));
    }),
  );
}

async function given(screen: Screen): Promise<{ content: string; typed: string }> {
  const file = screen.part<HTMLInputElement>("file").files?.[0];
  if (file === undefined) throw new RecoveryRefused("file");
  return { content: await file.text(), typed: screen.part<HTMLInputElement>("typed").value };
}

async function attempt(screen: Screen, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (error instanceof RecoveryRefused) screen.fault(error.reason);
    else if (error instanceof ServerRefused) screen.fault("unreachable");
    else throw error;
  }
}

async function finish(visit: Visit, store: WalletStore, unlocked: Unlocked): Promise<void> {
  await store.save(unlocked);
  const wallet = new Wallet(store, unlocked);
  if (store.isFleeting) fleeting = wallet;
  visit.opened(wallet);
}
