const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { WAYS } = require("./calls");
const { HOUR, Status, deployRequested, requestAnother } = require("./deployment");

for (const { suffix, send } of WAYS) {
  describe(`SubscriptionRegistry.setDelegate${suffix}`, () => {
    it("names a delegate of this provider alone, and tells until when", async () => {
      const { registry, provider, otherProvider, delegate, terms } = await loadFixture(deployRequested);

      await expect(send(registry, provider, "setDelegate", delegate.address, terms.expiry))
        .to.emit(registry, "DelegateSet")
        .withArgs(provider.address, delegate.address, terms.expiry);

      expect(await registry.delegateUntil(provider.address, delegate.address)).to.equal(terms.expiry);
      expect(await registry.delegateUntil(otherProvider.address, delegate.address)).to.equal(0n);
      expect(await registry.delegateUntil(delegate.address, provider.address)).to.equal(0n);
    });

    it("ends with the first second that it names", async () => {
      const { registry, provider, consumer, delegate, id } = await loadFixture(deployRequested);
      const another = await requestAnother(registry, consumer, provider);
      const until = BigInt(await time.latest()) + HOUR / 2n;
      await send(registry, provider, "setDelegate", delegate.address, until);

      await time.setNextBlockTimestamp(until - 1n);
      await registry.connect(delegate).accept(id);
      await time.setNextBlockTimestamp(until);
      await expect(registry.connect(delegate).accept(another))
        .to.be.revertedWithCustomError(registry, "NotTheParty")
        .withArgs(another, delegate.address);
    });

    for (const [name, moment] of Object.entries({ zero: () => 0n, "a past second": async () => BigInt(await time.latest()) - 1n })) {
      it(`ends at once with ${name}, and what the delegate granted stands`, async () => {
        const { registry, provider, consumer, delegate, id, terms } = await loadFixture(deployRequested);
        const another = await requestAnother(registry, consumer, provider);
        await send(registry, provider, "setDelegate", delegate.address, terms.expiry);
        await registry.connect(delegate).accept(id);

        await send(registry, provider, "setDelegate", delegate.address, await moment());

        for (const [call, which] of Object.entries({ accept: another, reject: another, revoke: id })) {
          await expect(registry.connect(delegate)[call](which))
            .to.be.revertedWithCustomError(registry, "NotTheParty")
            .withArgs(which, delegate.address);
        }
        expect(await registry.statusOf(id)).to.equal(Status.Accepted);
      });
    }

    it("lets a provider have several delegates at once, each with its own time", async () => {
      const { registry, provider, delegate, stranger, terms } = await loadFixture(deployRequested);
      await send(registry, provider, "setDelegate", delegate.address, terms.expiry);
      await send(registry, provider, "setDelegate", stranger.address, terms.expiry + 1n);

      await send(registry, provider, "setDelegate", delegate.address, 0n);

      expect(await registry.delegateUntil(provider.address, delegate.address)).to.equal(0n);
      expect(await registry.delegateUntil(provider.address, stranger.address)).to.equal(terms.expiry + 1n);
    });

    it("does not reach further: a delegate's delegate may nothing for the provider", async () => {
      const { registry, provider, delegate, stranger, id, terms } = await loadFixture(deployRequested);
      await send(registry, provider, "setDelegate", delegate.address, terms.expiry);
      await send(registry, delegate, "setDelegate", stranger.address, terms.expiry);

      await expect(registry.connect(stranger).accept(id)).to.be.revertedWithCustomError(registry, "NotTheParty").withArgs(id, stranger.address);
    });

    it("refuses the zero address and the provider itself", async () => {
      const { registry, provider, terms } = await loadFixture(deployRequested);

      for (const delegate of [ethers.ZeroAddress, provider.address]) {
        await expect(send(registry, provider, "setDelegate", delegate, terms.expiry))
          .to.be.revertedWithCustomError(registry, "InvalidDelegate")
          .withArgs(delegate);
      }
    });
  });
}
