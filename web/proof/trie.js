import { equal, toHex } from "./bytes.js";
import { FormatError } from "./format-error.js";
import { HASH_LENGTH, keccak } from "./keccak.js";
import { decodeRlp } from "./rlp.js";
import { nibblesOf, readNode } from "./trie-node.js";

/** keccak256(RLP("")): the root of the trie with no entries. */
const EMPTY_ROOT = keccak(Uint8Array.of(0x80));

/**
 * Looks a hashed key up by the nodes of `eth_getProof`: the value, or null where the nodes prove that the key is absent. A proof has one form: nothing in
 * it is unused (docs/proofs.md, "Tries"). `shared` are the nodes of another proof: those on the common way are taken from there. Throws FormatError with the node, counted from 1.
 */
export function lookUp(root, hashedKey, nodes, shared = []) {
  const walk = new Walk(nodes, shared);
  try {
    const value = equal(root, EMPTY_ROOT) ? null : walk.toValue(root, nibblesOf(hashedKey));
    if (walk.used !== nodes.length) throw new FormatError(`only ${walk.used} of ${nodes.length} nodes are needed.`);
    return value;
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    throw new FormatError(`Trie proof, node ${walk.used}: ${problem.message}`);
  }
}

class Walk {
  #nodes;
  #shared;
  #taken = 0;
  used = 0;

  constructor(nodes, shared) {
    this.#nodes = nodes;
    this.#shared = shared;
  }

  toValue(root, key) {
    let node = readNode(decodeRlp(this.#take(root)));
    for (; ;) {
      refuseOtherLengths(node, key.length);

      let child;
      let isExtension = false;
      if (node.children) {
        child = node.children[key[0]];
        if (child.isEmpty) return null;
        key = key.slice(1);
      } else if (node.child) {
        if (!node.path.every((nibble, i) => nibble === key[i])) return null;
        key = key.slice(node.path.length);
        child = node.child;
        isExtension = true;
      } else {
        return equal(node.path, key) ? node.value : null;
      }

      node = readNode(this.#follow(child));
      if (isExtension && !node.children) throw new FormatError("an extension leads to it, and it is no branch.");
    }
  }

  /** The node that stands in its parent, or the next of the proof. */
  #follow(child) {
    if (child.isList) return child;

    const node = this.#take(child.bytes);
    if (node.length < HASH_LENGTH) throw new FormatError("it is shorter than its hash and has to stand in its parent.");
    return decodeRlp(node);
  }

  #take(hash) {
    // Ways that parted do not meet again.
    if (this.used === 0 && this.#taken < this.#shared.length && equal(keccak(this.#shared[this.#taken]), hash)) return this.#shared[this.#taken++];
    if (this.used === this.#nodes.length) throw new FormatError(`the node ${toHex(hash)} below it is missing.`);

    const node = this.#nodes[this.used++];
    if (!equal(keccak(node), hash)) throw new FormatError(`it does not have the hash ${toHex(hash)}, which stands above it.`);
    return node;
  }
}

/** All keys have one length, so some nodes cannot be where that many half bytes are left of every key. */
function refuseOtherLengths(node, left) {
  if (node.children) {
    if (left === 0) throw new FormatError("a branch stands where every key has ended.");
    if (node.value.length > 0) throw new FormatError("the branch has a value, and no key ends there.");
  } else if (node.child) {
    if (node.path.length >= left) throw new FormatError(`the extension's path has ${node.path.length} half bytes; ${left} are left.`);
  } else if (node.path.length !== left) {
    throw new FormatError(`the leaf's path has ${node.path.length} half bytes; ${left} are left of every key.`);
  }
}
