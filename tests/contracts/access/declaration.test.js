const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { Status, acceptAnother, deployAccepted, deployAllRevoked, deployRegistry, deployRequested, deployRevoked, idOfTerms, termsOf } = require("./deployment");

describe("SubscriptionRegistry.declarationOf", () => {
  it("answers everything that was declared and when it changed", async () => {
    const { registry, provider, consumer, terms, id, requestedAt, decidedAt, revokedAt } = await loadFixture(deployRevoked);

    const declaration = await registry.declarationOf(id);

    expect(declaration.toObject()).to.deep.equal({
      ...terms,
      provider: provider.address,
      consumer: consumer.address,
      status: Status.Revoked,
      requestedAt,
      decidedAt,
      revokedAt,
      consumerEpoch: 0n,
      generalEpoch: 0n,
    });
  });

  it("has the time of a revocation also when everything was revoked", async () => {
    const { registry, id, revokedAt } = await loadFixture(deployAllRevoked);

    const declaration = await registry.declarationOf(id);

    expect([declaration.status, declaration.revokedAt]).to.deep.equal([Status.Revoked, revokedAt]);
  });

  it("has the epochs in which it was accepted", async () => {
    const { registry, provider, consumer } = await loadFixture(deployRegistry);
    await registry.connect(provider).revokeEverything();
    await registry.connect(provider).revokeEverything();
    await registry.connect(provider).revokeAllOf(consumer.address);

    const { consumerEpoch, generalEpoch } = await registry.declarationOf(await acceptAnother(registry, consumer, provider));

    expect([consumerEpoch, generalEpoch]).to.deep.equal([1n, 2n]);
  });

  it("has no time where a change did not happen", async () => {
    const { registry, id } = await loadFixture(deployRequested);

    const { decidedAt, revokedAt } = await registry.declarationOf(id);

    expect([decidedAt, revokedAt]).to.deep.equal([0n, 0n]);
  });

  it("answers the status as of now", async () => {
    const { registry, id, terms } = await loadFixture(deployAccepted);
    await time.increaseTo(terms.expiry);

    expect((await registry.declarationOf(id)).status).to.equal(Status.Expired);
  });

  it("refuses an unknown declaration", async () => {
    const { registry } = await loadFixture(deployRequested);
    const unknown = ethers.id("unknown");

    await expect(registry.declarationOf(unknown)).to.be.revertedWithCustomError(registry, "UnknownDeclaration").withArgs(unknown);
  });

  it("takes four storage slots", async () => {
    const { registry, id } = await loadFixture(deployRevoked);
    const first = BigInt(ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["bytes32", "uint256"], [id, 4n])));

    const words = await Promise.all([0n, 1n, 2n, 3n, 4n].map((offset) => ethers.provider.getStorage(registry, first + offset)));

    expect(words.map((word) => word !== ethers.ZeroHash)).to.deep.equal([true, true, true, true, false]);
  });
});

describe("SubscriptionRegistry.idOf", () => {
  it("is the hash of chain, registry and content", async () => {
    const { registry, consumer, terms, id } = await loadFixture(deployRequested);
    const { provider, topic, means, purpose, notBefore, expiry } = terms;

    expect(await registry.idOf(provider, consumer.address, topic, means, purpose, notBefore, expiry)).to.equal(id);
  });

  it("differs between registries", async () => {
    const { registry, consumer, terms, id } = await loadFixture(deployRequested);
    const other = await ethers.deployContract("SubscriptionRegistry");
    const { provider, topic, means, purpose, notBefore, expiry } = terms;

    expect(await other.idOf(provider, consumer.address, topic, means, purpose, notBefore, expiry)).to.not.equal(id);
    await expect(other.declarationOf(id)).to.be.revertedWithCustomError(registry, "UnknownDeclaration").withArgs(id);
  });

  it("differs with every member", async () => {
    const { registry, provider, consumer, stranger } = await loadFixture(deployRequested);
    const terms = await termsOf(provider);
    const changes = [
      {},
      { provider: stranger.address },
      { topic: ethers.id("another declaration") },
      { means: terms.means - 1n },
      { purpose: terms.purpose + 1n },
      { notBefore: terms.notBefore + 1n },
      { expiry: terms.expiry + 1n },
    ];

    const ids = await Promise.all(
      changes.map(async (change) => {
        const changed = { ...terms, ...change };
        const id = await registry.idOf(changed.provider, consumer.address, ...Object.values(changed).slice(1));
        expect(id).to.equal(await idOfTerms(registry, consumer, changed));
        return id;
      }),
    );

    expect(new Set(ids).size).to.equal(changes.length);
  });
});
