import { equal, fromHex, toHex } from "./bytes.js";
import { failed, ok } from "./check.js";
import { FormatError } from "./format-error.js";
import { parseJson } from "./json.js";
import { optional, readMembers, text, uint64 } from "./members.js";
import { blockHashOf, findFault, readQbft } from "./qbft.js";

const anything = (place, value) => value;
const VALIDATORS_FILE = { validators: anything, chainId: optional(uint64), dataCertification: optional(text), certifier: optional(text) };

/**
 * What a verifier trusts, of texts that people write: { blockHash, contract, certifier } and validatorsFile, the bytes of such a file; each may be null.
 * An address that is given goes before that of the validators' file. Throws FormatError.
 */
export function readTrust({ blockHash, contract, certifier, validatorsFile }) {
  const validators = validatorsFile === null ? null : readValidators(validatorsFile);
  return {
    blockHash: blockHash === null ? null : parseHash(blockHash),
    validators: validators?.addresses ?? null,
    chainId: validators?.chainId ?? null,
    contract: contract === null ? validators?.contract ?? null : parseAddress("contract", contract),
    certifier: certifier === null ? validators?.certifier ?? null : parseAddress("certifier", certifier),
  };
}

/** Adds to a file's own checks those that need somebody's trust. */
export function checkTrust({ checks, file, batch, header }, trust) {
  const { certifier, contract, chainId, blockHash, validators } = trust;
  const { chain } = file;
  if (certifier && !equal(batch.certifier, certifier))
    checks.push(failed("certifier", `the batch is by ${toHex(batch.certifier)}, trusted is ${toHex(certifier)}`));
  if (contract && chain.dataCertification !== toHex(contract))
    checks.push(failed("contract", `the file names ${chain.dataCertification}, trusted is ${toHex(contract)}`));
  if (chainId !== null && chain.chainId !== chainId)
    checks.push(failed("chain", `the file is about chain ${chain.chainId}, the validators are those of ${chainId}`));
  if (blockHash) checks.push(checkBlock(header, blockHash));
  if (validators) checks.push(checkSeals(header, validators));
}

function checkBlock(header, trusted) {
  const hash = blockHashOf(header);
  if (equal(hash, trusted)) return ok("block");
  return failed("block", `the file is about block ${header.number} with hash ${toHex(hash)}, trusted is ${toHex(trusted)}`);
}

function checkSeals(header, validators) {
  const qbft = readQbft(header);
  if (qbft === null) return failed("seals", `the header of block ${header.number} is not one of QBFT`);

  const fault = findFault(qbft, validators);
  return fault === null ? ok("seals") : failed("seals", fault);
}

function readValidators(bytes) {
  const place = "validators' file";
  const json = parseJson(bytes);
  const file = readMembers(place, json instanceof Map ? inLowerCase(json) : json, VALIDATORS_FILE);
  if (!Array.isArray(file.validators) || file.validators.length === 0) throw new FormatError(`${place}: found no validators, expected at least one address.`);

  const texts = file.validators.map((address, i) => toHex(parseAddress(`${place}: validators[${i}]`, address)));
  if (new Set(texts).size !== texts.length) throw new FormatError(`${place}: found a validator twice, expected each once.`);
  return {
    // Ascending, as a header names them: hexadecimal digits sort as the bytes do.
    addresses: texts.sort().map(fromHex),
    chainId: file.chainId,
    contract: file.dataCertification === null ? null : parseAddress(`${place}: dataCertification`, file.dataCertification),
    certifier: file.certifier === null ? null : parseAddress(`${place}: certifier`, file.certifier),
  };
}

/** In this file, which people write, the case of members' names does not count. */
function inLowerCase(members) {
  const names = new Map(Object.keys(VALIDATORS_FILE).map((name) => [name.toLowerCase(), name]));
  const read = new Map();
  for (const [name, value] of members) {
    const known = names.get(name.toLowerCase()) ?? name;
    if (read.has(known)) throw new FormatError(`The member '${name}' stands there twice.`);
    read.set(known, value);
  }
  return read;
}

function parseAddress(place, address) {
  if (typeof address !== "string" || !/^0[xX][0-9a-fA-F]{40}$/.test(address))
    throw new FormatError(`${place}: found '${address}', expected 0x and 40 hexadecimal digits.`);
  return fromHex(address.toLowerCase());
}

function parseHash(hash) {
  const digits = hash.replace(/^0[xX]/, "");
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) throw new FormatError(`block hash: found '${hash}', expected 0x and 64 hexadecimal digits.`);
  return fromHex(`0x${digits.toLowerCase()}`);
}
