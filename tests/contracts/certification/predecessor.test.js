const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture } = require("@nomicfoundation/hardhat-network-helpers");
const { batchOf, certifyChain, deployCertification, deploySuccessor, nextOf, recordOfBatch } = require("./deployment");

/** Three batches in a first deployment, and a second one that continues it. */
async function deployTwo() {
  const first = await deployCertification();
  const batches = await certifyChain(first.certification, first.certifier, 3);
  const successor = await deploySuccessor(first.manager, first.certification);
  return { ...first, batches, successor };
}

describe("DataCertification with a predecessor", () => {
  it("names its predecessor, and the first deployment none", async () => {
    const { certification, successor } = await loadFixture(deployTwo);

    expect(await successor.predecessor()).to.equal(await certification.getAddress());
    expect(await certification.predecessor()).to.equal(ethers.ZeroAddress);
  });

  it("cannot be deployed upon an address without code", async () => {
    const { manager, certification, stranger } = await loadFixture(deployTwo);

    await expect(deploySuccessor(manager, stranger.address))
      .to.be.revertedWithCustomError(certification, "PredecessorWithoutCode")
      .withArgs(stranger.address);
  });

  it("cannot be deployed upon itself", async () => {
    const { admin, manager, certification } = await loadFixture(deployTwo);
    const own = ethers.getCreateAddress({ from: admin.address, nonce: await admin.getNonce() });

    await expect(deploySuccessor(manager, own)).to.be.revertedWithCustomError(certification, "PredecessorWithoutCode").withArgs(own);
  });

  it("answers what the predecessor certified", async () => {
    const { successor, batches, certifier } = await loadFixture(deployTwo);

    for (const batch of batches) {
      expect(await successor.recordOf(certifier.address, batch.number)).to.equal(recordOfBatch(batch));
      expect(await successor.isCertified(batch)).to.equal(true);
    }
    expect(await successor.recordOf(certifier.address, 4n)).to.equal(ethers.ZeroHash);
  });

  it("continues the chain", async () => {
    const { successor, batches, certifier } = await loadFixture(deployTwo);

    const [fourth, fifth] = await certifyChain(successor, certifier, 2, nextOf(certifier, batches[2]));

    expect(await successor.recordOf(certifier.address, 4n)).to.equal(recordOfBatch(fourth));
    expect(await successor.recordOf(certifier.address, 5n)).to.equal(recordOfBatch(fifth));
    expect(await successor.recordOf(certifier.address, 3n)).to.equal(recordOfBatch(batches[2]));
  });

  it("refuses to certify again what the predecessor certified", async () => {
    const { successor, batches, certifier } = await loadFixture(deployTwo);

    for (const batch of [batches[0], { ...batches[2], root: ethers.id("another root") }]) {
      await expect(successor.connect(certifier).certify(batch))
        .to.be.revertedWithCustomError(successor, "AlreadyCertified")
        .withArgs(certifier.address, batch.number, recordOfBatch(batches[Number(batch.number) - 1]));
    }
  });

  it("refuses to start a second chain", async () => {
    const { successor, batches, certifier } = await loadFixture(deployTwo);

    await expect(successor.connect(certifier).certify(batchOf(certifier, { number: 4n })))
      .to.be.revertedWithCustomError(successor, "WrongPrevious")
      .withArgs(ethers.ZeroHash, recordOfBatch(batches[2]));
  });

  it("starts the chain of a certifier whom the predecessor did not know", async () => {
    const { successor, otherCertifier } = await loadFixture(deployTwo);

    const [batch] = await certifyChain(successor, otherCertifier, 1);

    expect(await successor.recordOf(otherCertifier.address, 1n)).to.equal(recordOfBatch(batch));
  });

  it("sees what is certified in the predecessor as long as the certifier has not moved", async () => {
    const { certification, successor, batches, certifier } = await loadFixture(deployTwo);

    const [fourth] = await certifyChain(certification, certifier, 1, nextOf(certifier, batches[2]));

    expect(await successor.recordOf(certifier.address, 4n)).to.equal(recordOfBatch(fourth));
    await certifyChain(successor, certifier, 1, nextOf(certifier, fourth));
  });

  it("does not hear the predecessor any more once the certifier has moved", async () => {
    const { certification, successor, batches, certifier } = await loadFixture(deployTwo);
    const [fourth] = await certifyChain(successor, certifier, 1, nextOf(certifier, batches[2]));

    const branch = await certifyChain(certification, certifier, 3, nextOf(certifier, batches[2], { root: ethers.id("a branch") }));

    expect(await successor.recordOf(certifier.address, 4n)).to.equal(recordOfBatch(fourth));
    for (const batch of branch) expect(await successor.isCertified(batch)).to.equal(false);
    await certifyChain(successor, certifier, 3, nextOf(certifier, fourth));
  });

  it("continues a line of several deployments", async () => {
    const { manager, successor, batches, certifier } = await loadFixture(deployTwo);
    const [fourth] = await certifyChain(successor, certifier, 1, nextOf(certifier, batches[2]));
    const third = await deploySuccessor(manager, successor);

    const [fifth] = await certifyChain(third, certifier, 1, nextOf(certifier, fourth));

    for (const batch of [...batches, fourth, fifth]) expect(await third.isCertified(batch)).to.equal(true);
  });
});
