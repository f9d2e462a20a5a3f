const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture } = require("@nomicfoundation/hardhat-network-helpers");
const { WINDOW, WITHDRAWAL_DELAY, deployBond, idOf, overdueReceipt } = require("./bond");

describe("CertificationBond, deployed", () => {
  it("tells what it was deployed with", async () => {
    const { bond, certification } = await loadFixture(deployBond);

    expect(await bond.dataCertification()).to.equal(certification);
    expect(await bond.window()).to.equal(WINDOW);
    expect(await bond.withdrawalDelay()).to.equal(WITHDRAWAL_DELAY);
    expect(await bond.VERSION()).to.equal("1.0.0");
  });

  it("takes a withdrawal delay that is just the window", async () => {
    const { certification } = await loadFixture(deployBond);

    const bond = await ethers.deployContract("CertificationBond", [certification, 1, 1]);

    expect(await bond.withdrawalDelay()).to.equal(1n);
  });

  for (const [window, delay] of [
    [0, 0],
    [0, 3600],
    [3600, 3599],
  ]) {
    it(`refuses a window of ${window} s with a withdrawal delay of ${delay} s`, async () => {
      const { bond, certification } = await loadFixture(deployBond);

      await expect(ethers.deployContract("CertificationBond", [certification, window, delay]))
        .to.be.revertedWithCustomError(bond, "InvalidTimes")
        .withArgs(window, delay);
    });
  }

  it("refuses a DataCertification without code", async () => {
    const { bond, stranger } = await loadFixture(deployBond);

    for (const account of [ethers.ZeroAddress, stranger.address]) {
      await expect(ethers.deployContract("CertificationBond", [account, WINDOW, WITHDRAWAL_DELAY]))
        .to.be.revertedWithCustomError(bond, "CertificationWithoutCode")
        .withArgs(account);
    }
  });

  it("knows a receipt by its certifier and what it says", async () => {
    const { bond, certifier, otherCertifier } = await loadFixture(deployBond);
    const receipt = await overdueReceipt();

    expect(await bond.idOf(certifier, receipt)).to.equal(idOf(certifier, receipt));
    expect(await bond.idOf(otherCertifier, receipt)).to.not.equal(idOf(certifier, receipt));
    expect(await bond.idOf(certifier, { ...receipt, sequence: 2n })).to.not.equal(idOf(certifier, receipt));
  });

  it("takes no value but deposits", async () => {
    const { bond, stranger } = await loadFixture(deployBond);

    await expect(stranger.sendTransaction({ to: bond, value: 1n })).to.be.reverted;
  });
});
