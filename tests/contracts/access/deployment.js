const { ethers, network } = require("hardhat");
const { mine, time } = require("@nomicfoundation/hardhat-network-helpers");

// ISubscriptionRegistry.Status
const Status = { None: 0n, Requested: 1n, Accepted: 2n, Rejected: 3n, Revoked: 4n, Expired: 5n, Renounced: 6n };

const HOUR = 3600n;

async function deployRegistry() {
  const [provider, consumer, stranger, delegate, otherConsumer, otherProvider] = await ethers.getSigners();
  const registry = await ethers.deployContract("SubscriptionRegistry");
  return { registry, provider, consumer, stranger, delegate, otherConsumer, otherProvider };
}

/** What a consumer asks for: one hour from now, over MQTT and REST; `changes` replaces members. */
async function termsOf(provider, changes = {}) {
  const now = BigInt(await time.latest());
  return {
    provider: provider.address,
    topic: ethers.id("a signed declaration"),
    means: 3n,
    purpose: 7n,
    notBefore: now,
    expiry: now + HOUR,
    ...changes,
  };
}

/** The id as the interface defines it, hashed outside the contract. */
async function idOfTerms(registry, consumer, terms) {
  const { chainId } = await ethers.provider.getNetwork();
  const types = ["uint256", "address", "address", "address", "bytes32", "uint8", "uint32", "uint48", "uint48"];
  const { provider, ...rest } = terms;
  const values = [chainId, await registry.getAddress(), provider, consumer.address, ...Object.values(rest)];
  return ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(types, values));
}

/** A registry with one declaration that nobody has answered yet. */
async function deployRequested() {
  const deployment = await deployRegistry();
  const { registry, provider, consumer } = deployment;
  const terms = await termsOf(provider);
  await registry.connect(consumer).request(...Object.values(terms));
  return { ...deployment, terms, id: await idOfTerms(registry, consumer, terms), requestedAt: BigInt(await time.latest()) };
}

async function deployAccepted() {
  const deployment = await deployRequested();
  await deployment.registry.connect(deployment.provider).accept(deployment.id);
  return { ...deployment, decidedAt: BigInt(await time.latest()) };
}

async function deployRejected() {
  const deployment = await deployRequested();
  await deployment.registry.connect(deployment.provider).reject(deployment.id);
  return { ...deployment, decidedAt: BigInt(await time.latest()) };
}

async function deployRevoked() {
  const deployment = await deployAccepted();
  await time.increase(60);
  await deployment.registry.connect(deployment.provider).revoke(deployment.id);
  return { ...deployment, revokedAt: BigInt(await time.latest()) };
}

/** Accepted, and given up by the consumer. */
async function deployRenounced() {
  const deployment = await deployAccepted();
  await time.increase(60);
  await deployment.registry.connect(deployment.consumer).renounce(deployment.id);
  return { ...deployment, revokedAt: BigInt(await time.latest()) };
}

/** Renounced before the provider answered. */
async function deployWithdrawn() {
  const deployment = await deployRequested();
  await time.increase(60);
  await deployment.registry.connect(deployment.consumer).renounce(deployment.id);
  return { ...deployment, revokedAt: BigInt(await time.latest()) };
}

/** Accepted, and revoked with everything else that the provider had accepted. */
async function deployAllRevoked() {
  const deployment = await deployAccepted();
  await time.increase(60);
  await deployment.registry.connect(deployment.provider).revokeEverything();
  return { ...deployment, revokedAt: BigInt(await time.latest()) };
}

/** Requests access with other terms than before; answers the id. */
async function requestAnother(registry, consumer, provider, topic = "another declaration") {
  const terms = await termsOf(provider, { topic: ethers.id(topic) });
  await registry.connect(consumer).request(...Object.values(terms));
  return idOfTerms(registry, consumer, terms);
}

/** Requests access with other terms than before and lets the provider accept; answers the id. */
async function acceptAnother(registry, consumer, provider, topic) {
  const id = await requestAnother(registry, consumer, provider, topic);
  await registry.connect(provider).accept(id);
  return id;
}

/** Sends several transactions in one block, in this order when they are of one sender; answers the block's time. */
async function inOneBlock(...sends) {
  await network.provider.send("evm_setAutomine", [false]);
  for (const send of sends) await send({ gasLimit: 300_000 });
  await mine();
  await network.provider.send("evm_setAutomine", [true]);
  return BigInt(await time.latest());
}

module.exports = {
  HOUR,
  Status,
  acceptAnother,
  deployAccepted,
  deployAllRevoked,
  deployRegistry,
  deployRejected,
  deployRenounced,
  deployRequested,
  deployRevoked,
  deployWithdrawn,
  idOfTerms,
  inOneBlock,
  requestAnother,
  termsOf,
};
