// Looks again while records are being signed. The page works without it; what somebody is typing is left alone.
const address = document.querySelector("script[data-address]").dataset.address;
const PAUSE = 1500;

async function look() {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("#progress");
      document.querySelector("#progress").replaceWith(next);
      if (!next.hasAttribute("data-live")) {
        const typed = [...document.querySelectorAll(".fix input[type=text]")].some((one) => one.value !== one.defaultValue);
        if (!typed) {
          location.reload();
        }
        return;
      }
    }
  } catch {
    // The server may be starting anew; signing goes on, and so does looking.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
