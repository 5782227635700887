// What does a page load? The four islands; and, for tests and other programs of this installation, what they are made of.

import { AcceptElement, PresentElement, ShareElement, WalletElement } from "./elements";
import { followWithoutLeaving } from "./following";

export * from "./bytes";
export { isInApp } from "./browser";
export * from "./jcs";
export * from "./keys";
export * from "./presentation";
export { qrSquares } from "./qr";
export { drawRosette } from "./rosette";
export * from "./recovery";
export * from "./sealing";
export * from "./share";

customElements.define("openler-wallet", WalletElement);
customElements.define("openler-share", ShareElement);
customElements.define("openler-accept", AcceptElement);
customElements.define("openler-present", PresentElement);
followWithoutLeaving();
