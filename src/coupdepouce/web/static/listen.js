// An addition to the pages of households: the button that reads aloud.
(() => {
  "use strict";
  const { all, one, toggle } = Additions;

  // Read aloud by a voice of this device, in the language of the page: no text leaves it.
  const language = document.documentElement.lang.split("-")[0];
  const voice = () =>
    speechSynthesis
      .getVoices()
      .find((one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === language);
  const readable = (part) => {
    const silent = [...part.querySelectorAll("nav, .back, button:not([hidden])")];
    silent.forEach((one) => (one.hidden = true));
    const text = part.innerText;
    silent.forEach((one) => (one.hidden = false));
    return text;
  };
  let last;
  const say = (part, end) => {
    // Sentence by sentence: some phones fall silent after a long text.
    const said = readable(part).split(/\n+|(?<=[.?!؟])\s+/).filter((one) => one.trim());
    const speeches = said.map((one) => {
      const speech = new SpeechSynthesisUtterance(one);
      speech.voice = voice();
      speech.lang = speech.voice.lang;
      return speech;
    });
    const final = (last = speeches[speeches.length - 1]);
    final.onend = final.onerror = () => final === last && end();
    speechSynthesis.cancel();
    speeches.forEach((speech) => speechSynthesis.speak(speech));
  };
  const hush = () => {
    last = null;
    speechSynthesis.cancel();
  };
  const offer = () => {
    if (!voice()) return;
    speechSynthesis.onvoiceschanged = null;
    for (const button of all("[data-listen]")) {
      toggle(button, (end) => say(one(button.dataset.listen), end), hush);
    }
  };
  if ("speechSynthesis" in window) {
    speechSynthesis.onvoiceschanged = offer; // some browsers find their voices late
    offer();
    addEventListener("pagehide", hush);
  }
})();
