import { fromHex, toHex } from "./bytes.js";
import { FormatError } from "./format-error.js";
import { blockHashOf } from "./qbft.js";
import { parseStream } from "./stream.js";

/** One sentence of what a file says, as certain as it is. */
export function sentenceOf({ file, valid }) {
  const { reading } = file;
  const measured = `${nameOf(reading.stream)}: ${reading.value} ${reading.unit === "none" ? "" : `${reading.unit} `}at ${timeOf(reading.time)}.`;
  return valid ? `Proved. ${measured}` : `Not proved. The file claims: ${measured}`;
}

/** Why a file is not valid though no check failed, and what a valid one does not say. */
export function cautionsOf({ valid, header, checks }, trust) {
  const cautions = [];
  if (header && !trust.blockHash && !trust.validators)
    cautions.push("Nothing says why the block is to be trusted: give its hash or the validators' file above.");
  if (valid && (!trust.contract || !trust.certifier))
    cautions.push(`The ${[!trust.contract && "contract", !trust.certifier && "certifier"].filter(Boolean).join(" and ")} below `
      + "is only what the file names: compare with what the consortium publishes, or give it above.");
  if (checks.some((check) => check.name === "encoding" && !check.ok)) cautions.push("A part of the file is not in its only form, so the checks end there.");
  return cautions;
}

/** Pairs of a term and what the file has for it. */
export function factsOf({ file, batch, header }) {
  const { reading, chain } = file;
  const facts = [
    ["stream", reading.stream],
    ["number in the stream", `${reading.sequence}${reading.replaces === null ? "" : `, a revision that replaces number ${reading.replaces}`}`],
    ["provider", reading.provider],
    ["quality", reading.quality === 0n ? "valid" : `code ${reading.quality}`],
    ["the device's own words", rawText(reading.raw)],
  ];
  if (!batch) return facts;

  facts.push(
    ["batch", `number ${batch.number} of certifier ${toHex(batch.certifier)}${batch.flags & 1n ? ", certified late" : ""}`],
    ["root", toHex(batch.root)],
    ["contract", `${chain.dataCertification} on chain ${chain.chainId}`],
    ["block", `number ${header.number} of ${timeOfSeconds(header.timestamp)}, hash ${toHex(blockHashOf(header))}`]);
  return facts;
}

function nameOf(stream) {
  try {
    const { device, component, measurand, phase } = parseStream(stream);
    return `Device ${device}${component === "-" ? "" : `, component ${component}`}, ${measurand}, phase ${phase}`;
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    return stream;
  }
}

function timeOf(text) {
  return /^[^T]+T[^T]+Z$/.test(text) ? `${text.slice(0, -1).replace("T", " ").replace(/\.0+$/, "")} UTC` : text;
}

function timeOfSeconds(seconds) {
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? `${seconds} seconds after 1970` : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** As text where it is one. */
function rawText(raw) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(fromHex(raw));
  } catch {
    return raw;
  }
}
