// Additions for people at work: the camera, the keyboard. Every page is complete without this file.
(() => {
  "use strict";
  const { all, one, toggle } = Additions;

  const scan = (button, end) => {
    const input = one(button.dataset.scan);
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    const video = document.createElement("video");
    video.playsInline = true;
    video.muted = true;
    button.closest(".field").append(video);
    const close = () => {
      (video.srcObject ? video.srcObject.getTracks() : []).forEach((track) => track.stop());
      video.remove();
      end();
    };
    const look = async () => {
      if (!video.isConnected) return;
      const found = await detector.detect(video).catch(() => []);
      if (!found.length) return void setTimeout(look, 200);
      close();
      input.value = found[0].rawValue;
      input.form.requestSubmit();
    };
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: "environment" } })
      .then((stream) => {
        if (!video.isConnected) return stream.getTracks().forEach((track) => track.stop());
        video.srcObject = stream;
        return video.play().then(look);
      })
      .catch(close);
    return close;
  };
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    for (const button of all("[data-scan]")) {
      let close = () => {};
      toggle(button, (end) => (close = scan(button, end)), () => close());
    }
  }

  // One-letter keys can be switched off, for those who speak to their computer (WCAG 2.1.4).
  const off = () => {
    try {
      return localStorage.getItem("shortcuts") === "off";
    } catch {
      return false;
    }
  };
  for (const button of all("[data-shortcuts]")) {
    const names = [button.textContent, button.dataset.on];
    const show = () => (button.textContent = names[off() ? 1 : 0]);
    button.hidden = false;
    button.addEventListener("click", () => {
      localStorage.setItem("shortcuts", off() ? "on" : "off");
      show();
    });
    show();
  }

  // The open file is seen in its list, without moving the page.
  const open = one(".list [aria-current]");
  if (open) {
    const list = open.closest(".list");
    list.scrollTop = open.offsetTop - list.clientHeight / 2;
  }

  const keys = {
    "/": () => one("[role=search] input:not([type=hidden])"),
    n: () => one("[data-new]"),
    "?": () => one("[data-help]"),
  };
  const move = (list, from, by) => {
    const links = [...list.querySelectorAll("a")].filter((link) => link.offsetParent);
    const next = links[links.indexOf(from) + by];
    if (next) next.focus();
  };
  // A box to tick takes no letter: only what is typed in keeps the keys to itself.
  const typed = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";
  addEventListener("keydown", (event) => {
    const { target, key } = event;
    const act = keys[(key || "").toLowerCase()];
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches(typed)) return;
    if (target.matches("input") && /^Arrow/.test(key)) return;
    const list = target.closest("[data-list]");
    if (list && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      move(list, target, key === "ArrowDown" ? 1 : -1);
    } else if (key === "ArrowDown" && !off()) {
      const link = one("[data-list] [aria-current]") || one("[data-list] a");
      if (!link || !link.offsetParent) return;
      event.preventDefault();
      link.focus();
    } else if (act && !off()) {
      const found = act();
      if (!found) return;
      event.preventDefault();
      if (found.matches("input")) found.focus();
      else found.click();
    }
  });
})();
