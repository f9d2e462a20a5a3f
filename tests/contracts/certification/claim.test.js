const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { Status, WINDOW, afterWindow, deployBond, deployBondedCertifier, overdueReceipt, presented } = require("./bond");

const TEN = ethers.parseEther("10");

describe("CertificationBond.claim", () => {
  it("gives the whole bond to whoever presented the receipt, whoever calls it", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certifier, stranger, admin } = deployed;
    const receiptId = await presented(deployed, await overdueReceipt());
    await afterWindow();

    await expect(bond.connect(admin).claim(receiptId))
      .to.emit(bond, "Omitted")
      .withArgs(receiptId, certifier.address, stranger.address, TEN);

    expect(await bond.bondOf(certifier)).to.deep.equal([0n, 0n, 0n]);
    expect(await bond.creditOf(stranger)).to.equal(TEN);
    expect(await bond.creditOf(admin)).to.equal(0n);
  });

  it("keeps the omission for ever, also when there was no bond", async () => {
    const deployed = await loadFixture(deployBond);
    const { bond, certifier, stranger } = deployed;
    const receipt = await overdueReceipt();
    const receiptId = await presented(deployed, receipt);
    await afterWindow();

    await expect(bond.claim(receiptId)).to.emit(bond, "Omitted").withArgs(receiptId, certifier.address, stranger.address, 0n);

    const challenge = await bond.challengeOf(receiptId);
    expect([challenge.certifier, challenge.status, challenge.leaf]).to.deep.equal([certifier.address, Status.Omitted, receipt.leaf]);
    expect(await bond.omissionsOf(certifier)).to.equal(1n);
    expect(await bond.creditOf(stranger)).to.equal(0n);
  });

  it("waits until the window has passed", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond } = deployed;
    const receiptId = await presented(deployed, await overdueReceipt());
    const deadline = BigInt(await time.latest()) + WINDOW;

    await time.setNextBlockTimestamp(deadline);
    await expect(bond.claim(receiptId)).to.be.revertedWithCustomError(bond, "WindowOpen").withArgs(receiptId, deadline);
    await time.setNextBlockTimestamp(deadline + 1n);
    await bond.claim(receiptId);
  });

  it("pays once a receipt, and what is deposited later is the next one's", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certifier, stranger } = deployed;
    const first = await presented(deployed, await overdueReceipt());
    const second = await presented(deployed, await overdueReceipt({ sequence: 2n }));
    const third = await presented(deployed, await overdueReceipt({ sequence: 3n }));
    await afterWindow();

    await bond.claim(first);
    await expect(bond.claim(first)).to.be.revertedWithCustomError(bond, "NotOpen").withArgs(first, Status.Omitted);
    await bond.claim(second);
    expect(await bond.creditOf(stranger)).to.equal(TEN);
    await bond.connect(certifier).deposit({ value: 3n });
    await bond.claim(third);

    expect(await bond.creditOf(stranger)).to.equal(TEN + 3n);
    expect(await bond.omissionsOf(certifier)).to.equal(3n);
  });

  it("ends an announced withdrawal with the bond, so that the next bond must be announced anew", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certifier } = deployed;
    await bond.connect(certifier).announceWithdrawal();
    const receiptId = await presented(deployed, await overdueReceipt());
    await afterWindow();
    await bond.claim(receiptId);
    await bond.connect(certifier).deposit({ value: 1n });

    await expect(bond.connect(certifier).withdraw()).to.be.revertedWithCustomError(bond, "WithdrawalNotAnnounced");
  });

  it("does not touch another certifier's bond", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, otherCertifier } = deployed;
    await bond.connect(otherCertifier).deposit({ value: 7n });
    const receiptId = await presented(deployed, await overdueReceipt());
    await afterWindow();

    await bond.claim(receiptId);

    expect((await bond.bondOf(otherCertifier)).amount).to.equal(7n);
    expect(await bond.omissionsOf(otherCertifier)).to.equal(0n);
  });

  it("refuses what was never presented", async () => {
    const { bond } = await loadFixture(deployBond);
    const receiptId = ethers.id("never presented");

    await expect(bond.claim(receiptId)).to.be.revertedWithCustomError(bond, "NotOpen").withArgs(receiptId, Status.None);
  });
});
