import { cardOf, problemCard } from "./card.js";
import { FormatError } from "./format-error.js";
import { parseStream } from "./stream.js";
import { readTrust } from "./trust.js";
import { verify } from "./verify.js";

export { parseStream, readTrust, verify };

/** A proof of a reading has some 16 KB, one of ten thousand readings some 10 MB. A file that somebody took by mistake must not freeze the page. */
const MOST_BYTES = 16 * 1024 * 1024;

const byId = (id) => document.getElementById(id);
const [form, drop, chooser] = [byId("trust"), byId("drop"), byId("files")];

/** The proof files that were given last: { name, bytes }, or { name, problem } where one could not be read. */
let files = [];

/** Counts the changes, so that what was slow to read does not replace what came after it. */
let turn = 0;

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", show);
// The fields are empty only after the event.
form.addEventListener("reset", () => setTimeout(show));
chooser.addEventListener("change", () => take(chooser.files));
drop.addEventListener("dragover", () => drop.classList.add("over"));
for (const left of ["dragleave", "drop"]) drop.addEventListener(left, () => drop.classList.remove("over"));

// A file that misses the field would replace the page. The choosers take files by themselves.
window.addEventListener("dragover", (event) => { if (!isChooser(event.target)) event.preventDefault(); });
window.addEventListener("drop", (event) => {
  if (isChooser(event.target)) return;
  event.preventDefault();
  if (event.dataTransfer.files.length > 0) take(event.dataTransfer.files);
});

function isChooser(target) {
  return target instanceof HTMLInputElement && target.type === "file";
}

async function take(list) {
  files = await Promise.all(Array.from(list, read));
  await show();
}

async function read(file) {
  if (file.size > MOST_BYTES) return { name: file.name, problem: `The file has ${file.size} bytes; no proof file is that long.` };
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (problem) {
    return { name: file.name, problem: `The file cannot be read: ${problem.message}` };
  }
}

async function show() {
  const own = ++turn;
  const { trust, problem } = await readForm();
  if (own !== turn) return;

  byId("trust-problem").textContent = problem ?? "";
  byId("trust-problem").hidden = problem === null;
  const cards = files.map((file) => {
    if (file.problem) return { valid: false, card: problemCard(file.name, file.problem) };
    if (problem) return { valid: false, card: problemCard(file.name, "What you trust cannot be read: see above.") };

    const result = verify(file.bytes, trust);
    return { valid: result.valid, card: cardOf(file.name, result, trust) };
  });
  byId("results").replaceChildren(...cards.map(({ card }) => card));
  byId("summary").textContent = files.length === 0 ? "No file yet." : `${cards.filter(({ valid }) => valid).length} of ${files.length} valid.`;
}

/** What the form says is trusted, or what is wrong with it. */
async function readForm() {
  const [validators] = byId("validators").files;
  try {
    const read = validators ? await readValidators(validators) : null;
    const trust = readTrust({ blockHash: textOf("block-hash"), contract: textOf("contract"), certifier: textOf("certifier"), validatorsFile: read });
    return { trust, problem: null };
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    return { trust: null, problem: problem.message };
  }
}

async function readValidators(file) {
  const { bytes, problem } = await read(file);
  if (problem) throw new FormatError(problem);
  return bytes;
}

function textOf(id) {
  return byId(id).value.trim() || null;
}
