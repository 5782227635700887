// How does a wallet that lives in this tab's memory outlast the way from page to page? The next page is fetched into
// this one, as long as the way stays in the wallet.

import { isFleetingOpen } from "./opening";

export function followWithoutLeaving(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a");
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.defaultPrevented;
    if (link === null || link === undefined || !isPlain || link.target !== "" || !isFleetingOpen()) return;
    const address = new URL(link.href, location.href);
    const isOurs = address.origin === location.origin && address.pathname.startsWith("/wallet/");
    const isHere = address.pathname === location.pathname && address.hash !== "";
    if (!isOurs || isHere) return;
    event.preventDefault();
    void follow(address.href, true);
  });
  window.addEventListener("popstate", () => {
    if (isFleetingOpen() && location.pathname.startsWith("/wallet/") && location.hash === "") void follow(location.href, false);
  });
}

async function follow(address: string, isNew: boolean): Promise<void> {
  const response = await fetch(address, { redirect: "error" }).catch(() => undefined);
  const text = response?.ok ? await response.text() : undefined;
  const page = text === undefined ? undefined : new DOMParser().parseFromString(text, "text/html");
  const main = page?.querySelector("main");
  if (page === undefined || !main) return location.assign(address);
  if (isNew) history.pushState(null, "", address);
  document.title = page.title;
  const known = new Set([...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map((sheet) => sheet.href));
  const sheets = [...page.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")];
  document.head.append(...sheets.filter((sheet) => !known.has(new URL(sheet.getAttribute("href") ?? "", address).href)));
  document.querySelector("main")!.replaceWith(document.importNode(main, true));
  window.scrollTo(0, 0);
  document.querySelector<HTMLElement>("main h1")?.focus();
}
