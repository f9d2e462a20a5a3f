// Ranges of leaves by RFC 6962's own recursion: slow, and independent of the contracts and of the framework. Needs ethers alone.
const { concat, keccak256 } = require("ethers");

const inner = (left, right) => keccak256(concat(["0x01", left, right]));

/** The largest power of two below the count. */
function splitOf(count) {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

function rootOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  const split = splitOf(leaves.length);
  return inner(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** The largest subtrees of a tree of `count` leaves outside of a range: the lower ones first, of two on one level the left one. */
function subtreesOutside(first, length, count) {
  const outside = [];
  const visit = (from, to, level) => {
    if (to <= first || from >= first + length) return outside.push({ from, to, level });
    if (to - from === 1) return;
    // Both halves of a split at 2^n stand on level n, although the right one may hold fewer leaves than its level has room for.
    const split = splitOf(to - from);
    visit(from, from + split, Math.log2(split));
    visit(from + split, to, Math.log2(split));
  };
  visit(0, count, Infinity);
  return outside.sort((one, other) => one.level - other.level || one.from - other.from);
}

/** @param root answers the root of the leaves from one position to before another */
function rangePathOf(leaves, first, length, root = (from, to) => rootOf(leaves.slice(from, to))) {
  return subtreesOutside(first, length, leaves.length).map(({ from, to }) => root(from, to));
}

/** The root that consecutive leaves and their path lead to; null for what has not the form of a proof. */
function rootFromRange(leaves, first, count, path) {
  if (leaves.length === 0 || first + leaves.length > count) return null;
  const outside = subtreesOutside(first, leaves.length, count);
  if (outside.length !== path.length) return null;

  const given = new Map(outside.map(({ from, to }, index) => [`${from} ${to}`, path[index]]));
  const rootOfPart = (from, to) => {
    const known = given.get(`${from} ${to}`) ?? (to - from === 1 ? leaves[from - first] : undefined);
    if (known) return known;
    const middle = from + splitOf(to - from);
    return inner(rootOfPart(from, middle), rootOfPart(middle, to));
  };
  return rootOfPart(0, count);
}

module.exports = { rangePathOf, rootFromRange, rootOf };
