// Says on the page what the passkey scripts say on the console only.
document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-problem");
  if (!place) return;
  event.preventDefault();
  const name = event.detail.exception?.name;
  place.textContent =
    name === "NotAllowedError"
      ? place.dataset.cancelled
      : name === "InvalidStateError"
        ? place.dataset.known
        : place.dataset.failed;
});
