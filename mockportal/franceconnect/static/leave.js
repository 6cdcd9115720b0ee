document.querySelector("form[data-leave]").requestSubmit();
