const { ethers } = require("hardhat");

// What each call signs, before its number and deadline: the signer first, then the arguments of the call that is not signed.
const CALLS = {
  request: ["RequestDeclaration", "address consumer,address provider,bytes32 topic,uint8 means,uint32 purpose,uint48 notBefore,uint48 expiry"],
  accept: ["AcceptDeclaration", "address by,bytes32 id"],
  reject: ["RejectDeclaration", "address by,bytes32 id"],
  revoke: ["RevokeDeclaration", "address by,bytes32 id"],
  renounce: ["RenounceDeclaration", "address by,bytes32 id"],
  revokeAllOf: ["RevokeAllOf", "address provider,address consumer"],
  revokeEverything: ["RevokeEverything", "address provider"],
  setDelegate: ["SetDelegate", "address provider,address delegate,uint48 until"],
};

const FAR = 2n ** 48n - 1n;

function fieldsOf(name) {
  return `${CALLS[name][1]},uint256 nonce,uint256 deadline`.split(",").map((field) => {
    const [type, member] = field.split(" ");
    return { name: member, type };
  });
}

/** What `signer` signs for a call: domain, types and message, as `signTypedData` takes them; `changes` replaces members of domain and message. */
async function typedDataOf(name, registry, signer, values, changes = {}) {
  const domain = { name: "Platone", version: "1", chainId: 31337n, verifyingContract: await registry.getAddress(), ...changes.domain };
  const fields = fieldsOf(name);
  const members = [signer.address, ...values, await registry.nonces(signer.address), FAR];
  const message = { ...Object.fromEntries(fields.map((field, index) => [field.name, members[index]])), ...changes.message };
  return [domain, { [CALLS[name][0]]: fields }, message];
}

/** The arguments of `{name}For`, signed by `signer`; with the signer's next number and a deadline that never comes if `changes` has no others. */
async function signedCall(name, registry, signer, values, changes = {}) {
  const typedData = await typedDataOf(name, registry, signer, values, changes);
  return [...Object.values(typedData[2]), await signer.signTypedData(...typedData)];
}

/** The two ways to one thing: the party's own transaction, and its signature in a transaction of somebody else. */
const WAYS = [
  { suffix: "", send: (registry, party, name, ...values) => registry.connect(party)[name](...values) },
  {
    suffix: "For",
    send: async (registry, party, name, ...values) => {
      const relayer = (await ethers.getSigners()).at(-1);
      return registry.connect(relayer)[`${name}For`](...(await signedCall(name, registry, party, values)));
    },
  },
];

module.exports = { CALLS, WAYS, signedCall, typedDataOf };
