// What both verifiers check of devices' signatures. Written from docs/proofs.md, as they are.
import { AbiCoder, dataSlice, getBytes, hashMessage, keccak256, recoverAddress, ZeroHash } from "ethers";

export const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
const need = (condition) => { if (!condition) throw new Error("refused"); };
const hashOf = (types, values) => keccak256(AbiCoder.defaultAbiCoder().encode(types, values));

// The members that say of a reading, and of the chain, that something is signed: those of them that are there.
export const signed = (reading) => Object.hasOwn(reading, "signature") ? { signature: "string" } : {};
export const signers = (chain) => Object.hasOwn(chain, "devices") ? { devices: isLists } : {};
const isLists = (lists) => Array.isArray(lists) && lists.length > 0
  && lists.every((list) => Array.isArray(list) && list.every((node) => typeof node === "string"));

// shown: pairs of a record's eight words and its signature or undefined. lookUp: (slot, nodes) => what the contract's storage has there.
export function checkDevices(check, shown, { devices }, lookUp) {
  if (!devices && shown.every(([record, signature]) => signature === undefined && record[7] === ZeroHash)) return;
  check("device", () => {
    const keys = [...new Set(shown.map(keyOf))].filter((key) => key !== undefined).sort();
    return keys.length > 0 && keys.length === devices.length && keys.every((key, i) => isRegistered(lookUp(slotOf(shown[0][0][2], key), devices[i])));
  });
}

// The address of the key that signed, undefined where nothing is signed.
function keyOf([[, , provider, stream, sequence, content, , origin], signature]) {
  if (signature === undefined) return need(origin === ZeroHash);
  need(/^0x[0-9a-f]{128}1[bc]$/.test(signature) && BigInt(dataSlice(signature, 32, 64)) <= HALF_ORDER && keccak256(signature) === origin);
  const message = hashOf(["address", "bytes32", "uint64", "bytes32"], [provider, stream, sequence, content]);
  return recoverAddress(hashMessage(getBytes(message)), signature).toLowerCase();
}

const slotOf = (provider, device) => hashOf(["address", "bytes32"], [device, hashOf(["address", "uint8"], [provider, 3])]);

const isRegistered = (times) => /^0x(?!00)([0-9a-f]{2}){1,16}$/.test(times) && BigInt(times) % 2n ** 64n !== 0n;
