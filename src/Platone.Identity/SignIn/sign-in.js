// The wallet in the browser (EIP-1193) names its address, then signs the message that the page shows; the form carries both.
"use strict";

const form = document.forms[0];

function tell(problem) {
  document.getElementById("problem").textContent = problem;
}

async function ask(method, params) {
  if (!window.ethereum) throw new Error("There is no wallet in this browser.");
  return window.ethereum.request({ method, params });
}

function onClick(id, act) {
  document.getElementById(id)?.addEventListener("click", () => act().catch((error) => tell(error.message ?? "The wallet refused.")));
}

onClick("connect", async () => {
  const [address] = await ask("eth_requestAccounts", []);
  form.elements.address.value = address;
  form.submit();
});

onClick("sign", async () => {
  const bytes = new TextEncoder().encode(form.elements.message.value);
  const hex = "0x" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  form.elements.signature.value = await ask("personal_sign", [hex, document.getElementById("sign").dataset.address]);
  form.submit();
});
