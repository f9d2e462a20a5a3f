const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { WAYS } = require("./calls");
const { Status, acceptAnother, deployAccepted, deployRenounced, deployRevoked, inOneBlock, requestAnother } = require("./deployment");

for (const { suffix, send } of WAYS) {
  describe(`SubscriptionRegistry.revokeAllOf${suffix}`, () => {
    it("ends all that the provider accepted of the consumer, and tells it once", async () => {
      const { registry, provider, consumer, id } = await loadFixture(deployAccepted);
      const another = await acceptAnother(registry, consumer, provider);

      await expect(send(registry, provider, "revokeAllOf", consumer.address))
        .to.emit(registry, "AllRevoked")
        .withArgs(provider.address, consumer.address, 0);

      for (const ended of [id, another]) {
        const declaration = await registry.declarationOf(ended);
        expect(declaration.status).to.equal(Status.Revoked);
        expect(declaration.revokedAt).to.equal(await time.latest());
        expect(await registry.isActive(ended, await time.latest())).to.equal(false);
      }
    });

    it("counts the epochs and keeps when each ended", async () => {
      const { registry, provider, consumer, otherConsumer } = await loadFixture(deployAccepted);
      const ends = [];
      for (const epoch of [0, 1, 2]) {
        expect(await registry.epochOf(provider.address, consumer.address)).to.equal(epoch);
        await expect(send(registry, provider, "revokeAllOf", consumer.address))
          .to.emit(registry, "AllRevoked")
          .withArgs(provider.address, consumer.address, epoch);
        ends.push(BigInt(await time.latest()));
        await time.increase(10);
      }

      const known = await Promise.all([0, 1, 2, 3].map((epoch) => registry.epochEndedAt(provider.address, consumer.address, epoch)));
      expect(known).to.deep.equal([...ends, 0n]);
      for (const other of [otherConsumer.address, ethers.ZeroAddress]) {
        expect(await registry.epochOf(provider.address, other)).to.equal(0n);
        expect(await registry.epochEndedAt(provider.address, other, 0)).to.equal(0n);
      }
    });

    it("leaves other consumers, other providers and undecided requests", async () => {
      const { registry, provider, consumer, otherConsumer, otherProvider } = await loadFixture(deployAccepted);
      const ofOther = await acceptAnother(registry, otherConsumer, provider);
      const byOther = await acceptAnother(registry, consumer, otherProvider);
      const requested = await requestAnother(registry, consumer, provider);

      await send(registry, provider, "revokeAllOf", consumer.address);

      expect(await registry.statusOf(ofOther)).to.equal(Status.Accepted);
      expect(await registry.statusOf(byOther)).to.equal(Status.Accepted);
      expect(await registry.statusOf(requested)).to.equal(Status.Requested);
      await registry.connect(provider).accept(requested);
      expect(await registry.isActive(requested, await time.latest())).to.equal(true);
    });

    it("lets an acceptance in the same second stand that comes after it, and none that comes before it", async () => {
      const { registry, provider, consumer } = await loadFixture(deployAccepted);
      const before = await requestAnother(registry, consumer, provider, "before");
      const after = await requestAnother(registry, consumer, provider, "after");
      const owner = registry.connect(provider);

      const now = await inOneBlock(
        (gas) => owner.accept(before, gas),
        (gas) => owner.revokeAllOf(consumer.address, gas),
        (gas) => owner.accept(after, gas),
      );

      for (const status of [registry.statusOf, (id) => registry.statusAt(id, now)]) {
        expect(await status(before)).to.equal(Status.Revoked);
        expect(await status(after)).to.equal(Status.Accepted);
      }
      expect((await registry.declarationOf(before)).revokedAt).to.equal(now);
      expect((await registry.declarationOf(after)).revokedAt).to.equal(0n);
    });

    for (const [name, fixture] of Object.entries({ revoked: deployRevoked, renounced: deployRenounced })) {
      it(`changes nothing of what was ${name} before`, async () => {
        const { registry, provider, consumer, id } = await loadFixture(fixture);
        const before = await registry.declarationOf(id);
        await time.increase(60);

        await send(registry, provider, "revokeAllOf", consumer.address);

        expect(await registry.declarationOf(id)).to.deep.equal(before);
      });
    }

    it("changes nothing of what had expired before, and ends what expires a second later", async () => {
      const { registry, provider, consumer, terms, id } = await loadFixture(deployAccepted);
      const longer = await acceptAnother(registry, consumer, provider);
      const { expiry } = await registry.declarationOf(longer);
      expect(expiry).to.be.greaterThan(terms.expiry);

      await time.setNextBlockTimestamp(terms.expiry);
      await send(registry, provider, "revokeAllOf", consumer.address);

      const expired = await registry.declarationOf(id);
      expect([expired.status, expired.revokedAt]).to.deep.equal([Status.Expired, 0n]);
      expect(await registry.statusOf(longer)).to.equal(Status.Revoked);
      await time.increaseTo(expiry);
      expect(await registry.statusOf(longer)).to.equal(Status.Revoked);
    });

    it("does nothing to a provider's declarations when its consumer, its delegate or a stranger says so", async () => {
      const { registry, provider, consumer, stranger, delegate, id } = await loadFixture(deployAccepted);
      await registry.connect(provider).setDelegate(delegate.address, 2n ** 48n - 1n);

      for (const caller of [consumer, stranger, delegate]) {
        await expect(send(registry, caller, "revokeAllOf", consumer.address))
          .to.emit(registry, "AllRevoked")
          .withArgs(caller.address, consumer.address, 0);
      }

      expect(await registry.statusOf(id)).to.equal(Status.Accepted);
    });

    it("refuses no consumer", async () => {
      const { registry, provider } = await loadFixture(deployAccepted);

      await expect(send(registry, provider, "revokeAllOf", ethers.ZeroAddress))
        .to.be.revertedWithCustomError(registry, "InvalidConsumer")
        .withArgs(ethers.ZeroAddress);
    });
  });
}
