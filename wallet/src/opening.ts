// How does a page come to an open wallet? It is there, or it is made, or it comes back from its recovery file.

import { obstacle } from "./browser";
import { confirmDraft, draftWallet, Wallet } from "./holding";
import { openRecoveryFile, RecoveryRefused, type Unlocked } from "./recovery";
import { download, type Screen, showScreen } from "./screens";
import { FleetingStore, openLastingStore, type WalletStore } from "./store";

// The wallet of a shared computer lives here, and nowhere else.
let fleeting: Wallet | undefined;

/** Give an open wallet; what the reader must do first is shown in the host. Never answers where the browser cannot. */
export async function openWallet(host: HTMLElement): Promise<Wallet> {
  const why = obstacle();
  if (why !== undefined) {
    await showScreen(host, why, false);
    return new Promise(() => undefined);
  }
  if (fleeting !== undefined) return fleeting;
  const store = await openLastingStore().catch(() => undefined);
  const kept = await store?.load();
  if (store !== undefined && kept !== undefined) return new Wallet(store, kept);
  return new Promise((resolve) => void start(host, store, resolve));
}

/** Tell whether a wallet of a shared computer is open in this tab. */
export function isFleetingOpen(): boolean {
  return fleeting !== undefined;
}

/** Forget the wallet of a shared computer. */
export function closeFleeting(): void {
  fleeting = undefined;
}

type Opened = (wallet: Wallet) => void;

async function start(host: HTMLElement, store: WalletStore | undefined, opened: Opened): Promise<void> {
  const screen = await showScreen(host, "start", false);
  const shared = screen.part<HTMLInputElement>("shared");
  // Where the browser keeps nothing, only the way of a shared computer is left, and the page says so.
  screen.choose("when", store === undefined ? "refused" : "kept");
  if (store === undefined) shared.checked = shared.disabled = true;
  const chosen = () => (shared.checked || store === undefined ? new FleetingStore() : store);
  screen.press("make", () => setUp(host, chosen(), opened));
  screen.press("restore", () => restore(host, chosen(), opened));
}

async function setUp(host: HTMLElement, store: WalletStore, opened: Opened): Promise<void> {
  const draft = await draftWallet(new Date());
  const screen = await showScreen(host, "save");
  screen.say("secret", draft.secret);
  screen.press("print", () => window.print());
  screen.press("save", () => {
    download(`openler-recovery-${new Date().toISOString().slice(0, 10)}.json`, draft.file, "application/json");
    screen.part("saved").hidden = false;
  });
  screen.press("confirm", () =>
    attempt(screen, async () => {
      const { content, typed } = await given(screen);
      await finish(store, await confirmDraft(draft, content, typed), opened);
    }),
  );
}

async function restore(host: HTMLElement, store: WalletStore, opened: Opened): Promise<void> {
  const screen = await showScreen(host, "restore");
  screen.press("open", () =>
    attempt(screen, async () => {
      const { content, typed } = await given(screen);
      await finish(store, await openRecoveryFile(content, typed), opened);
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
    if (!(error instanceof RecoveryRefused)) throw error;
    screen.fault(error.reason);
  }
}

async function finish(store: WalletStore, unlocked: Unlocked, opened: Opened): Promise<void> {
  await store.save(unlocked);
  const wallet = new Wallet(store, unlocked);
  if (store.isFleeting) fleeting = wallet;
  opened(wallet);
}
