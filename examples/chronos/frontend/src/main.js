// Stands where the front end of your own is.
document.querySelector("#app").textContent = "Chronos";
