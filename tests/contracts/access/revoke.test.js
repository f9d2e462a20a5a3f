const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { Status, deployAccepted, deployRejected, deployRequested, deployRevoked, deployWithdrawn } = require("./deployment");

describe("SubscriptionRegistry.revoke", () => {
  for (const party of ["provider", "consumer"]) {
    it(`ends what was accepted when the ${party} says so`, async () => {
      const { registry, provider, consumer, id, decidedAt, [party]: caller } = await loadFixture(deployAccepted);

      await expect(registry.connect(caller).revoke(id))
        .to.emit(registry, "DeclarationRevoked")
        .withArgs(id, provider.address, consumer.address, caller.address);

      const declaration = await registry.declarationOf(id);
      expect(declaration.status).to.equal(Status.Revoked);
      expect(declaration.decidedAt).to.equal(decidedAt);
      expect(declaration.revokedAt).to.equal(await time.latest());
    });
  }

  it("withdraws a request when the consumer says so", async () => {
    const { registry, provider, consumer, id } = await loadFixture(deployRequested);

    await expect(registry.connect(consumer).revoke(id))
      .to.emit(registry, "DeclarationRevoked")
      .withArgs(id, provider.address, consumer.address, consumer.address);

    const declaration = await registry.declarationOf(id);
    expect(declaration.status).to.equal(Status.Revoked);
    expect(declaration.decidedAt).to.equal(0n);
  });

  it("refuses the provider of a request, who can reject it", async () => {
    const { registry, provider, id } = await loadFixture(deployRequested);

    await expect(registry.connect(provider).revoke(id)).to.be.revertedWithCustomError(registry, "NotTheParty").withArgs(id, provider.address);
  });

  it("refuses an unknown declaration", async () => {
    const { registry, provider } = await loadFixture(deployAccepted);
    const unknown = ethers.id("unknown");

    await expect(registry.connect(provider).revoke(unknown)).to.be.revertedWithCustomError(registry, "UnknownDeclaration").withArgs(unknown);
  });

  for (const [name, fixture] of Object.entries({ requested: deployRequested, accepted: deployAccepted, revoked: deployRevoked })) {
    it(`refuses a stranger when the declaration is ${name}`, async () => {
      const { registry, stranger, id } = await loadFixture(fixture);

      await expect(registry.connect(stranger).revoke(id)).to.be.revertedWithCustomError(registry, "NotTheParty").withArgs(id, stranger.address);
    });
  }

  const ended = { rejected: [deployRejected, Status.Rejected], revoked: [deployRevoked, Status.Revoked], withdrawn: [deployWithdrawn, Status.Revoked] };
  for (const [name, [fixture, status]] of Object.entries(ended)) {
    it(`refuses both parties when the declaration is ${name}`, async () => {
      const { registry, provider, consumer, id } = await loadFixture(fixture);

      for (const caller of [provider, consumer]) {
        await expect(registry.connect(caller).revoke(id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, status);
      }
    });
  }

  for (const [name, fixture] of Object.entries({ accepted: deployAccepted, requested: deployRequested })) {
    it(`is possible up to the last second before the expiry of what is ${name}`, async () => {
      const { registry, consumer, terms, id } = await loadFixture(fixture);

      await time.setNextBlockTimestamp(terms.expiry - 1n);

      await expect(registry.connect(consumer).revoke(id)).to.emit(registry, "DeclarationRevoked");
    });

    it(`refuses what was ${name} and has expired`, async () => {
      const { registry, consumer, terms, id } = await loadFixture(fixture);

      await time.setNextBlockTimestamp(terms.expiry);

      await expect(registry.connect(consumer).revoke(id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, Status.Expired);
    });
  }
});
