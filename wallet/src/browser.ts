// Can this browser keep a wallet? Mail programs and social apps open links in a browser of their own, whose storage is
// thrown away; pages without https get no keys; some private windows refuse storage.

/** The word of the screen that says why not; nothing where all is well. */
export type Obstacle = "insecure" | "in-app" | undefined;

// Each names itself in its user agent. "; wv)" is how Android's WebView says that it is one.
const IN_APP = /; wv\)|FBAN|FBAV|FB_IAB|Instagram|LinkedInApp|Line\/|MicroMessenger|Snapchat|GSA\/|Outlook-(?:iOS|Android)|Teams\/|YahooMobile/i;
// Apple's web view says neither Safari nor the name of another browser.
const APPLE_WEB_VIEW = /(?:iPhone|iPad|iPod).*AppleWebKit(?!.*(?:Safari|CriOS|FxiOS|EdgiOS))/;

export function obstacle(): Obstacle {
  if (!window.isSecureContext || crypto.subtle === undefined) return "insecure";
  return isInApp(navigator.userAgent) ? "in-app" : undefined;
}

export function isInApp(userAgent: string): boolean {
  return IN_APP.test(userAgent) || APPLE_WEB_VIEW.test(userAgent);
}

/** Ask the browser to keep the storage when space runs short, and give its answer. */
export async function askToPersist(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
