const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { WAYS } = require("./calls");
const { Status, deployAccepted, deployAllRevoked, deployRejected, deployRenounced, deployRequested, deployRevoked, deployWithdrawn } = require("./deployment");

/** What a provider can answer to a request: one call each, the event that it emits, and what becomes of the declaration. */
const ANSWERS = [
  { answer: "accept", event: "DeclarationAccepted", outcome: Status.Accepted },
  { answer: "reject", event: "DeclarationRejected", outcome: Status.Rejected },
];

for (const [{ suffix, send }, { answer, event, outcome }] of WAYS.flatMap((way) => ANSWERS.map((each) => [way, each]))) {
  describe(`SubscriptionRegistry.${answer}${suffix}`, () => {
    it("is the provider's answer to a request", async () => {
      const { registry, provider, consumer, id } = await loadFixture(deployRequested);

      await expect(send(registry, provider, answer, id))
        .to.emit(registry, event)
        .withArgs(id, provider.address, consumer.address, provider.address);

      const declaration = await registry.declarationOf(id);
      expect(declaration.status).to.equal(outcome);
      expect(declaration.decidedAt).to.equal(await time.latest());
      expect(declaration.revokedAt).to.equal(0n);
    });

    it("is a delegate's answer, which says whose it is", async () => {
      const { registry, provider, consumer, delegate, id } = await loadFixture(deployRequested);
      await registry.connect(provider).setDelegate(delegate.address, 2n ** 48n - 1n);

      await expect(send(registry, delegate, answer, id))
        .to.emit(registry, event)
        .withArgs(id, provider.address, consumer.address, delegate.address);

      expect(await registry.statusOf(id)).to.equal(outcome);
    });

    it("refuses an unknown declaration", async () => {
      const { registry, provider } = await loadFixture(deployRequested);
      const unknown = ethers.id("unknown");

      await expect(send(registry, provider, answer, unknown)).to.be.revertedWithCustomError(registry, "UnknownDeclaration").withArgs(unknown);
    });

    it("refuses everybody but the provider and its delegates", async () => {
      const { registry, consumer, stranger, otherProvider, delegate, id } = await loadFixture(deployRequested);
      await registry.connect(otherProvider).setDelegate(delegate.address, 2n ** 48n - 1n);

      for (const caller of [consumer, stranger, otherProvider, delegate]) {
        await expect(send(registry, caller, answer, id)).to.be.revertedWithCustomError(registry, "NotTheParty").withArgs(id, caller.address);
      }
    });

    const others = {
      accepted: [deployAccepted, Status.Accepted],
      rejected: [deployRejected, Status.Rejected],
      revoked: [deployRevoked, Status.Revoked],
      "revoked with all": [deployAllRevoked, Status.Revoked],
      renounced: [deployRenounced, Status.Renounced],
      withdrawn: [deployWithdrawn, Status.Renounced],
    };
    for (const [name, [fixture, status]] of Object.entries(others)) {
      it(`refuses what is ${name} already`, async () => {
        const { registry, provider, id } = await loadFixture(fixture);

        await expect(send(registry, provider, answer, id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, status);
      });
    }

    it("is possible up to the last second before the expiry", async () => {
      const { registry, provider, terms, id } = await loadFixture(deployRequested);

      await time.setNextBlockTimestamp(terms.expiry - 1n);

      await expect(send(registry, provider, answer, id)).to.emit(registry, event);
    });

    it("refuses a request that has expired", async () => {
      const { registry, provider, terms, id } = await loadFixture(deployRequested);

      await time.setNextBlockTimestamp(terms.expiry);

      await expect(send(registry, provider, answer, id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, Status.Expired);
    });
  });
}
