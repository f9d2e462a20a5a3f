import { concat } from "./bytes.js";
import { keccak } from "./keccak.js";

/** The root that a leaf and its path lead to; null where the path has too few or too many hashes for the position (docs/proofs.md, "Tree"). */
export function rootFrom(leaf, position, count, path) {
  if (position >= count) return null;

  let node = leaf;
  let used = 0;
  // Division and not a shift: shifts know 31 bits.
  for (let last = count - 1; last > 0; last = Math.floor(last / 2), position = Math.floor(position / 2)) {
    const isLeft = position % 2 === 0;
    if (isLeft && position === last) continue;
    if (used === path.length) return null;

    node = isLeft ? inner(node, path[used]) : inner(path[used], node);
    used++;
  }
  return used === path.length ? node : null;
}

function inner(left, right) {
  return keccak(concat(Uint8Array.of(0x01), left, right));
}
