const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, setBalance } = require("@nomicfoundation/hardhat-network-helpers");
const { deployBond } = require("./bond");

describe("CertificationBond.deposit", () => {
  it("puts the value behind the caller", async () => {
    const { bond, certifier } = await loadFixture(deployBond);

    await expect(bond.connect(certifier).deposit({ value: 5n }))
      .to.emit(bond, "Deposited")
      .withArgs(certifier.address, certifier.address, 5n, 5n);

    expect(await bond.bondOf(certifier)).to.deep.equal([5n, 0n, 0n]);
  });

  it("adds up, whoever pays", async () => {
    const { bond, certifier, stranger } = await loadFixture(deployBond);
    await bond.connect(certifier).deposit({ value: 5n });

    await expect(bond.connect(stranger).depositFor(certifier, { value: 7n }))
      .to.emit(bond, "Deposited")
      .withArgs(certifier.address, stranger.address, 7n, 12n);

    expect((await bond.bondOf(certifier)).amount).to.equal(12n);
    expect((await bond.bondOf(stranger)).amount).to.equal(0n);
    expect(await ethers.provider.getBalance(bond)).to.equal(12n);
  });

  it("refuses a deposit without value", async () => {
    const { bond, certifier, stranger } = await loadFixture(deployBond);

    // One after the other: a call that is refused before anybody waits for it ends the run.
    for (const call of [() => bond.connect(certifier).deposit(), () => bond.connect(stranger).depositFor(certifier)]) {
      await expect(call()).to.be.revertedWithCustomError(bond, "EmptyDeposit").withArgs(certifier.address);
    }
  });

  it("refuses a deposit for nobody", async () => {
    const { bond, stranger } = await loadFixture(deployBond);

    await expect(bond.connect(stranger).depositFor(ethers.ZeroAddress, { value: 1n })).to.be.revertedWithCustomError(bond, "NoCertifier");
  });

  it("refuses more than its slot holds", async () => {
    const { bond, certifier, stranger } = await loadFixture(deployBond);
    await setBalance(stranger.address, 2n ** 130n);

    await expect(bond.connect(stranger).depositFor(certifier, { value: 2n ** 128n }))
      .to.be.revertedWithCustomError(bond, "SafeCastOverflowedUintDowncast")
      .withArgs(128, 2n ** 128n);
  });
});
