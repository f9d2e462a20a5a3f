const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, setBalance } = require("@nomicfoundation/hardhat-network-helpers");
const { CERTIFIER, batchOf, certifyChain, deployCertification, nextOf, recordOfBatch } = require("./deployment");

describe("DataCertification.certify", () => {
  it("stores the record of the first batch and tells it with all its members", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const batch = batchOf(certifier);

    await expect(certification.connect(certifier).certify(batch))
      .to.emit(certification, "BatchCertified")
      .withArgs(certifier.address, 1n, recordOfBatch(batch), Object.values(batch));

    expect(await certification.recordOf(certifier.address, 1n)).to.equal(recordOfBatch(batch));
  });

  it("hashes as the record format says: ten words of 32 bytes, negative times in two's complement", async () => {
    const { certification, manager } = await loadFixture(deployCertification);
    const certifier = await ethers.getImpersonatedSigner("0x00000000000000000000000000000000000000C1");
    await setBalance(certifier.address, ethers.parseEther("1"));
    await manager.grantRole(CERTIFIER, certifier.address, 0);
    const batch = batchOf(certifier, { root: ethers.ZeroHash, indexRoot: ethers.ZeroHash, from: -1n, to: 0n, closed: 1n, flags: 1 });
    const words = [0n, 0xc1n, 1n, 0n, 8192n, 0n, 2n ** 256n - 1n, 0n, 1n, 1n];

    await certification.connect(certifier).certify(batch);

    const record = ethers.keccak256(ethers.concat(words.map((word) => ethers.toBeHex(word, 32))));
    expect(await certification.recordOf(certifier.address, 1n)).to.equal(record);
  });

  it("chains batch after batch", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const batches = await certifyChain(certification, certifier, 5);

    for (const batch of batches) {
      expect(await certification.recordOf(certifier.address, batch.number)).to.equal(recordOfBatch(batch));
    }
  });

  it("keeps the chains of different certifiers apart", async () => {
    const { certification, certifier, otherCertifier } = await loadFixture(deployCertification);
    await certifyChain(certification, certifier, 2);
    const batch = batchOf(otherCertifier);

    await certification.connect(otherCertifier).certify(batch);

    expect(await certification.recordOf(otherCertifier.address, 1n)).to.equal(recordOfBatch(batch));
    expect(await certification.recordOf(otherCertifier.address, 2n)).to.equal(ethers.ZeroHash);
  });

  it("takes the smallest and the greatest values", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const [smallestTime, greatestTime] = [-(2n ** 63n), 2n ** 63n - 1n];
    const smallest = batchOf(certifier, {
      root: ethers.ZeroHash,
      indexRoot: ethers.ZeroHash,
      count: 1,
      from: smallestTime,
      to: smallestTime,
      closed: smallestTime,
    });
    const greatest = nextOf(certifier, smallest, {
      root: ethers.toBeHex(ethers.MaxUint256),
      indexRoot: ethers.toBeHex(ethers.MaxUint256),
      count: 2n ** 32n - 1n,
      from: greatestTime,
      to: greatestTime,
      closed: greatestTime,
      flags: 1,
    });

    await certification.connect(certifier).certify(smallest);
    await certification.connect(certifier).certify(greatest);

    expect(await certification.recordOf(certifier.address, 2n)).to.equal(recordOfBatch(greatest));
  });

  it("refuses a batch in another certifier's name", async () => {
    const { certification, certifier, otherCertifier } = await loadFixture(deployCertification);

    await expect(certification.connect(otherCertifier).certify(batchOf(certifier)))
      .to.be.revertedWithCustomError(certification, "NotTheCertifier")
      .withArgs(certifier.address, otherCertifier.address);
  });

  it("refuses number 0", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);

    await expect(certification.connect(certifier).certify(batchOf(certifier, { number: 0n })))
      .to.be.revertedWithCustomError(certification, "BatchNumberZero")
      .withArgs(certifier.address);
  });

  it("refuses a batch without leaves", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);

    await expect(certification.connect(certifier).certify(batchOf(certifier, { count: 0 })))
      .to.be.revertedWithCustomError(certification, "EmptyBatch")
      .withArgs(certifier.address, 1n);
  });

  it("refuses a batch that ends before it begins", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);

    await expect(certification.connect(certifier).certify(batchOf(certifier, { from: 1n, to: 0n })))
      .to.be.revertedWithCustomError(certification, "InvalidInterval")
      .withArgs(1n, 0n);
  });

  for (const flags of [2, 3, 128, 255]) {
    it(`refuses the unknown flags ${flags}`, async () => {
      const { certification, certifier } = await loadFixture(deployCertification);

      await expect(certification.connect(certifier).certify(batchOf(certifier, { flags })))
        .to.be.revertedWithCustomError(certification, "UnknownFlags")
        .withArgs(flags);
    });
  }

  it("refuses to certify a number twice, the same batch as well as another one", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const [first] = await certifyChain(certification, certifier, 2);

    for (const batch of [first, { ...first, root: ethers.id("another root") }]) {
      await expect(certification.connect(certifier).certify(batch))
        .to.be.revertedWithCustomError(certification, "AlreadyCertified")
        .withArgs(certifier.address, 1n, recordOfBatch(first));
    }
  });

  it("refuses a gap in the numbers", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const [first] = await certifyChain(certification, certifier, 1);

    await expect(certification.connect(certifier).certify(batchOf(certifier, { number: 3n, previous: recordOfBatch(first) })))
      .to.be.revertedWithCustomError(certification, "PreviousBatchMissing")
      .withArgs(certifier.address, 2n);
  });

  it("refuses the greatest number without the one before it", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);

    await expect(certification.connect(certifier).certify(batchOf(certifier, { number: 2n ** 64n - 1n })))
      .to.be.revertedWithCustomError(certification, "PreviousBatchMissing")
      .withArgs(certifier.address, 2n ** 64n - 2n);
  });

  it("refuses a first batch that names a previous one", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const previous = ethers.id("something");

    await expect(certification.connect(certifier).certify(batchOf(certifier, { previous })))
      .to.be.revertedWithCustomError(certification, "WrongPrevious")
      .withArgs(previous, ethers.ZeroHash);
  });

  it("refuses a batch that does not continue its certifier's chain", async () => {
    const { certification, certifier, otherCertifier } = await loadFixture(deployCertification);
    const [first] = await certifyChain(certification, certifier, 1);
    const [foreign] = await certifyChain(certification, otherCertifier, 1);

    for (const previous of [ethers.ZeroHash, recordOfBatch(foreign)]) {
      await expect(certification.connect(certifier).certify(batchOf(certifier, { number: 2n, previous })))
        .to.be.revertedWithCustomError(certification, "WrongPrevious")
        .withArgs(previous, recordOfBatch(first));
    }
  });

  it("changes nothing when it refuses", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const batch = batchOf(certifier, { flags: 2 });

    await expect(certification.connect(certifier).certify(batch)).to.be.reverted;

    expect(await certification.recordOf(certifier.address, 1n)).to.equal(ethers.ZeroHash);
  });

  it("refuses members that do not fit their type", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const data = certification.interface.encodeFunctionData("certify", [batchOf(certifier)]);
    const countAt = 2 + 8 + 4 * 64;
    const dirty = `${data.slice(0, countAt)}ff${data.slice(countAt + 2)}`;

    await expect(certifier.sendTransaction({ to: certification, data: dirty })).to.be.revertedWithoutReason();
  });
});
