const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { Status, WINDOW, deployBond, deployBondedCertifier, idOf, overdueReceipt, presented, signed } = require("./bond");
const { deploySuccessor } = require("./deployment");

describe("CertificationBond.present", () => {
  it("opens a challenge against whoever signed the receipt", async () => {
    const { bond, certification, certifier, stranger } = await loadFixture(deployBondedCertifier);
    const receipt = await overdueReceipt();
    const shown = await signed(certification, certifier, [receipt]);
    const now = BigInt(await time.latest()) + 10n;
    await time.setNextBlockTimestamp(now);

    await expect(bond.connect(stranger).present(...shown))
      .to.emit(bond, "Presented")
      .withArgs(idOf(certifier, receipt), certifier.address, stranger.address, Object.values(receipt), now + WINDOW);

    expect(await bond.challengeOf(idOf(certifier, receipt))).to.deep.equal([
      certifier.address,
      now + WINDOW,
      Status.Presented,
      stranger.address,
      receipt.leaf,
    ]);
    expect((await bond.bondOf(certifier)).open).to.equal(1n);
  });

  for (const count of [2, 3, 5, 8]) {
    it(`takes any receipt of a message of ${count}`, async () => {
      const { bond, certification, certifier } = await loadFixture(deployBond);
      const first = await overdueReceipt();
      const receipts = Array.from({ length: count }, (_, index) => ({ ...first, sequence: BigInt(index + 1), leaf: ethers.id(`leaf ${index}`) }));

      for (const [position, receipt] of receipts.entries()) {
        await bond.present(...(await signed(certification, certifier, receipts, position)));
        expect((await bond.challengeOf(idOf(certifier, receipt))).certifier).to.equal(certifier.address);
      }

      expect((await bond.bondOf(certifier)).open).to.equal(BigInt(count));
    });
  }

  it("takes receipts of a certifier without a bond: the omission is on record all the same", async () => {
    const deployed = await loadFixture(deployBond);

    const receiptId = await presented(deployed, await overdueReceipt());

    expect((await deployed.bond.challengeOf(receiptId)).status).to.equal(Status.Presented);
  });

  it("refuses a receipt until the second after its time", async () => {
    const { bond, certification, certifier } = await loadFixture(deployBond);
    const certifyBy = BigInt(await time.latest()) + 100n;
    const shown = await signed(certification, certifier, [await overdueReceipt({ certifyBy })]);

    await time.setNextBlockTimestamp(certifyBy);
    await expect(bond.present(...shown))
      .to.be.revertedWithCustomError(bond, "NotOverdue")
      .withArgs(certifyBy, certifyBy);
    await time.setNextBlockTimestamp(certifyBy + 1n);
    await bond.present(...shown);
  });

  it("refuses a receipt that promises a time far away", async () => {
    const { bond, certification, certifier } = await loadFixture(deployBond);
    const certifyBy = 2n ** 64n - 1n;

    await expect(bond.present(...(await signed(certification, certifier, [await overdueReceipt({ certifyBy })])))).to.be.revertedWithCustomError(
      bond,
      "NotOverdue",
    );
  });

  it("refuses a receipt the second time, whoever presents it and whatever it was signed with", async () => {
    const deployed = await loadFixture(deployBond);
    const { bond, certification, certifier, admin } = deployed;
    const receipt = await overdueReceipt();
    const receiptId = await presented(deployed, receipt);
    const other = await overdueReceipt({ sequence: 2n });

    for (const shown of [await signed(certification, certifier, [receipt]), await signed(certification, certifier, [other, receipt], 1)]) {
      await expect(bond.connect(admin).present(...shown))
        .to.be.revertedWithCustomError(bond, "AlreadyPresented")
        .withArgs(receiptId);
    }
  });

  it("keeps the same promise of two certifiers apart", async () => {
    const deployed = await loadFixture(deployBond);
    const { bond, certifier, otherCertifier } = deployed;
    const receipt = await overdueReceipt();

    await presented(deployed, receipt);
    await presented({ ...deployed, certifier: otherCertifier }, receipt);

    expect((await bond.bondOf(certifier)).open).to.equal(1n);
    expect((await bond.bondOf(otherCertifier)).open).to.equal(1n);
  });

  for (const [what, changes] of [
    ["another chain", { chainId: 1n }],
    ["another name", { name: "Platone2" }],
    ["another version", { version: "2" }],
  ]) {
    it(`does not hear the certifier in a receipt for ${what}`, async () => {
      const { bond, certification, certifier } = await loadFixture(deployBond);

      await bond.present(...(await signed(certification, certifier, [await overdueReceipt()], 0, changes)));

      expect((await bond.bondOf(certifier)).open).to.equal(0n);
    });
  }

  it("does not hear the certifier in a receipt for the bond itself or for another deployment", async () => {
    const { bond, certification, certifier, manager } = await loadFixture(deployBond);
    const successor = await deploySuccessor(manager, certification);

    for (const contract of [bond, successor]) {
      await bond.present(...(await signed(contract, certifier, [await overdueReceipt()])));
    }

    expect((await bond.bondOf(certifier)).open).to.equal(0n);
  });

  it("refuses a path that does not fit the position", async () => {
    const { bond, certification, certifier } = await loadFixture(deployBond);
    const receipts = [await overdueReceipt(), await overdueReceipt({ sequence: 2n })];
    const [receipt, position, count, path, signature] = await signed(certification, certifier, receipts);
    const errors = await ethers.getContractAt("MerkleProofs", bond);

    await expect(bond.present(receipt, position, count, [], signature)).to.be.revertedWithCustomError(errors, "WrongPathLength").withArgs(0, 1);
    await expect(bond.present(receipt, position, count, [...path, ...path], signature)).to.be.revertedWithCustomError(errors, "WrongPathLength").withArgs(2, 1);
    await expect(bond.present(receipt, 2, count, path, signature)).to.be.revertedWithCustomError(errors, "PositionOutOfRange").withArgs(2, 2);
    await expect(bond.present(receipt, 0, 0, [], signature)).to.be.revertedWithCustomError(errors, "PositionOutOfRange").withArgs(0, 0);
  });

  it("refuses signatures in any other form than 65 bytes with a low s and v of 27 or 28", async () => {
    const { bond, certification, certifier } = await loadFixture(deployBond);
    const [receipt, position, count, path, signature] = await signed(certification, certifier, [await overdueReceipt()]);
    const { r, s, v, compactSerialized } = ethers.Signature.from(signature);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const upper = ethers.toBeHex(order - BigInt(s), 32);
    const mirrored = ethers.concat([r, upper, v === 27 ? "0x1c" : "0x1b"]);
    const zeroBased = ethers.concat([r, s, v === 27 ? "0x00" : "0x01"]);

    await expect(bond.present(receipt, position, count, path, mirrored)).to.be.revertedWithCustomError(bond, "ECDSAInvalidSignatureS").withArgs(upper);
    await expect(bond.present(receipt, position, count, path, zeroBased)).to.be.revertedWithCustomError(bond, "ECDSAInvalidSignature");
    for (const other of [compactSerialized, "0x", `${signature}00`]) {
      await expect(bond.present(receipt, position, count, path, other)).to.be.revertedWithCustomError(bond, "ECDSAInvalidSignatureLength");
    }
  });
});
