import { toHex } from "./bytes.js";
import { blockHashOf } from "./qbft.js";
import { originOf } from "./origin-words.js";
import { rangeFacts, rangeSentence } from "./range-words.js";
import { readingFacts, readingSentence } from "./reading-words.js";
import { timeOfSeconds } from "./time-words.js";

/** One sentence of what a file says, as certain as it is. */
export function sentenceOf(result) {
  const said = result.isRange ? rangeSentence(result) : readingSentence(result.file.reading);
  return result.valid ? `Proved. ${said}` : `Not proved. The file claims: ${said}`;
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
export function factsOf(result) {
  const { file, batch, header } = result;
  const facts = result.isRange ? rangeFacts(result) : readingFacts(file.reading);
  if (!batch) return facts;

  facts.push(
    [result.isRange ? "last batch" : "batch", `number ${batch.number} of certifier ${toHex(batch.certifier)}${batch.flags & 1n ? ", certified late" : ""}`],
    ["origin", originOf(result)],
    ["root", toHex(batch.root)],
    ["contract", `${file.chain.dataCertification} on chain ${file.chain.chainId}`],
    ["block", `number ${header.number} of ${timeOfSeconds(header.timestamp)}, hash ${toHex(blockHashOf(header))}`]);
  return facts;
}
