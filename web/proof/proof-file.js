import { filled, int32, listOf, object, orMissing, text, texts, uint16, uint32, uint64 } from "./members.js";

export const READING_FORMAT = "platone-proof";
export const RANGE_FORMAT = "platone-range-proof";
export const VERSION = 1n;

/** What a reading says, in files of both kinds. */
const SAID = { sequence: uint64, time: text, value: text, unit: text, quality: uint16, raw: text, replaces: orMissing(uint64), signature: orMissing(text) };

const CHAIN = object({ chainId: uint64, dataCertification: text, header: text, account: texts, storage: texts, devices: orMissing(filled(listOf(listOf(text)))) });
const INDEX = object({ entries: texts, position: uint32, count: uint32, path: texts });
const SEGMENT = object({ position: uint32, path: texts, readings: listOf(object({ ...SAID, salt: text, origin: text })) });

/** The table of docs/proofs.md, "The proof file": a kind of member that throws FormatError. Numbers are BigInt. */
export const READING_FILE = object({
  format: text, version: int32, reading: object({ provider: text, stream: text, kind: text, ...SAID }), record: text, position: uint32, path: texts,
  batch: text, chain: CHAIN,
});

/** The table of docs/proofs.md, "The range proof file". */
export const RANGE_FILE = object({
  format: text, version: int32, provider: text, stream: text, first: uint64, last: uint64,
  batches: listOf(object({ batch: text, index: INDEX, segment: orMissing(SEGMENT) })), chain: CHAIN,
});
