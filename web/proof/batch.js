import { concat } from "./bytes.js";
import { keccak } from "./keccak.js";
import { addressWord, UINT32_MAX, UINT64_MAX, UINT8_MAX, word, WordReader } from "./words.js";

/** The contract's mapping of records is its slot 1, by certifier and number. */
const RECORDS_SLOT = 1;

/** The 320 bytes of a batch record (docs/proofs.md, "Batch"). Throws FormatError. */
export function decodeBatch(bytes) {
  const words = new WordReader(bytes);
  const batch = {
    previous: words.hash(), certifier: words.address(), number: words.unsigned(UINT64_MAX), root: words.hash(), count: Number(words.unsigned(UINT32_MAX)),
    indexRoot: words.hash(), fromMicros: words.int64(), toMicros: words.int64(), closedMicros: words.int64(), flags: words.unsigned(UINT8_MAX),
    hash: keccak(bytes),
  };
  words.end("batch record");
  return batch;
}

/** Where the contract keeps the batch record's hash (Solidity's layout of nested mappings). */
export function slotOf(batch) {
  return keccak(concat(word(batch.number), keccak(concat(addressWord(batch.certifier), word(RECORDS_SLOT)))));
}
