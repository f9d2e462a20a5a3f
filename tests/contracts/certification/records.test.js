const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture } = require("@nomicfoundation/hardhat-network-helpers");
const { batchOf, certifyChain, deployCertification, recordOfBatch } = require("./deployment");

describe("DataCertification.recordOf", () => {
  it("is zero for what was never certified", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    await certifyChain(certification, certifier, 1);

    for (const number of [0n, 2n, 2n ** 64n - 1n]) {
      expect(await certification.recordOf(certifier.address, number)).to.equal(ethers.ZeroHash);
    }
    expect(await certification.recordOf(ethers.ZeroAddress, 1n)).to.equal(ethers.ZeroHash);
  });

  it("takes one storage slot, found by certifier and number", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const [, second] = await certifyChain(certification, certifier, 2);
    const coder = ethers.AbiCoder.defaultAbiCoder();
    // Slot 0 is AccessManaged's; the mapping of records is at slot 1. Light clients prove the record from this place.
    const inner = ethers.keccak256(coder.encode(["address", "uint256"], [certifier.address, 1n]));
    const slot = ethers.keccak256(coder.encode(["uint64", "bytes32"], [2n, inner]));

    expect(await ethers.provider.getStorage(certification, slot)).to.equal(recordOfBatch(second));
  });
});

describe("DataCertification.isCertified", () => {
  it("is true for exactly the batch that was certified", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);
    const [batch] = await certifyChain(certification, certifier, 1);

    expect(await certification.isCertified(batch)).to.equal(true);
  });

  const changes = {
    previous: ethers.id("other"),
    certifier: "0x00000000000000000000000000000000000000C1",
    number: 2n,
    root: ethers.id("other"),
    count: 8191,
    indexRoot: ethers.id("other"),
    from: 0n,
    to: 1_767_225_660_000_000n,
    closed: 0n,
    flags: 1,
  };
  for (const [member, value] of Object.entries(changes)) {
    it(`is false when \`${member}\` is changed`, async () => {
      const { certification, certifier } = await loadFixture(deployCertification);
      const [batch] = await certifyChain(certification, certifier, 1);

      expect(await certification.isCertified({ ...batch, [member]: value })).to.equal(false);
    });
  }

  it("is false before the batch is certified", async () => {
    const { certification, certifier } = await loadFixture(deployCertification);

    expect(await certification.isCertified(batchOf(certifier))).to.equal(false);
  });
});

describe("DataCertification.VERSION", () => {
  it("is a semantic version", async () => {
    const { certification } = await loadFixture(deployCertification);

    expect(await certification.VERSION()).to.match(/^\d+\.\d+\.\d+$/);
  });
});
