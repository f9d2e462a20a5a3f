const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { Status, deployAccepted, deployRejected, deployRequested, deployRevoked, deployWithdrawn } = require("./deployment");

describe("SubscriptionRegistry.reject", () => {
  it("is the provider's answer to a request", async () => {
    const { registry, provider, consumer, id } = await loadFixture(deployRequested);

    await expect(registry.connect(provider).reject(id))
      .to.emit(registry, "DeclarationRejected")
      .withArgs(id, provider.address, consumer.address);

    const declaration = await registry.declarationOf(id);
    expect(declaration.status).to.equal(Status.Rejected);
    expect(declaration.decidedAt).to.equal(await time.latest());
    expect(declaration.revokedAt).to.equal(0n);
  });

  it("refuses an unknown declaration", async () => {
    const { registry, provider } = await loadFixture(deployRequested);
    const unknown = ethers.id("unknown");

    await expect(registry.connect(provider).reject(unknown)).to.be.revertedWithCustomError(registry, "UnknownDeclaration").withArgs(unknown);
  });

  it("refuses everybody but the provider", async () => {
    const { registry, consumer, stranger, id } = await loadFixture(deployRequested);

    for (const caller of [consumer, stranger]) {
      await expect(registry.connect(caller).reject(id)).to.be.revertedWithCustomError(registry, "NotTheParty").withArgs(id, caller.address);
    }
  });

  const decided = { Accepted: deployAccepted, Rejected: deployRejected, Revoked: deployRevoked };
  for (const [status, fixture] of Object.entries(decided)) {
    it(`refuses what is ${status} already`, async () => {
      const { registry, provider, id } = await loadFixture(fixture);

      await expect(registry.connect(provider).reject(id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, Status[status]);
    });
  }

  it("refuses a request that was withdrawn", async () => {
    const { registry, provider, id } = await loadFixture(deployWithdrawn);

    await expect(registry.connect(provider).reject(id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, Status.Revoked);
  });

  it("is possible up to the last second before the expiry", async () => {
    const { registry, provider, terms, id } = await loadFixture(deployRequested);

    await time.setNextBlockTimestamp(terms.expiry - 1n);

    await expect(registry.connect(provider).reject(id)).to.emit(registry, "DeclarationRejected");
  });

  it("refuses a request that has expired", async () => {
    const { registry, provider, terms, id } = await loadFixture(deployRequested);

    await time.setNextBlockTimestamp(terms.expiry);

    await expect(registry.connect(provider).reject(id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, Status.Expired);
  });
});
