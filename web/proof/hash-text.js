import { fromHex } from "./bytes.js";
import { FormatError } from "./format-error.js";
import { HASH_LENGTH } from "./keccak.js";

/** The 32 bytes of a hash. Throws FormatError. */
export function toHash(text) {
  const bytes = fromHex(text);
  if (bytes.length !== HASH_LENGTH) throw new FormatError(`'${text}' is not 32 bytes.`);
  return bytes;
}
