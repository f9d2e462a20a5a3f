import { concat } from "./bytes.js";
import { keccak } from "./keccak.js";

/**
 * The root that consecutive leaves, the first at a position, and their path lead to; null where there is no leaf, where they leave the tree, and where the
 * path has too few or too many hashes (docs/proofs.md, "Tree" and "Ranges").
 */
export function rootFrom(leaves, first, count, path) {
  if (leaves.length === 0 || first + leaves.length > count) return null;

  let nodes = leaves;
  let used = 0;
  // Division and not a shift: shifts know 31 bits.
  for (let last = count - 1; last > 0; last = Math.floor(last / 2), first = Math.floor(first / 2)) {
    const high = first + nodes.length - 1;
    const hasLeft = first % 2 === 1;
    const hasRight = high % 2 === 0 && high < last;
    if (used + hasLeft + hasRight > path.length) return null;

    const left = hasLeft ? [path[used++]] : [];
    const right = hasRight ? [path[used++]] : [];
    nodes = joinPairs([...left, ...nodes, ...right]);
  }
  return used === path.length ? nodes[0] : null;
}

/** A lone last node moves up unchanged. */
function joinPairs(nodes) {
  return Array.from({ length: Math.ceil(nodes.length / 2) }, (_, i) => (2 * i + 1 < nodes.length ? inner(nodes[2 * i], nodes[2 * i + 1]) : nodes[2 * i]));
}

function inner(left, right) {
  return keccak(concat(Uint8Array.of(0x01), left, right));
}
