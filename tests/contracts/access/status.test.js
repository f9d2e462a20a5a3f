const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const {
  Status,
  deployAccepted,
  deployAllRevoked,
  deployRegistry,
  deployRejected,
  deployRenounced,
  deployRequested,
  deployRevoked,
  deployWithdrawn,
  inOneBlock,
  requestAnother,
} = require("./deployment");

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

  const ended = {
    revocation: [deployRevoked, Status.Revoked],
    "revocation with everything": [deployAllRevoked, Status.Revoked],
    renunciation: [deployRenounced, Status.Renounced],
  };
  for (const [name, [fixture, status]] of Object.entries(ended)) {
    it(`follows an acceptance to its ${name}, which the expiry does not change`, async () => {
      const { registry, id, requestedAt, decidedAt, revokedAt, terms } = await loadFixture(fixture);
      await time.increaseTo(terms.expiry);

      await expectHistory(registry, id, [
        [requestedAt, Status.Requested],
        [decidedAt, Status.Accepted],
        [revokedAt - 1n, Status.Accepted],
        [revokedAt, status],
        [terms.expiry, status],
      ]);
    });
  }

  it("stays with the expiry when everything is revoked later", async () => {
    const { registry, provider, id, decidedAt, terms } = await loadFixture(deployAccepted);
    await time.setNextBlockTimestamp(terms.expiry);
    await registry.connect(provider).revokeEverything();

    await expectHistory(registry, id, [
      [decidedAt, Status.Accepted],
      [terms.expiry - 1n, Status.Accepted],
      [terms.expiry, Status.Expired],
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
      [revokedAt, Status.Renounced],
      [terms.expiry, Status.Renounced],
    ]);
  });

  it("lets the last of several changes in one block count", async () => {
    const { registry, provider, consumer } = await loadFixture(deployRegistry);
    const revoked = await requestAnother(registry, consumer, provider, "revoked");
    const rejected = await requestAnother(registry, consumer, provider, "rejected");
    const revokedWithAll = await requestAnother(registry, consumer, provider, "revoked with all");
    const accepted = await requestAnother(registry, consumer, provider, "accepted");
    const requestedAt = BigInt(await time.latest());
    const owner = registry.connect(provider);

    // The requests are made, so that the order between the senders does not matter.
    const now = await inOneBlock(
      (gas) => owner.accept(revoked, gas),
      (gas) => owner.revoke(revoked, gas),
      (gas) => owner.reject(rejected, gas),
      (gas) => owner.accept(revokedWithAll, gas),
      (gas) => owner.revokeEverything(gas),
      (gas) => owner.accept(accepted, gas),
    );

    const last = { [revoked]: Status.Revoked, [rejected]: Status.Rejected, [revokedWithAll]: Status.Revoked, [accepted]: Status.Accepted };
    for (const [id, status] of Object.entries(last)) {
      await expectHistory(registry, id, [
        [requestedAt, Status.Requested],
        [now, status],
      ]);
    }
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
    Renounced: deployRenounced,
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
