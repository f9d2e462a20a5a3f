import { toAddress } from "./address-text.js";
import { slotOf } from "./batch.js";
import { equal, fromHex, toHex, toNumber } from "./bytes.js";
import { failed, ok } from "./check.js";
import { FormatError } from "./format-error.js";
import { decodeHeader } from "./header.js";
import { keccak } from "./keccak.js";
import { decodeRlp, encodeNumber } from "./rlp.js";
import { lookUp } from "./trie.js";

/**
 * Adds whether the batch record's hash stands in the contract in the state of the header's block; the header, and the contract's storage root where its
 * account is proved. Throws FormatError.
 */
export function checkChain(chain, batch, checks) {
  const contract = toAddress(chain.dataCertification);
  const header = decodeHeader(fromHex(chain.header));
  const storageRoot = readAccount(header, contract, chain, checks);
  checks.push(storageRoot ? checkStorage(storageRoot, chain, batch) : failed("storage", "there is no account to have storage"));
  return { header, storageRoot };
}

/** The account's storage root; null where there is no account. */
function readAccount(header, contract, chain, checks) {
  try {
    const value = lookUp(header.stateRoot, keccak(contract), chain.account.map(fromHex));
    const storageRoot = value === null ? null : storageRootOf(value);
    checks.push(value === null ? failed("account", `block ${header.number} has no account ${chain.dataCertification}`) : ok("account"));
    return storageRoot;
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    checks.push(failed("account", problem.message));
    return null;
  }
}

/** An account is RLP of (nonce, balance, storage root, code hash). */
function storageRootOf(account) {
  const [nonce, balance, storageRoot, codeHash] = decodeRlp(account).itemsOf(4, "account");
  nonce.number(8);
  balance.number(32);
  codeHash.bytesOf(32, "code hash");
  return storageRoot.bytesOf(32, "storage root");
}

function checkStorage(storageRoot, chain, batch) {
  try {
    const value = lookUp(storageRoot, keccak(slotOf(batch)), chain.storage.map(fromHex));
    // The trie has the RLP of the number that the slot holds: without its leading zeros.
    if (value !== null && equal(value, encodeNumber(toNumber(batch.hash)))) return ok("storage");
    return failed("storage", `the slot of batch ${batch.number} of ${toHex(batch.certifier)} does not hold ${toHex(batch.hash)}`);
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    return failed("storage", problem.message);
  }
}
