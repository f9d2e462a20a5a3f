import { toHex } from "./bytes.js";
import { timeOfSeconds } from "./time-words.js";

/** Whose word a proved reading is. */
export function originOf({ devices, batch, isRange, file }) {
  if (devices.length === 0) return "the operator's word: no device signed";

  const signed = isRange ? `${signedIn(file)} of the readings are signed by ` : "signed by ";
  return signed + devices.map((key) => keyWords(key, batch)).join("; by ");
}

function keyWords({ address, registered, retired }, batch) {
  const key = `the device with the key ${toHex(address)}, which its provider registered on ${timeOfSeconds(registered)}`;
  if (retired === null) return key;

  const before = retired * 1_000_000n <= batch.closedMicros ? ", before the batch was closed: take it as the operator's word" : "";
  return `${key} and retired on ${timeOfSeconds(retired)}${before}`;
}

const signedIn = (file) => file.batches.flatMap(({ segment }) => segment?.readings ?? []).filter(({ signature }) => signature !== null).length;
