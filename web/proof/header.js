import { FormatError } from "./format-error.js";
import { keccak } from "./keccak.js";
import { decodeRlp, encodeBytes, encodeList } from "./rlp.js";

const number = (name, bytes) => ({ name, read: (item) => item.number(bytes) });
const bytes = (name, length) => ({ name, read: (item) => item.bytesOf(length, name) });

/** The Yellow Paper's 15 fields, and those that forks added, in their order (docs/proofs.md, "The header"). */
const FIELDS = [
  bytes("parentHash", 32), bytes("ommersHash", 32), bytes("beneficiary", 20), bytes("stateRoot", 32), bytes("transactionsRoot", 32),
  bytes("receiptsRoot", 32), bytes("logsBloom", 256), number("difficulty", 32), number("number", 8), number("gasLimit", 8), number("gasUsed", 8),
  number("timestamp", 8), { name: "extraData", read: (item) => item.bytes }, bytes("mixHash", 32), bytes("nonce", 8), number("baseFeePerGas", 32),
  bytes("withdrawalsRoot", 32), number("blobGasUsed", 8), number("excessBlobGas", 8), bytes("parentBeaconBlockRoot", 32), bytes("requestsHash", 32),
];
const FEWEST_FIELDS = 15;
const EXTRA_DATA = 12;

/** The fields by their names; `hash` of the bytes; `withExtraData(bytes)` encodes the header with another extraData. Throws FormatError. */
export function decodeHeader(encoded) {
  const items = decodeRlp(encoded).items;
  if (items.length < FEWEST_FIELDS || items.length > FIELDS.length)
    throw new FormatError(`A block header has ${FEWEST_FIELDS} to ${FIELDS.length} fields, not ${items.length}.`);

  const header = { hash: keccak(encoded) };
  items.forEach((item, i) => { header[FIELDS[i].name] = readField(FIELDS[i], item); });
  header.withExtraData = (extraData) => encodeList(...items.map((item, i) => (i === EXTRA_DATA ? encodeBytes(extraData) : item.encode())));
  return header;
}

function readField(field, item) {
  try {
    return field.read(item);
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    throw new FormatError(`Block header, ${field.name}: ${problem.message}`);
  }
}
