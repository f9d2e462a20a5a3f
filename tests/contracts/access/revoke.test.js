const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { WAYS } = require("./calls");
const { Status, deployAccepted, deployAllRevoked, deployRejected, deployRenounced, deployRequested, deployRevoked, deployWithdrawn } = require("./deployment");

for (const { suffix, send } of WAYS) {
  describe(`SubscriptionRegistry.revoke${suffix}`, () => {
    for (const party of ["provider", "delegate"]) {
      it(`ends what was accepted when the ${party} says so`, async () => {
        const { registry, provider, consumer, delegate, id, decidedAt, [party]: caller } = await loadFixture(deployAccepted);
        await registry.connect(provider).setDelegate(delegate.address, 2n ** 48n - 1n);

        await expect(send(registry, caller, "revoke", id))
          .to.emit(registry, "DeclarationRevoked")
          .withArgs(id, provider.address, consumer.address, caller.address);

        const declaration = await registry.declarationOf(id);
        expect(declaration.status).to.equal(Status.Revoked);
        expect(declaration.decidedAt).to.equal(decidedAt);
        expect(declaration.revokedAt).to.equal(await time.latest());
      });
    }

    it("refuses an unknown declaration", async () => {
      const { registry, provider } = await loadFixture(deployAccepted);
      const unknown = ethers.id("unknown");

      await expect(send(registry, provider, "revoke", unknown)).to.be.revertedWithCustomError(registry, "UnknownDeclaration").withArgs(unknown);
    });

    for (const [name, fixture] of Object.entries({ requested: deployRequested, accepted: deployAccepted, revoked: deployRevoked })) {
      it(`refuses the consumer, who can renounce, and strangers when the declaration is ${name}`, async () => {
        const { registry, consumer, stranger, otherProvider, delegate, id } = await loadFixture(fixture);
        await registry.connect(otherProvider).setDelegate(delegate.address, 2n ** 48n - 1n);

        for (const caller of [consumer, stranger, otherProvider, delegate]) {
          await expect(send(registry, caller, "revoke", id)).to.be.revertedWithCustomError(registry, "NotTheParty").withArgs(id, caller.address);
        }
      });
    }

    const others = {
      "requested and can be rejected": [deployRequested, Status.Requested],
      rejected: [deployRejected, Status.Rejected],
      revoked: [deployRevoked, Status.Revoked],
      "revoked with all": [deployAllRevoked, Status.Revoked],
      renounced: [deployRenounced, Status.Renounced],
      withdrawn: [deployWithdrawn, Status.Renounced],
    };
    for (const [name, [fixture, status]] of Object.entries(others)) {
      it(`refuses what is ${name}`, async () => {
        const { registry, provider, id } = await loadFixture(fixture);

        await expect(send(registry, provider, "revoke", id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, status);
      });
    }

    it("is possible up to the last second before the expiry", async () => {
      const { registry, provider, terms, id } = await loadFixture(deployAccepted);

      await time.setNextBlockTimestamp(terms.expiry - 1n);

      await expect(send(registry, provider, "revoke", id)).to.emit(registry, "DeclarationRevoked");
    });

    for (const [name, fixture] of Object.entries({ accepted: deployAccepted, requested: deployRequested })) {
      it(`refuses what was ${name} and has expired`, async () => {
        const { registry, provider, terms, id } = await loadFixture(fixture);

        await time.setNextBlockTimestamp(terms.expiry);

        await expect(send(registry, provider, "revoke", id)).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, Status.Expired);
      });
    }
  });
}
