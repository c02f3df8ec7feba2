// One of everything that a person uses, 180 x 100 pixels, put into any root; tells what happened as text.
function kit(root, report) {
  root.innerHTML = `<style>
    .kit { position: relative; width: 180px; height: 100px; font: 12px sans-serif; background: #eee; }
    .kit > * { position: absolute; box-sizing: border-box; margin: 0; height: 30px; overflow: hidden; }
  </style><div class="kit">
    <button style="left: 0; top: 0; width: 60px">press</button>
    <input style="left: 60px; top: 0; width: 120px">
    <select style="left: 0; top: 30px; width: 60px"><option>red<option>green</select>
    <div contenteditable style="left: 60px; top: 30px; width: 120px; background: #fff"></div>
    <input type="file" style="left: 0; top: 60px; width: 90px">
    <div draggable="true" style="left: 100px; top: 60px; width: 30px; background: #c66"></div>
    <div class="bin" style="left: 140px; top: 60px; width: 40px; background: #6c6"></div>
  </div>`;
  const [button, input, select, editable, file, thing, bin] = root.querySelector(".kit").children;
  const on = (element, type, text) => element.addEventListener(type, (e) => report(text(e)));
  on(button, "click", (e) => `press trusted=${e.isTrusted}`);
  on(input, "input", () => `typed ${input.value}`);
  on(select, "change", () => `chose ${select.value}`);
  on(editable, "input", () => `wrote ${editable.innerText}`);
  on(file, "change", () => `file ${file.files[0].name}`);
  thing.addEventListener("dragstart", (e) => e.dataTransfer.setData("text/plain", "thing"));
  bin.addEventListener("dragover", (e) => e.preventDefault());
  bin.addEventListener("drop", (e) => { e.preventDefault(); report(`dropped ${e.dataTransfer.getData("text/plain")}`); });
}
