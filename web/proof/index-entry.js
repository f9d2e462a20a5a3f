import { compare, concat } from "./bytes.js";
import { keccak } from "./keccak.js";
import { UINT32_MAX, UINT64_MAX, WordReader } from "./words.js";

/** The 192 bytes of an entry of a batch's index (docs/proofs.md, "Index"); its positions end before `endPosition`. Throws FormatError. */
export function decodeIndexEntry(bytes) {
  const words = new WordReader(bytes);
  const entry = {
    provider: words.address(), stream: words.hash(), firstSequence: words.unsigned(UINT64_MAX), lastSequence: words.unsigned(UINT64_MAX),
    firstPosition: Number(words.unsigned(UINT32_MAX)), count: Number(words.unsigned(UINT32_MAX)), leaf: keccak(concat(Uint8Array.of(0x02), bytes)),
  };
  words.end("index entry");
  entry.endPosition = entry.firstPosition + entry.count;
  return entry;
}

/** Whether an entry stands before (negative) or behind the place of a stream in the index, or is its own (zero). */
export function compareToStream(entry, { provider, stream }) {
  return compare(entry.provider, provider) || compare(entry.stream, stream);
}
