import { FormatError } from "./format-error.js";
import { parseJson } from "./json.js";
import { integer, orMissing, readMembers, text, texts } from "./members.js";

export const FORMAT_NAME = "platone-proof";
export const VERSION = 1n;

const int32 = integer(-(2n ** 31n), 2n ** 31n - 1n);
const uint16 = integer(0n, 2n ** 16n - 1n);
const uint32 = integer(0n, 2n ** 32n - 1n);
export const uint64 = integer(0n, 2n ** 64n - 1n);

const READING = {
  provider: text, stream: text, sequence: uint64, time: text, value: text, unit: text, quality: uint16, kind: text, raw: text, replaces: orMissing(uint64),
};
const CHAIN = { chainId: uint64, dataCertification: text, header: text, account: texts, storage: texts };
const FILE = {
  format: text, version: int32, reading: (place, value) => readMembers(place, value, READING), record: text, position: uint32, path: texts, batch: text,
  chain: (place, value) => readMembers(place, value, CHAIN),
};

/** The table of docs/proofs.md, "The proof file". Numbers are BigInt. Throws FormatError. */
export function parseProofFile(bytes) {
  const json = parseJson(bytes);
  if (json === null) throw new FormatError("The proof file is null.");
  return readMembers("proof", json, FILE);
}
