const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture } = require("@nomicfoundation/hardhat-network-helpers");
const { Status, WINDOW, WITHDRAWAL_DELAY, afterWindow, deployBondedCertifier, overdueReceipt, pathOf, presented, rootOf } = require("./bond");
const { batchOf, deploySuccessor, nextOf, recordOfBatch } = require("./deployment");

describe("CertificationBond.answer", () => {
  it("saves the bond with the proof that the record is certified, whoever brings it", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certifier, admin, leaves, batch } = deployed;

    for (const [position, leaf] of leaves.entries()) {
      const receiptId = await presented(deployed, await overdueReceipt({ leaf, sequence: BigInt(position + 1) }));

      await expect(bond.connect(admin).answer(receiptId, batch, position, pathOf(leaves, position)))
        .to.emit(bond, "Answered")
        .withArgs(receiptId, certifier.address, 1n);

      const challenge = await bond.challengeOf(receiptId);
      expect(challenge.status).to.equal(Status.Answered);
      expect([challenge.presenter, challenge.leaf]).to.deep.equal([ethers.ZeroAddress, ethers.ZeroHash]);
    }
    expect(await bond.bondOf(certifier)).to.deep.equal([ethers.parseEther("10"), 0n, 0n]);
    expect(await bond.omissionsOf(certifier)).to.equal(0n);
  });

  it("is possible behind the deadline while nobody has claimed: a chain that stood still condemns nobody", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, leaves, batch } = deployed;
    const receiptId = await presented(deployed, await overdueReceipt({ leaf: leaves[2] }));
    await afterWindow();

    await bond.answer(receiptId, batch, 2, pathOf(leaves, 2));

    await expect(bond.claim(receiptId)).to.be.revertedWithCustomError(bond, "NotOpen").withArgs(receiptId, Status.Answered);
  });

  it("takes a record that was certified late, after its receipt was presented", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certification, certifier, batch } = deployed;
    const leaf = ethers.id("late");
    const receiptId = await presented(deployed, await overdueReceipt({ leaf }));
    const late = nextOf(certifier, batch, { root: leaf, count: 1, flags: 1 });
    await certification.connect(certifier).certify(late);

    await expect(bond.answer(receiptId, late, 0, [])).to.emit(bond, "Answered").withArgs(receiptId, certifier.address, 2n);
  });

  it("takes a record that a predecessor has", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { certification, manager, leaves, batch } = deployed;
    const successor = await deploySuccessor(manager, certification);
    const bond = await ethers.deployContract("CertificationBond", [successor, WINDOW, WITHDRAWAL_DELAY]);
    const receiptId = await presented({ ...deployed, certification: successor, bond }, await overdueReceipt({ leaf: leaves[4] }));

    await bond.answer(receiptId, batch, 4, pathOf(leaves, 4));

    expect((await bond.challengeOf(receiptId)).status).to.equal(Status.Answered);
  });

  it("refuses what was never presented, what is answered and what is claimed", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, leaves, batch } = deployed;
    const answered = await presented(deployed, await overdueReceipt({ leaf: leaves[0] }));
    await bond.answer(answered, batch, 0, pathOf(leaves, 0));
    const claimed = await presented(deployed, await overdueReceipt({ leaf: leaves[1] }));
    await afterWindow();
    await bond.claim(claimed);

    for (const [receiptId, status] of [
      [ethers.id("never presented"), Status.None],
      [answered, Status.Answered],
      [claimed, Status.Omitted],
    ]) {
      await expect(bond.answer(receiptId, batch, 1, pathOf(leaves, 1)))
        .to.be.revertedWithCustomError(bond, "NotOpen")
        .withArgs(receiptId, status);
    }
  });

  it("refuses a batch that is not certified", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certifier, batch } = deployed;
    const receipt = await overdueReceipt();
    const receiptId = await presented(deployed, receipt);
    const forged = { ...batch, root: receipt.leaf, count: 1 };
    const next = nextOf(certifier, batch, { root: receipt.leaf, count: 1 });

    await expect(bond.answer(receiptId, forged, 0, []))
      .to.be.revertedWithCustomError(bond, "NotCertified")
      .withArgs(certifier.address, 1n, recordOfBatch(forged), recordOfBatch(batch));
    await expect(bond.answer(receiptId, next, 0, []))
      .to.be.revertedWithCustomError(bond, "NotCertified")
      .withArgs(certifier.address, 2n, recordOfBatch(next), ethers.ZeroHash);
  });

  it("refuses another certifier's batch, whoever it names", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, certification, certifier, otherCertifier } = deployed;
    const receipt = await overdueReceipt();
    const receiptId = await presented(deployed, receipt);
    const foreign = batchOf(otherCertifier, { root: rootOf([receipt.leaf]), count: 1 });
    await certification.connect(otherCertifier).certify(foreign);

    for (const batch of [foreign, { ...foreign, certifier: certifier.address }]) {
      await expect(bond.answer(receiptId, batch, 0, [])).to.be.revertedWithCustomError(bond, "NotCertified");
    }
  });

  it("refuses a path of another record, another position and another length", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, leaves, batch } = deployed;
    const receiptId = await presented(deployed, await overdueReceipt({ leaf: leaves[1] }));
    const errors = await ethers.getContractAt("MerkleProofs", bond);

    await expect(bond.answer(receiptId, batch, 0, pathOf(leaves, 0))).to.be.revertedWithCustomError(bond, "NotIncluded");
    await expect(bond.answer(receiptId, batch, 0, pathOf(leaves, 1))).to.be.revertedWithCustomError(bond, "NotIncluded");
    await expect(bond.answer(receiptId, batch, 1, [])).to.be.revertedWithCustomError(errors, "WrongPathLength").withArgs(0, 3);
    await expect(bond.answer(receiptId, batch, 5, [])).to.be.revertedWithCustomError(errors, "PositionOutOfRange").withArgs(5, 5);
  });

  it("refuses an inner node in a record's place", async () => {
    const deployed = await loadFixture(deployBondedCertifier);
    const { bond, leaves, batch } = deployed;
    // A receipt for what is an inner node of the batch's tree: nothing that a position and the certified count lead to.
    const receiptId = await presented(deployed, await overdueReceipt({ leaf: rootOf(leaves.slice(0, 2)) }));
    const errors = await ethers.getContractAt("MerkleProofs", bond);

    await expect(bond.answer(receiptId, batch, 0, [rootOf(leaves.slice(2, 4)), leaves[4]])).to.be.revertedWithCustomError(errors, "WrongPathLength");
    await expect(bond.answer(receiptId, { ...batch, count: 3 }, 0, [rootOf(leaves.slice(2, 4)), leaves[4]])).to.be.revertedWithCustomError(
      bond,
      "NotCertified",
    );
  });
});
