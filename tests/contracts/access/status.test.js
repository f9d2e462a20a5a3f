const { expect } = require("chai");
const { ethers, network } = require("hardhat");
const { loadFixture, mine, time } = require("@nomicfoundation/hardhat-network-helpers");
const { Status, deployAccepted, deployRegistry, deployRejected, deployRequested, deployRevoked, deployWithdrawn, idOfTerms, termsOf } = require("./deployment");

/** Moments and the status that is expected at each. */
async function expectHistory(registry, id, history) {
  for (const [moment, status] of history) {
    expect(await registry.statusAt(id, moment), `at ${moment}`).to.equal(status);
  }
}

describe("SubscriptionRegistry.statusAt", () => {
  it("is None for an unknown declaration", async () => {
    const { registry } = await loadFixture(deployRequested);

    await expectHistory(registry, ethers.id("unknown"), [
      [0n, Status.None],
      [BigInt(await time.latest()), Status.None],
    ]);
  });

  it("follows a request that expires undecided", async () => {
    const { registry, id, requestedAt, terms } = await loadFixture(deployRequested);
    await time.increaseTo(terms.expiry + 10n);

    await expectHistory(registry, id, [
      [0n, Status.None],
      [requestedAt - 1n, Status.None],
      [requestedAt, Status.Requested],
      [terms.expiry - 1n, Status.Requested],
      [terms.expiry, Status.Expired],
      [terms.expiry + 10n, Status.Expired],
    ]);
  });

  it("follows an acceptance to its expiry", async () => {
    const { registry, id, requestedAt, decidedAt, terms } = await loadFixture(deployAccepted);
    await time.increaseTo(terms.expiry);

    await expectHistory(registry, id, [
      [requestedAt - 1n, Status.None],
      [decidedAt - 1n, Status.Requested],
      [decidedAt, Status.Accepted],
      [terms.expiry - 1n, Status.Accepted],
      [terms.expiry, Status.Expired],
    ]);
  });

  it("follows an acceptance to its revocation, which the expiry does not change", async () => {
    const { registry, id, requestedAt, decidedAt, revokedAt, terms } = await loadFixture(deployRevoked);
    await time.increaseTo(terms.expiry);

    await expectHistory(registry, id, [
      [requestedAt, Status.Requested],
      [decidedAt, Status.Accepted],
      [revokedAt - 1n, Status.Accepted],
      [revokedAt, Status.Revoked],
      [terms.expiry, Status.Revoked],
    ]);
  });

  it("follows a rejection, which the expiry does not change", async () => {
    const { registry, id, requestedAt, decidedAt, terms } = await loadFixture(deployRejected);
    await time.increaseTo(terms.expiry);

    await expectHistory(registry, id, [
      [requestedAt, Status.Requested],
      [decidedAt, Status.Rejected],
      [terms.expiry, Status.Rejected],
    ]);
  });

  it("follows a request that was withdrawn and so never accepted", async () => {
    const { registry, id, requestedAt, revokedAt, terms } = await loadFixture(deployWithdrawn);
    await time.increaseTo(terms.expiry);

    await expectHistory(registry, id, [
      [requestedAt, Status.Requested],
      [revokedAt - 1n, Status.Requested],
      [revokedAt, Status.Revoked],
      [terms.expiry, Status.Revoked],
    ]);
  });

  it("lets the last of several changes in one block count", async () => {
    const { registry, provider, consumer } = await loadFixture(deployRegistry);
    const now = BigInt(await time.latest());
    const accepted = await termsOf(provider, { topic: ethers.id("accepted") });
    const rejected = await termsOf(provider, { topic: ethers.id("rejected") });
    const revoked = await termsOf(provider, { topic: ethers.id("revoked") });
    const ids = await Promise.all([accepted, rejected, revoked].map((terms) => idOfTerms(registry, consumer, terms)));

    await network.provider.send("evm_setAutomine", [false]);
    await time.setNextBlockTimestamp(now + 5n);
    const gas = { gasLimit: 300_000 };
    for (const terms of [accepted, rejected, revoked]) await registry.connect(consumer).request(...Object.values(terms), gas);
    await mine();
    // One block with all the rest: the requests are made, so that the order between the senders does not matter.
    await time.setNextBlockTimestamp(now + 6n);
    await registry.connect(provider).accept(ids[0], gas);
    await registry.connect(provider).reject(ids[1], gas);
    await registry.connect(provider).accept(ids[2], gas);
    await registry.connect(provider).revoke(ids[2], gas);
    await mine();
    await network.provider.send("evm_setAutomine", [true]);

    await expectHistory(registry, ids[0], [[now + 5n, Status.Requested], [now + 6n, Status.Accepted]]);
    await expectHistory(registry, ids[1], [[now + 5n, Status.Requested], [now + 6n, Status.Rejected]]);
    await expectHistory(registry, ids[2], [[now + 5n, Status.Requested], [now + 6n, Status.Revoked]]);
  });

  it("refuses a moment that has not come", async () => {
    const { registry, id } = await loadFixture(deployRequested);
    const now = BigInt(await time.latest());

    for (const moment of [now + 1n, 2n ** 48n - 1n]) {
      await expect(registry.statusAt(id, moment)).to.be.revertedWithCustomError(registry, "TimeInFuture").withArgs(moment, now);
    }
  });
});

describe("SubscriptionRegistry.statusOf", () => {
  const now = {
    Requested: deployRequested,
    Accepted: deployAccepted,
    Rejected: deployRejected,
    Revoked: deployRevoked,
  };
  for (const [status, fixture] of Object.entries(now)) {
    it(`is ${status} when the last change says so`, async () => {
      const { registry, id } = await loadFixture(fixture);

      expect(await registry.statusOf(id)).to.equal(Status[status]);
    });
  }

  it("is Expired from the expiry on, without a transaction", async () => {
    const { registry, id, terms } = await loadFixture(deployAccepted);
    await time.increaseTo(terms.expiry - 1n);
    expect(await registry.statusOf(id)).to.equal(Status.Accepted);

    await time.increaseTo(terms.expiry);

    expect(await registry.statusOf(id)).to.equal(Status.Expired);
  });

  it("is None for an unknown declaration", async () => {
    const { registry } = await loadFixture(deployRegistry);

    expect(await registry.statusOf(ethers.id("unknown"))).to.equal(Status.None);
  });
});
