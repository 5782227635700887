// Which words and forms does the wallet show? Those of the server's templates, in the reader's language: a screen is a
// <template data-screen="name"> whose parts are found by name. No text of the page stands in this program.

const ADDRESS = "/wallet/screens/";

/** One screen as it stands on the page. */
export class Screen {
  constructor(readonly root: HTMLElement) {}

  part<T extends HTMLElement = HTMLElement>(name: string): T {
    const own = this.root.dataset["part"] === name ? (this.root as T) : null;
    const found = own ?? this.root.querySelector<T>(`[data-part="${name}"]`);
    if (found === null) throw new Error(`the screen has no part ${name}`);
    return found;
  }

  say(name: string, text: string): void {
    this.part(name).textContent = text;
  }

  /** Do something when the part is pressed; while it is done the part waits, so that nothing is done twice. */
  press(name: string, act: () => Promise<void> | void): void {
    const part = this.part<HTMLButtonElement>(name);
    part.addEventListener("click", async (event) => {
      event.preventDefault();
      if (part.getAttribute("aria-busy") === "true") return;
      part.setAttribute("aria-busy", "true");
      try {
        await act();
      } finally {
        part.removeAttribute("aria-busy");
      }
    });
  }

  /** Show those of the alternatives that bear one of the words, hide the others. */
  choose(attribute: string, ...words: string[]): void {
    for (const one of this.root.querySelectorAll<HTMLElement>(`[data-${attribute}]`)) {
      one.hidden = !words.includes(one.getAttribute(`data-${attribute}`) ?? "");
    }
  }

  /** Show what went wrong by its word, with what the server added; an unknown word shows the general one. */
  fault(word: string, detail = ""): void {
    const known = this.root.querySelector(`[data-fault="${word}"]`) !== null;
    this.choose("fault", known ? word : "other");
    const shown = this.root.querySelector<HTMLElement>("[data-fault]:not([hidden])");
    const place = shown?.querySelector<HTMLElement>("[data-detail]");
    if (place) place.textContent = detail;
    shown?.focus();
  }
}

/** Put a screen in place of what the host shows now, and give it. The reader's focus goes to its heading. */
export async function showScreen(host: HTMLElement, name: string, moveFocus = true): Promise<Screen> {
  const root = await copyOf(name);
  host.replaceChildren(root);
  if (moveFocus) root.querySelector<HTMLElement>("h1, h2")?.focus();
  return new Screen(root);
}

/** Give a copy of a screen that is not yet on the page. */
export async function copyOf(name: string): Promise<HTMLElement> {
  let template = find(document, name);
  if (template === null) {
    const response = await fetch(ADDRESS);
    const fetched = new DOMParser().parseFromString(await response.text(), "text/html");
    document.head.append(...fetched.querySelectorAll("link[rel=stylesheet]"));
    document.body.append(...fetched.querySelectorAll("template[data-screen]"));
    template = find(document, name);
  }
  const root = template?.content.firstElementChild?.cloneNode(true);
  if (!(root instanceof HTMLElement)) throw new Error(`there is no screen ${name}`);
  return root;
}

function find(place: ParentNode, name: string): HTMLTemplateElement | null {
  return place.querySelector<HTMLTemplateElement>(`template[data-screen="${name}"]`);
}

/** Write a date as the reader's language does; nothing for what is no date. */
export function dateWords(text: string): string {
  const date = new Date(text);
  if (text === "" || Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "long" }).format(date);
}

/** Let the reader keep bytes as a file. */
export function download(name: string, content: BlobPart, mediaType: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
