const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { WITHDRAWAL_DELAY, afterWindow, deployBondedCertifier, overdueReceipt, pathOf, presented } = require("./bond");

const TEN = ethers.parseEther("10");

describe("CertificationBond.withdraw", () => {
  it("pays the whole bond back after the announced delay", async () => {
    const { bond, certifier } = await loadFixture(deployBondedCertifier);
    const announced = BigInt(await time.latest()) + 10n;
    const withdrawableFrom = announced + WITHDRAWAL_DELAY;
    await time.setNextBlockTimestamp(announced);

    await expect(bond.connect(certifier).announceWithdrawal())
      .to.emit(bond, "WithdrawalAnnounced")
      .withArgs(certifier.address, withdrawableFrom);
    expect(await bond.bondOf(certifier)).to.deep.equal([TEN, 0n, withdrawableFrom]);
    await time.setNextBlockTimestamp(withdrawableFrom);
    const withdrawal = bond.connect(certifier).withdraw();

    await expect(withdrawal).to.changeEtherBalances([certifier, bond], [TEN, -TEN]);
    await expect(withdrawal).to.emit(bond, "Withdrawn").withArgs(certifier.address, TEN);
    expect(await bond.bondOf(certifier)).to.deep.equal([0n, 0n, 0n]);
  });

  it("is refused before the delay has passed", async () => {
    const { bond, certifier } = await loadFixture(deployBondedCertifier);
    await bond.connect(certifier).announceWithdrawal();
    const withdrawableFrom = BigInt(await time.latest()) + WITHDRAWAL_DELAY;
    await time.setNextBlockTimestamp(withdrawableFrom - 1n);

    await expect(bond.connect(certifier).withdraw())
      .to.be.revertedWithCustomError(bond, "WithdrawalTooEarly")
      .withArgs(certifier.address, withdrawableFrom);
  });

  it("is refused while a challenge is open, and allowed when it is answered", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certifier, leaves, batch } = deployed;
    await bond.connect(certifier).announceWithdrawal();
    await time.increase(WITHDRAWAL_DELAY);
    const receiptId = await presented(deployed, await overdueReceipt({ leaf: leaves[0] }));

    await expect(bond.connect(certifier).withdraw()).to.be.revertedWithCustomError(bond, "ChallengesOpen").withArgs(certifier.address, 1n);
    await bond.answer(receiptId, batch, 0, pathOf(leaves, 0));
    await bond.connect(certifier).withdraw();
  });

  it("does not save the bond from a receipt that was presented meanwhile", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certifier, stranger } = deployed;
    await bond.connect(certifier).announceWithdrawal();
    const receiptId = await presented(deployed, await overdueReceipt());
    await time.increase(WITHDRAWAL_DELAY);

    await expect(bond.connect(certifier).withdraw()).to.be.revertedWithCustomError(bond, "ChallengesOpen");
    await bond.claim(receiptId);

    expect(await bond.creditOf(stranger)).to.equal(TEN);
  });

  it("is refused without an announcement", async () => {
    const { bond, certifier } = await loadFixture(deployBondedCertifier);

    await expect(bond.connect(certifier).withdraw()).to.be.revertedWithCustomError(bond, "WithdrawalNotAnnounced").withArgs(certifier.address);
  });

  it("is each certifier's own", async () => {
    const { bond, certifier, stranger } = await loadFixture(deployBondedCertifier);
    await bond.connect(certifier).announceWithdrawal();
    await time.increase(WITHDRAWAL_DELAY);

    await expect(bond.connect(stranger).withdraw()).to.be.revertedWithCustomError(bond, "WithdrawalNotAnnounced").withArgs(stranger.address);
  });
});

describe("CertificationBond.announceWithdrawal", () => {
  it("is refused without a bond", async () => {
    const { bond, stranger } = await loadFixture(deployBondedCertifier);

    await expect(bond.connect(stranger).announceWithdrawal()).to.be.revertedWithCustomError(bond, "NoBond").withArgs(stranger.address);
  });

  it("is refused the second time, so that the time that was told stands", async () => {
    const { bond, certifier } = await loadFixture(deployBondedCertifier);
    await bond.connect(certifier).announceWithdrawal();
    const { withdrawableFrom } = await bond.bondOf(certifier);

    await expect(bond.connect(certifier).announceWithdrawal())
      .to.be.revertedWithCustomError(bond, "WithdrawalAlreadyAnnounced")
      .withArgs(certifier.address, withdrawableFrom);
  });
});

describe("CertificationBond.cancelWithdrawal", () => {
  it("calls an announced withdrawal off", async () => {
    const { bond, certifier } = await loadFixture(deployBondedCertifier);
    await bond.connect(certifier).announceWithdrawal();

    await expect(bond.connect(certifier).cancelWithdrawal()).to.emit(bond, "WithdrawalCancelled").withArgs(certifier.address);

    await afterWindow();
    await time.increase(WITHDRAWAL_DELAY);
    await expect(bond.connect(certifier).withdraw()).to.be.revertedWithCustomError(bond, "WithdrawalNotAnnounced");
  });

  it("is refused without an announcement", async () => {
    const { bond, certifier } = await loadFixture(deployBondedCertifier);

    await expect(bond.connect(certifier).cancelWithdrawal())
      .to.be.revertedWithCustomError(bond, "WithdrawalNotAnnounced")
      .withArgs(certifier.address);
  });
});
