// Lets a form use a passkey: asks the browser for one, puts its answer into the form and sends it.
// Spec: https://www.w3.org/TR/webauthn-3/

const fromBase64Url = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toBase64Url = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function readOptions({ publicKey }) {
  const read = { ...publicKey, challenge: fromBase64Url(publicKey.challenge) };
  if (publicKey.user) read.user = { ...publicKey.user, id: fromBase64Url(publicKey.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (publicKey[list]) read[list] = publicKey[list].map((one) => ({ ...one, id: fromBase64Url(one.id) }));
  }
  return { publicKey: read };
}

function writeAnswer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toBase64Url(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toBase64Url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function ask(form) {
  const kind = form.dataset.passkey;
  if (kind === "create") {
    const options = readOptions(JSON.parse(form.dataset.options));
    // A passkey that opens the account by itself, after finger, face or PIN.
    options.publicKey.authenticatorSelection = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    return navigator.credentials.create(options);
  }
  if (kind === "get") return navigator.credentials.get(readOptions(JSON.parse(form.dataset.options)));
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return navigator.credentials.get(readOptions((await answer.json()).request_options));
}

function say(form, words) {
  const fault = form.querySelector("[data-fault]");
  fault.textContent = words;
  fault.hidden = false;
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { dataset } = form.querySelector("[data-fault]");
    if (/^[\d.]+$|^\[/.test(location.hostname)) return say(form, dataset.address);
    if (!window.PublicKeyCredential) return say(form, dataset.missing);
    try {
      form.elements.credential.value = writeAnswer(await ask(form));
      form.submit();
    } catch {
      say(form, dataset.refused);
    }
  });
}
