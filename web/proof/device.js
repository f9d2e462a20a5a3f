import { compare, concat, equal, fromHex, toHex } from "./bytes.js";
import { failed, ok } from "./check.js";
import { FormatError } from "./format-error.js";
import { keccak } from "./keccak.js";
import { decodeRlp } from "./rlp.js";
import { isSignature, recoverSigner, SIGNATURE_LENGTH } from "./signature.js";
import { lookUp } from "./trie.js";
import { addressWord, word } from "./words.js";

/** The contract's mapping of devices' keys is its slot 3, by provider and device. */
const KEYS_SLOT = 3;

/** What a signature's last byte has more in messages than in seals. */
const MESSAGE_OFFSET = 27;

const UINT64_MASK = 2n ** 64n - 1n;
const NO_ORIGIN = new Uint8Array(32);

/**
 * Adds the check `device` where anything says that a device signed (docs/proofs.md, "The device's signature"); the keys { address, registered, retired }
 * that signed, times in Unix seconds, retired null while a key is in force. `shown` are { record, signature } of one provider. Throws FormatError.
 */
export function checkDevices(shown, provider, chain, storageRoot, checks) {
  if (chain.devices === null && shown.every(({ record, signature }) => signature === null && equal(record.origin, NO_ORIGIN))) return [];

  const { problem, keys } = readKeys(shown, provider, chain, storageRoot);
  checks.push(problem === null ? ok("device") : failed("device", problem));
  return keys;
}

function readKeys(shown, provider, chain, storageRoot) {
  const no = (problem) => ({ problem, keys: [] });
  const signers = [];
  for (const { record, signature } of shown) {
    const { problem, signer } = signerOf(record, signature);
    if (problem) return no(`number ${record.sequence}: ${problem}`);
    if (signer && !signers.some((known) => equal(known, signer))) signers.push(signer);
  }

  const given = chain.devices ?? [];
  if (given.length !== signers.length || signers.length === 0) return no(`${signers.length} keys signed, and ${given.length} are proved`);
  if (!storageRoot) return no("there is no account to have keys");

  const shared = chain.storage.map(fromHex);
  const keys = [];
  for (const [i, device] of signers.sort(compare).entries()) {
    const { problem, key } = keyOf(device, provider, storageRoot, shared, given[i]);
    if (problem) return no(problem);
    keys.push(key);
  }
  return { problem: null, keys };
}

/** Whose signature is shown, or why what is shown is not as the record says. */
function signerOf(record, signature) {
  if (signature === null)
    return equal(record.origin, NO_ORIGIN) ? {} : { problem: `the record has origin ${toHex(record.origin)}, and no signature is shown` };

  const bytes = fromHex(signature);
  const recoverable = bytes.length === SIGNATURE_LENGTH ? concat(bytes.subarray(0, 64), Uint8Array.of((bytes[64] - MESSAGE_OFFSET) & 0xff)) : bytes;
  if (bytes.length !== SIGNATURE_LENGTH || !isSignature(recoverable)) return { problem: "the signature is not r, s in the lower half and v 27 or 28" };
  if (!equal(keccak(bytes), record.origin)) return { problem: `the signature's hash is ${toHex(keccak(bytes))}, the record has origin ${toHex(record.origin)}` };

  const signer = recoverSigner(recoverable, digestOf(record));
  return signer ? { signer } : { problem: "the signature recovers to no key" };
}

/** What a device signs: an EIP-191 personal message of 32 bytes. */
function digestOf({ provider, stream, sequence, content }) {
  const message = keccak(concat(addressWord(provider), stream, word(sequence), content));
  return keccak(concat(new TextEncoder().encode("\x19Ethereum Signed Message:\n32"), message));
}

/** The key's times in the contract's storage, or why they are not there. */
function keyOf(device, provider, storageRoot, shared, nodes) {
  const never = { problem: `the signature recovers to ${toHex(device)}, a key that ${toHex(provider)} never registered` };
  try {
    const value = lookUp(storageRoot, keccak(slotOf(device, provider)), nodes.map(fromHex), shared);
    if (value === null) return never;

    const times = decodeRlp(value).number(16);
    const [since, until] = [times & UINT64_MASK, times >> 64n];
    return since === 0n ? never : { key: { address: device, registered: since, retired: until === 0n ? null : until } };
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    return { problem: `${toHex(device)}: ${problem.message}` };
  }
}

function slotOf(device, provider) {
  return keccak(concat(addressWord(device), keccak(concat(addressWord(provider), word(KEYS_SLOT)))));
}
