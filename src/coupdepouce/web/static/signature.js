// An addition: a signature drawn with a finger, a pen or a mouse. Without it, the box says who saw it.
(() => {
  "use strict";
  for (const pad of document.querySelectorAll("[data-signature]")) {
    const canvas = pad.querySelector("canvas");
    const kept = pad.querySelector("input[type=hidden]");
    const clear = pad.querySelector("p[hidden]");
    const refused = pad.querySelector("input[type=checkbox]");
    const pen = canvas.getContext("2d");
    const strokes = [];
    let points = null;

    const draw = () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.lineWidth = 4;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = getComputedStyle(canvas).color;
      pen.stroke(new Path2D(kept.value));
    };
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      const on = (value, size) => Math.max(0, Math.min(size - 1, Math.round(value * size)));
      return `${on((event.clientX - box.left) / box.width, canvas.width)} ${on(
        (event.clientY - box.top) / box.height,
        canvas.height,
      )}`;
    };
    const keep = () => {
      kept.value = strokes.map((stroke) => `M${stroke.join("L")}`).join("");
      draw();
    };

    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      refused.checked = false;
      points = [at(event)];
      strokes.push(points);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!points) return;
      const point = at(event);
      if (point !== points[points.length - 1]) points.push(point);
      keep();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, () => {
        if (points && points.length === 1) points.push(points[0]);
        points = null;
        keep();
      });
    }
    const wipe = () => {
      strokes.length = 0;
      keep();
    };
    clear.querySelector("button").addEventListener("click", wipe);
    refused.addEventListener("change", () => refused.checked && wipe());
    for (const stroke of kept.value.split("M").filter(Boolean)) strokes.push(stroke.split("L"));
    canvas.hidden = clear.hidden = false;
    draw();
  }
})();
