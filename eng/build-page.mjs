// Bundles web/proof into one HTML file that needs nothing beside it, not even a network: artifacts/web/proof.html, or the file that is named.
// Usage: node eng/build-page.mjs [OUTPUT]
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = path.join(root, "web", "proof");
const [named] = process.argv.slice(2);
if (named?.startsWith("-")) {
  console.error(`found ${named}, expected: node eng/build-page.mjs [OUTPUT]`);
  process.exit(2);
}
const output = path.resolve(named ?? path.join(root, "artifacts", "web", "proof.html"));

const script = await bundle("page.js", { format: "iife", globalName: "platoneProof", target: ["chrome123", "firefox121", "safari17.5"] });
const style = await bundle("page.css", { target: ["chrome123", "firefox121", "safari17.5"] });
// Only this very script and this very style, and nothing from anywhere: neither can a file that is shown run as script.
const policy = [
  "default-src 'none'", `script-src ${hash(script)}`, `style-src ${hash(style)}`, "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
].join("; ");
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const parts = { policy, script, style, version };
const page = readFileSync(path.join(sources, "page.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);

// Written beside and moved, so that nobody reads half a page.
mkdirSync(path.dirname(output), { recursive: true });
writeFileSync(`${output}.new`, page);
renameSync(`${output}.new`, output);

/** Licences stay in what is bundled, as they demand. */
async function bundle(file, options) {
  const { outputFiles } = await build({
    ...options, entryPoints: [path.join(sources, file)], bundle: true, minify: true, charset: "utf8", legalComments: "eof", write: false, absWorkingDir: root,
  });
  return outputFiles[0].text;
}

function hash(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
