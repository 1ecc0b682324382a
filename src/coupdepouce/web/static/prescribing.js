// An addition: the communes of a typed postcode, offered under the field. The form works without.
(() => {
  "use strict";
  const postcode = document.querySelector("[data-communes]");
  if (!postcode) return;
  const list = document.querySelector(postcode.dataset.communes);
  const commune = document.querySelector(`[list=${list.id}]`);
  postcode.addEventListener("change", () => {
    fetch(`${list.dataset.url}?cp=${encodeURIComponent(postcode.value)}`)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((options) => {
        list.innerHTML = options;
        const only = list.options.length === 1;
        if (only && commune && !commune.value) commune.value = list.options[0].value;
      })
      .catch(() => {});
  });
})();
