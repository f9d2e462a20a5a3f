const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { WAYS } = require("./calls");
const { Status, deployAccepted, deployAllRevoked, deployRejected, deployRenounced, deployRequested, deployRevoked, deployWithdrawn } = require("./deployment");

for (const { suffix, send } of WAYS) {
  describe(`SubscriptionRegistry.renounce${suffix}`, () => {
    for (const [name, fixture] of Object.entries({ "withdraws a request": deployRequested, "gives up what was accepted": deployAccepted })) {
      it(`${name} when the consumer says so`, async () => {
        const { registry, provider, consumer, id, decidedAt } = await loadFixture(fixture);

        await expect(send(registry, consumer, "renounce", id))
          .to.emit(registry, "DeclarationRenounced")
          .withArgs(id, provider.address, consumer.address);

        const declaration = await registry.declarationOf(id);
        expect(declaration.status).to.equal(Status.Renounced);
        expect(declaration.decidedAt).to.equal(decidedAt ?? 0n);
        expect(declaration.revokedAt).to.equal(await time.latest());
      });

      it(`${name} up to the last second before the expiry`, async () => {
        const { registry, consumer, terms, id } = await loadFixture(fixture);

        await time.setNextBlockTimestamp(terms.expiry - 1n);

        await expect(send(registry, consumer, "renounce", id)).to.emit(registry, "DeclarationRenounced");
      });

      it(`refuses what has expired where it otherwise ${name}`, async () => {
        const { registry, consumer, terms, id } = await loadFixture(fixture);

        await time.setNextBlockTimestamp(terms.expiry);

        await expect(send(registry, consumer, "renounce", id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, Status.Expired);
      });
    }

    it("refuses an unknown declaration", async () => {
      const { registry, consumer } = await loadFixture(deployAccepted);
      const unknown = ethers.id("unknown");

      await expect(send(registry, consumer, "renounce", unknown)).to.be.revertedWithCustomError(registry, "UnknownDeclaration").withArgs(unknown);
    });

    for (const [name, fixture] of Object.entries({ requested: deployRequested, accepted: deployAccepted, renounced: deployRenounced })) {
      it(`refuses everybody but the consumer when the declaration is ${name}`, async () => {
        const { registry, provider, delegate, otherConsumer, id } = await loadFixture(fixture);
        await registry.connect(provider).setDelegate(delegate.address, 2n ** 48n - 1n);

        for (const caller of [provider, delegate, otherConsumer]) {
          await expect(send(registry, caller, "renounce", id)).to.be.revertedWithCustomError(registry, "NotTheParty").withArgs(id, caller.address);
        }
      });
    }

    it("refuses somebody whom the consumer made a delegate: only providers have delegates", async () => {
      const { registry, consumer, delegate, id } = await loadFixture(deployAccepted);
      await registry.connect(consumer).setDelegate(delegate.address, 2n ** 48n - 1n);

      await expect(send(registry, delegate, "renounce", id)).to.be.revertedWithCustomError(registry, "NotTheParty").withArgs(id, delegate.address);
    });

    const ended = {
      rejected: [deployRejected, Status.Rejected],
      revoked: [deployRevoked, Status.Revoked],
      "revoked with all": [deployAllRevoked, Status.Revoked],
      renounced: [deployRenounced, Status.Renounced],
      withdrawn: [deployWithdrawn, Status.Renounced],
    };
    for (const [name, [fixture, status]] of Object.entries(ended)) {
      it(`refuses what is ${name}`, async () => {
        const { registry, consumer, id } = await loadFixture(fixture);

        await expect(send(registry, consumer, "renounce", id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, status);
      });
    }
  });
}
