import { FormatError } from "./format-error.js";
import { HASH_LENGTH } from "./keccak.js";

const BRANCH_WIDTH = 16;
const [ODD, LEAF] = [1, 2];

/** Every byte's upper half, then its lower half. */
export function nibblesOf(bytes) {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 0x0f]);
}

/** { path, value } of a leaf, { path, child } of an extension, { children, value } of a branch. Throws FormatError for what no trie contains. */
export function readNode(item) {
  switch (item.items.length) {
    case 2: return readPath(item.items);
    case BRANCH_WIDTH + 1: return readBranch(item.items);
    default: throw new FormatError(`a node has 2 or 17 fields, not ${item.items.length}.`);
  }
}

function readPath([packed, target]) {
  const { path, isLeaf } = unpack(packed.bytes);
  if (isLeaf) {
    if (target.bytes.length === 0) throw new FormatError("the leaf has no value.");
    return { path, value: target.bytes };
  }
  if (path.length === 0) throw new FormatError("the extension has no path.");
  if (target.isEmpty) throw new FormatError("the extension leads nowhere.");

  refuseOtherReferences(target);
  return { path, child: target };
}

function readBranch(fields) {
  const children = fields.slice(0, BRANCH_WIDTH);
  const value = fields[BRANCH_WIDTH].bytes;
  const used = children.filter((child) => !child.isEmpty).length + (value.length > 0 ? 1 : 0);
  if (used < 2) throw new FormatError(`the branch has ${used} entries; from two on it is one.`);

  children.forEach(refuseOtherReferences);
  return { children, value };
}

/** A path of half bytes packed into bytes (Yellow Paper, appendix C). */
function unpack(packed) {
  if (packed.length === 0) throw new FormatError("the path has no bytes.");

  const nibbles = nibblesOf(packed);
  const flag = nibbles[0];
  if (flag > (ODD | LEAF)) throw new FormatError(`the path begins with ${flag}; the flags are 0 to 3.`);

  const isLeaf = (flag & LEAF) !== 0;
  if ((flag & ODD) !== 0) return { path: nibbles.slice(1), isLeaf };
  if (nibbles[1] !== 0) throw new FormatError(`the path is padded with ${nibbles[1]} instead of 0.`);
  return { path: nibbles.slice(2), isLeaf };
}

/** Nothing, the hash of a node, or within the node itself one that is shorter than a hash. */
function refuseOtherReferences(child) {
  if (child.isList) {
    if (child.encode().length >= HASH_LENGTH) throw new FormatError("a child of 32 bytes or more stands in it instead of its hash.");
  } else if (child.bytes.length !== 0 && child.bytes.length !== HASH_LENGTH) {
    throw new FormatError(`a child is a hash of 32 bytes, not ${child.bytes.length} bytes.`);
  }
}
