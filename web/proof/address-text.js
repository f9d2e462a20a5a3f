import { fromHex } from "./bytes.js";
import { FormatError } from "./format-error.js";

/** The 20 bytes of an address in the only spelling that a proof file may have. Throws FormatError. */
export function toAddress(text) {
  if (!/^0x[0-9a-f]{40}$/.test(text)) throw new FormatError(`'${text}' is no address in lower case.`);
  return fromHex(text);
}
