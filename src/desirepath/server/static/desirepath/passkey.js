// Says on the page what the passkey scripts say on the console only.
document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-problem");
  if (!place) return;
  event.preventDefault();
  const says = { NotAllowedError: "cancelled", InvalidStateError: "known", SecurityError: "numbers" };
  place.textContent = place.dataset[says[event.detail.exception?.name] ?? "failed"];
});
