const box = document.getElementById("consent");
const button = box.form.querySelector("button[type=submit]");
const follow = () => { button.disabled = !box.checked; };
box.addEventListener("change", follow);
addEventListener("pageshow", follow);
follow();
