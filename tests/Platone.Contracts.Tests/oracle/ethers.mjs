// Ranges of trees by RFC 6962's recursion with ethers 6; what the page that verifies proofs says of the same claims, and what a node says when the
// deployed library is asked.
// Reads a JSON array of questions from standard input, writes a JSON array of answers. A question is one tree:
// { url, seed, count, claims: [{ from, length, first, count, path }] }: leaf i is keccak-256 of "seed i"; each claim says that the `length` leaves
// from `from` on stand at `first` in a tree of `count`.
import { Contract, ContractFactory, getBytes, hexlify, id, JsonRpcProvider, Wallet, ZeroHash } from "ethers";
import { readFileSync } from "node:fs";
import { rootFrom } from "../../../web/proof/merkle.js";
import ranges from "../../contracts/certification/ranges.js";

const CLAIMS_AT_ONCE = 200;
const ARTIFACT = new URL("../../../hardhat-artifacts/tests/contracts/certification/RangeClaims.sol/RangeClaims.json", import.meta.url);

/** Each subtree's root is made once for all ranges of a tree. */
function rootsOf(leaves) {
  const known = new Map();
  return (from, to) => {
    const key = `${from} ${to}`;
    if (!known.has(key)) known.set(key, ranges.rootOf(leaves.slice(from, to)));
    return known.get(key);
  };
}

function rootByPage(leaves, first, count, path) {
  const root = rootFrom(leaves.map(getBytes), first, count, path.map(getBytes));
  return root && hexlify(root);
}

function answer({ seed, count, claims }) {
  const leaves = Array.from({ length: count }, (_, index) => id(`${seed} ${index}`));
  const root = rootsOf(leaves);
  return {
    root: root(0, count),
    claims: claims.map(({ from, length, first, count: claimed, path }) => {
      const own = leaves.slice(from, from + length);
      return {
        path: ranges.rangePathOf(leaves, from, length, root),
        recursion: ranges.rootFromRange(own, first, claimed, path),
        page: rootByPage(own, first, claimed, path),
        asked: [own, first, claimed, path],
      };
    }),
  };
}

async function deploy(url) {
  const provider = new JsonRpcProvider(url, undefined, { staticNetwork: true });
  const { abi, bytecode } = JSON.parse(readFileSync(ARTIFACT, "utf8"));
  const deployed = await new ContractFactory(abi, bytecode, Wallet.createRandom(provider)).deploy({ gasPrice: 0n, type: 0 });
  await deployed.waitForDeployment();
  return new Contract(await deployed.getAddress(), abi, provider);
}

async function askNode(contract, claims) {
  for (let start = 0; start < claims.length; start += CLAIMS_AT_ONCE) {
    const some = claims.slice(start, start + CLAIMS_AT_ONCE);
    const roots = await contract.rootsOf(some.map((claim) => claim.asked));
    some.forEach((claim, index) => (claim.solidity = roots[index] === ZeroHash ? null : roots[index]));
  }
}

const questions = JSON.parse(readFileSync(0, "utf8"));
const answers = questions.map(answer);
const contract = await deploy(questions[0].url);
await askNode(contract, answers.flatMap((tree) => tree.claims));
contract.runner.destroy();

const written = (name, value) => (name === "asked" ? undefined : value);
process.stdout.write(JSON.stringify(answers, written));
