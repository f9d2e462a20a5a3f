import { secp256k1 } from "@noble/curves/secp256k1.js";
import { concat, toNumber } from "./bytes.js";
import { keccak } from "./keccak.js";

export const SIGNATURE_LENGTH = 65;

const ORDER = secp256k1.Point.CURVE().n;

/** r || s || v with v 0 or 1, r within the curve's order, and s in the lower half (EIP-2): of the two that fit, one is accepted. */
export function isSignature(bytes) {
  const [r, s] = [toNumber(bytes.subarray(0, 32)), toNumber(bytes.subarray(32, 64))];
  return bytes.length === SIGNATURE_LENGTH && bytes[64] <= 1 && r > 0n && r < ORDER && s > 0n && s <= ORDER / 2n;
}

/** The address of whoever signed the digest; null where nobody can have made the signature. */
export function recoverSigner(signature, digest) {
  let point;
  try {
    const recovered = concat(signature.subarray(64), signature.subarray(0, 64));
    point = secp256k1.Signature.fromBytes(recovered, "recovered").recoverPublicKey(digest);
  } catch {
    // The library's only way to say that no point of the curve has this r, or that the key would be infinite.
    return null;
  }
  return keccak(point.toBytes(false).subarray(1)).slice(12);
}
