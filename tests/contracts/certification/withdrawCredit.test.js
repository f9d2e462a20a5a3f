const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture } = require("@nomicfoundation/hardhat-network-helpers");
const { afterWindow, deployBondedCertifier, overdueReceipt, presented } = require("./bond");

const TEN = ethers.parseEther("10");

describe("CertificationBond.withdrawCredit", () => {
  it("pays a presenter what it won, once", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, stranger } = deployed;
    const receiptId = await presented(deployed, await overdueReceipt());
    await afterWindow();
    await bond.claim(receiptId);

    const withdrawal = bond.connect(stranger).withdrawCredit();

    await expect(withdrawal).to.changeEtherBalances([stranger, bond], [TEN, -TEN]);
    await expect(withdrawal).to.emit(bond, "CreditWithdrawn").withArgs(stranger.address, TEN);
    await expect(bond.connect(stranger).withdrawCredit()).to.be.revertedWithCustomError(bond, "NoCredit").withArgs(stranger.address);
  });

  it("pays nobody who won nothing", async () => {
    const { bond, certifier } = await loadFixture(deployBondedCertifier);

    await expect(bond.connect(certifier).withdrawCredit()).to.be.revertedWithCustomError(bond, "NoCredit").withArgs(certifier.address);
  });
});
