const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { WAYS, signedCall } = require("./calls");
const { Status, deployAllRevoked, deployRegistry, deployRejected, deployRenounced, deployRequested, deployRevoked, deployWithdrawn, idOfTerms, termsOf } = require("./deployment");

for (const { suffix, send } of WAYS) {
  describe(`SubscriptionRegistry.request${suffix}`, () => {
    it("declares what the consumer asks for and tells all of it", async () => {
      const { registry, provider, consumer } = await loadFixture(deployRegistry);
      const terms = await termsOf(provider);
      const id = await idOfTerms(registry, consumer, terms);
      const { topic, means, purpose, notBefore, expiry } = terms;

      await expect(send(registry, consumer, "request", ...Object.values(terms)))
        .to.emit(registry, "DeclarationRequested")
        .withArgs(id, provider.address, consumer.address, topic, means, purpose, notBefore, expiry);

      expect(await registry.statusOf(id)).to.equal(Status.Requested);
    });

    it("returns the id", async () => {
      const { registry, provider, consumer } = await loadFixture(deployRegistry);
      const terms = await termsOf(provider);

      const id = await (suffix === ""
        ? registry.connect(consumer).request.staticCall(...Object.values(terms))
        : registry.requestFor.staticCall(...(await signedCall("request", registry, consumer, Object.values(terms)))));

      expect(id).to.equal(await idOfTerms(registry, consumer, terms));
    });

    for (const means of [1n, 2n, 3n]) {
      it(`takes the means ${means}`, async () => {
        const { registry, provider, consumer } = await loadFixture(deployRegistry);

        await expect(send(registry, consumer, "request", ...Object.values(await termsOf(provider, { means })))).to.emit(registry, "DeclarationRequested");
      });
    }

    for (const means of [0n, 4n, 255n]) {
      it(`refuses the means ${means}`, async () => {
        const { registry, provider, consumer } = await loadFixture(deployRegistry);

        await expect(send(registry, consumer, "request", ...Object.values(await termsOf(provider, { means }))))
          .to.be.revertedWithCustomError(registry, "InvalidMeans")
          .withArgs(means);
      });
    }

    it("refuses no provider", async () => {
      const { registry, provider, consumer } = await loadFixture(deployRegistry);
      const terms = await termsOf(provider, { provider: ethers.ZeroAddress });

      await expect(send(registry, consumer, "request", ...Object.values(terms)))
        .to.be.revertedWithCustomError(registry, "InvalidProvider")
        .withArgs(ethers.ZeroAddress);
    });

    it("refuses a consumer who is the provider", async () => {
      const { registry, provider } = await loadFixture(deployRegistry);

      await expect(send(registry, provider, "request", ...Object.values(await termsOf(provider))))
        .to.be.revertedWithCustomError(registry, "InvalidProvider")
        .withArgs(provider.address);
    });

    it("refuses no topic", async () => {
      const { registry, provider, consumer } = await loadFixture(deployRegistry);

      await expect(send(registry, consumer, "request", ...Object.values(await termsOf(provider, { topic: ethers.ZeroHash }))))
        .to.be.revertedWithCustomError(registry, "MissingTopic")
        .withArgs(provider.address);
    });

    it("refuses no purpose", async () => {
      const { registry, provider, consumer } = await loadFixture(deployRegistry);

      await expect(send(registry, consumer, "request", ...Object.values(await termsOf(provider, { purpose: 0n }))))
        .to.be.revertedWithCustomError(registry, "MissingPurpose")
        .withArgs(provider.address);
    });

    it("refuses an empty period", async () => {
      const { registry, provider, consumer } = await loadFixture(deployRegistry);
      const { expiry } = await termsOf(provider);

      for (const notBefore of [expiry, expiry + 1n]) {
        await expect(send(registry, consumer, "request", ...Object.values(await termsOf(provider, { notBefore, expiry }))))
          .to.be.revertedWithCustomError(registry, "InvalidPeriod")
          .withArgs(notBefore, expiry);
      }
    });

    it("refuses a period that is over in the very second of the request, and takes one that ends a second later", async () => {
      const { registry, provider, consumer } = await loadFixture(deployRegistry);
      const now = BigInt(await time.latest()) + 100n;

      await time.setNextBlockTimestamp(now);
      await expect(send(registry, consumer, "request", ...Object.values(await termsOf(provider, { notBefore: 1n, expiry: now }))))
        .to.be.revertedWithCustomError(registry, "InvalidPeriod")
        .withArgs(1n, now);
      await time.setNextBlockTimestamp(now + 1n);
      await expect(send(registry, consumer, "request", ...Object.values(await termsOf(provider, { notBefore: 1n, expiry: now + 2n })))).to.emit(
        registry,
        "DeclarationRequested",
      );
    });

    it("takes a period that lies in the future and one without an end", async () => {
      const { registry, provider, consumer } = await loadFixture(deployRegistry);
      const { expiry } = await termsOf(provider);

      await send(registry, consumer, "request", ...Object.values(await termsOf(provider, { notBefore: expiry, expiry: expiry + 1n })));
      await send(registry, consumer, "request", ...Object.values(await termsOf(provider, { expiry: 2n ** 48n - 1n })));
    });

    const declared = {
      requested: deployRequested,
      rejected: deployRejected,
      revoked: deployRevoked,
      "revoked with all": deployAllRevoked,
      renounced: deployRenounced,
      withdrawn: deployWithdrawn,
    };
    for (const [name, fixture] of Object.entries(declared)) {
      it(`refuses the same declaration again when it is ${name}`, async () => {
        const { registry, consumer, terms, id } = await loadFixture(fixture);

        await expect(send(registry, consumer, "request", ...Object.values(terms)))
          .to.be.revertedWithCustomError(registry, "AlreadyDeclared")
          .withArgs(id);
      });
    }

    it("takes the same terms from another consumer", async () => {
      const { registry, stranger, terms, id } = await loadFixture(deployRequested);

      await send(registry, stranger, "request", ...Object.values(terms));

      const other = await idOfTerms(registry, stranger, terms);
      expect(other).to.not.equal(id);
      expect(await registry.statusOf(other)).to.equal(Status.Requested);
    });
  });
}
