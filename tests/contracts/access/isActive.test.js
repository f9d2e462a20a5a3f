const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const {
  HOUR,
  deployAccepted,
  deployAllRevoked,
  deployRegistry,
  deployRejected,
  deployRenounced,
  deployRequested,
  deployRevoked,
  deployWithdrawn,
  idOfTerms,
  termsOf,
} = require("./deployment");

describe("SubscriptionRegistry.isActive", () => {
  it("begins with the acceptance and ends with the expiry", async () => {
    const { registry, id, decidedAt, terms } = await loadFixture(deployAccepted);
    await time.increaseTo(terms.expiry);

    expect(await registry.isActive(id, decidedAt - 1n)).to.equal(false);
    expect(await registry.isActive(id, decidedAt)).to.equal(true);
    expect(await registry.isActive(id, terms.expiry - 1n)).to.equal(true);
    expect(await registry.isActive(id, terms.expiry)).to.equal(false);
  });

  it("does not begin before the period, however early the acceptance", async () => {
    const { registry, provider, consumer } = await loadFixture(deployRegistry);
    const notBefore = BigInt(await time.latest()) + HOUR;
    const terms = await termsOf(provider, { notBefore, expiry: notBefore + HOUR });
    const id = await idOfTerms(registry, consumer, terms);
    await registry.connect(consumer).request(...Object.values(terms));
    await registry.connect(provider).accept(id);
    await time.increaseTo(notBefore);

    expect(await registry.isActive(id, notBefore - 1n)).to.equal(false);
    expect(await registry.isActive(id, notBefore)).to.equal(true);
  });

  const ended = { revocation: deployRevoked, "revocation of everything": deployAllRevoked, renunciation: deployRenounced };
  for (const [name, fixture] of Object.entries(ended)) {
    it(`ends with the ${name}, and stays true for the time before it`, async () => {
      const { registry, id, revokedAt } = await loadFixture(fixture);

      expect(await registry.isActive(id, revokedAt - 1n)).to.equal(true);
      expect(await registry.isActive(id, revokedAt)).to.equal(false);
    });
  }

  for (const [name, fixture] of Object.entries({ requested: deployRequested, rejected: deployRejected, withdrawn: deployWithdrawn })) {
    it(`is never true of what is ${name}`, async () => {
      const { registry, id, requestedAt, terms } = await loadFixture(fixture);
      await time.increaseTo(terms.expiry);

      for (const moment of [0n, requestedAt, requestedAt + 1n, terms.expiry - 1n, terms.expiry]) {
        expect(await registry.isActive(id, moment), `at ${moment}`).to.equal(false);
      }
    });
  }

  it("is false for an unknown declaration", async () => {
    const { registry } = await loadFixture(deployRegistry);

    expect(await registry.isActive(ethers.id("unknown"), 0n)).to.equal(false);
  });

  it("refuses a moment that has not come", async () => {
    const { registry, id } = await loadFixture(deployAccepted);
    const now = BigInt(await time.latest());

    await expect(registry.isActive(id, now + 1n)).to.be.revertedWithCustomError(registry, "TimeInFuture").withArgs(now + 1n, now);
  });
});
