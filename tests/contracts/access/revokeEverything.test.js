const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { WAYS } = require("./calls");
const { Status, acceptAnother, deployAccepted, deployRenounced, deployRevoked, inOneBlock, requestAnother } = require("./deployment");

for (const { suffix, send } of WAYS) {
  describe(`SubscriptionRegistry.revokeEverything${suffix}`, () => {
    it("ends all that the provider accepted of anybody, and tells it once", async () => {
      const { registry, provider, otherConsumer, id } = await loadFixture(deployAccepted);
      const another = await acceptAnother(registry, otherConsumer, provider);

      await expect(send(registry, provider, "revokeEverything"))
        .to.emit(registry, "AllRevoked")
        .withArgs(provider.address, ethers.ZeroAddress, 0);

      for (const ended of [id, another]) {
        const declaration = await registry.declarationOf(ended);
        expect(declaration.status).to.equal(Status.Revoked);
        expect(declaration.revokedAt).to.equal(await time.latest());
      }
      expect(await registry.epochOf(provider.address, ethers.ZeroAddress)).to.equal(1n);
      expect(await registry.epochEndedAt(provider.address, ethers.ZeroAddress, 0)).to.equal(await time.latest());
    });

    it("leaves other providers and undecided requests", async () => {
      const { registry, provider, consumer, otherProvider } = await loadFixture(deployAccepted);
      const byOther = await acceptAnother(registry, consumer, otherProvider);
      const requested = await requestAnother(registry, consumer, provider);

      await send(registry, provider, "revokeEverything");

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
        (gas) => owner.revokeEverything(gas),
        (gas) => owner.accept(after, gas),
      );

      for (const status of [registry.statusOf, (id) => registry.statusAt(id, now)]) {
        expect(await status(before)).to.equal(Status.Revoked);
        expect(await status(after)).to.equal(Status.Accepted);
      }
    });

    it("is right at every past moment after several epochs, of one consumer and of all", async () => {
      const { registry, provider, consumer, id: first } = await loadFixture(deployAccepted);
      const epochs = [];
      const ends = [["revokeAllOf", consumer.address], ["revokeEverything"], ["revokeEverything"], ["revokeAllOf", consumer.address]];
      for (const [index, end] of ends.entries()) {
        const id = index === 0 ? first : await acceptAnother(registry, consumer, provider, `epoch ${index}`);
        const acceptedAt = (await registry.declarationOf(id)).decidedAt;
        await time.increase(60);
        await send(registry, provider, ...end);
        epochs.push({ id, acceptedAt, endedAt: BigInt(await time.latest()) });
      }
      const last = await acceptAnother(registry, consumer, provider, "last");

      for (const { id, acceptedAt, endedAt } of epochs) {
        const history = await Promise.all([acceptedAt - 1n, acceptedAt, endedAt - 1n, endedAt].map((moment) => registry.statusAt(id, moment)));
        expect(history).to.deep.equal([Status.Requested, Status.Accepted, Status.Accepted, Status.Revoked]);
        expect(await registry.isActive(id, endedAt - 1n)).to.equal(true);
        expect(await registry.isActive(id, endedAt)).to.equal(false);
        expect((await registry.declarationOf(id)).revokedAt).to.equal(endedAt);
      }
      expect(await registry.statusOf(last)).to.equal(Status.Accepted);
      const { consumerEpoch, generalEpoch } = await registry.declarationOf(last);
      expect([consumerEpoch, generalEpoch]).to.deep.equal([2n, 2n]);
    });

    it("counts from the first of two epochs that end what was accepted in both", async () => {
      const { registry, provider, consumer, id } = await loadFixture(deployAccepted);
      await send(registry, provider, "revokeEverything");
      const endedAt = BigInt(await time.latest());
      await time.increase(60);
      await send(registry, provider, "revokeAllOf", consumer.address);

      expect((await registry.declarationOf(id)).revokedAt).to.equal(endedAt);
      expect(await registry.statusAt(id, endedAt)).to.equal(Status.Revoked);
    });

    for (const [name, fixture] of Object.entries({ revoked: deployRevoked, renounced: deployRenounced })) {
      it(`changes nothing of what was ${name} before`, async () => {
        const { registry, provider, id } = await loadFixture(fixture);
        const before = await registry.declarationOf(id);
        await time.increase(60);

        await send(registry, provider, "revokeEverything");

        expect(await registry.declarationOf(id)).to.deep.equal(before);
      });
    }

    it("does nothing to a provider's declarations when its consumer, its delegate or a stranger says so", async () => {
      const { registry, provider, consumer, stranger, delegate, id } = await loadFixture(deployAccepted);
      await registry.connect(provider).setDelegate(delegate.address, 2n ** 48n - 1n);

      for (const caller of [consumer, stranger, delegate]) {
        await expect(send(registry, caller, "revokeEverything")).to.emit(registry, "AllRevoked").withArgs(caller.address, ethers.ZeroAddress, 0);
      }

      expect(await registry.statusOf(id)).to.equal(Status.Accepted);
    });
  });
}
