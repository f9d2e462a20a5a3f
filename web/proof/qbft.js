import { equal, toHex } from "./bytes.js";
import { FormatError } from "./format-error.js";
import { keccak } from "./keccak.js";
import { decodeRlp, encodeList, encodeNumber } from "./rlp.js";
import { isSignature, recoverSigner, SIGNATURE_LENGTH } from "./signature.js";

const ADDRESS_LENGTH = 20;
const VANITY_LENGTH = 32;
const ROUND_BYTES = 4;
const ADD_VOTE = 0xff;

/** What a header of Besu's QBFT has in its extraData (docs/proofs.md, "QBFT"); null where the header is of another kind. */
export function readQbft(header) {
  try {
    return decodeExtraData(header);
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    return null;
  }
}

/** The hash by which the header's chain knows the block: QBFT leaves the seals out of it, and the round. */
export function blockHashOf(header) {
  return readQbft(header)?.blockHash ?? header.hash;
}

/** Two thirds, rounded up. */
export function quorumOf(validators) {
  return Math.ceil((2 * validators.length) / 3);
}

/** Why the header is not one that exactly a quorum of the validators sealed; null when it is. They are in ascending order, none twice. */
export function findFault(qbft, validators) {
  const quorum = quorumOf(validators);
  if (qbft.validators.length !== validators.length || !qbft.validators.every((validator, i) => equal(validator, validators[i])))
    return `The header's validators are not the trusted ones in ascending order: ${qbft.validators.map(toHex).join(", ")}.`;
  if (qbft.seals.length < quorum) return `Too few seals: ${qbft.seals.length} where ${quorum} of ${validators.length} validators have to agree.`;
  if (qbft.seals.length > quorum) return `Too many seals: ${qbft.seals.length} where ${quorum} are enough.`;

  const signers = new Set();
  for (const seal of qbft.seals) {
    const signer = recoverSigner(seal, qbft.sealedHash);
    if (signer === null) return `Nobody can have made the seal ${toHex(seal)}.`;
    if (!validators.some((validator) => equal(validator, signer))) return `A stranger sealed, or another block was sealed: ${toHex(signer)} is no validator.`;
    if (signers.has(toHex(signer))) return `The validator ${toHex(signer)} sealed twice.`;
    signers.add(toHex(signer));
  }
  return null;
}

function decodeExtraData(header) {
  const [vanity, validators, vote, round, seals] = decodeRlp(header.extraData).itemsOf(5, "list");
  vanity.bytesOf(VANITY_LENGTH, "vanity");
  refuseOtherVotes(vote);
  const roundNumber = round.number(ROUND_BYTES);
  const hashWithRound = (number) =>
    keccak(header.withExtraData(encodeList(vanity.encode(), validators.encode(), vote.encode(), encodeNumber(number), encodeList())));
  return {
    validators: validators.items.map((item) => item.bytesOf(ADDRESS_LENGTH, "validator's address")),
    seals: seals.items.map(toSeal),
    // By the first hash nodes name the block, the second is what the seals sign.
    blockHash: hashWithRound(0n),
    sealedHash: hashWithRound(roundNumber),
  };
}

function refuseOtherVotes(item) {
  if (item.items.length === 0) return;

  const [address, vote] = item.itemsOf(2, "vote");
  address.bytesOf(ADDRESS_LENGTH, "address that was voted on");
  if (!vote.isEmpty && !(vote.bytes.length === 1 && vote.bytes[0] === ADD_VOTE))
    throw new FormatError("A vote is ff to add a validator or empty to drop one.");
}

function toSeal(item, position) {
  const seal = item.bytesOf(SIGNATURE_LENGTH, "seal");
  if (!isSignature(seal)) throw new FormatError(`Seal ${position + 1} is malformed: v is 0 or 1, r is on the curve, s is in the lower half.`);
  return seal;
}
