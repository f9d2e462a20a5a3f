const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture } = require("@nomicfoundation/hardhat-network-helpers");
const { deployCertification, deploySuccessor } = require("./deployment");
const { STREAMS, certified, deployProven, recordOf, recordProof } = require("./proven");

const OTHER = ethers.id("other");

describe("DataCertification.verifyRecord", () => {
  const verify = (certification, proof) => certification.verifyRecord(...Object.values(proof));

  it("is true for every record of a batch at its position", async () => {
    const proven = await loadFixture(deployProven);

    for (const position of proven.records.keys()) {
      expect(await verify(proven.certification, recordProof(proven, position)), `position ${position}`).to.equal(true);
    }
  });

  it("is true for a record of any kind that is alone in its batch", async () => {
    const deployed = await loadFixture(deployCertification);
    const proven = await certified(deployed, [recordOf(deployed.stranger.address, STREAMS[0], 1n, { kind: 6, origin: OTHER })]);

    expect(await verify(deployed.certification, recordProof(proven, 0))).to.equal(true);
  });

  it("is true for what a predecessor certified", async () => {
    const proven = await loadFixture(deployProven);
    const successor = await deploySuccessor(proven.manager, proven.certification);

    expect(await verify(successor, recordProof(proven, 4))).to.equal(true);
  });

  const recordChanges = {
    version: 2,
    kind: 2,
    provider: "0x00000000000000000000000000000000000000C1",
    stream: OTHER,
    sequence: 101n,
    content: OTHER,
    salt: OTHER,
    origin: OTHER,
  };
  for (const [member, value] of Object.entries(recordChanges)) {
    it(`is false when the record's \`${member}\` is changed`, async () => {
      const proven = await loadFixture(deployProven);
      const proof = recordProof(proven, 4);

      expect(await verify(proven.certification, { ...proof, record: { ...proof.record, [member]: value } })).to.equal(false);
    });
  }

  it("is false for a batch that is changed or not certified", async () => {
    const proven = await loadFixture(deployProven);
    const proof = recordProof(proven, 4);
    const changes = [{ count: 16 }, { number: 2n }, { certifier: proven.otherCertifier.address }, { flags: 1 }];

    for (const change of changes) expect(await verify(proven.certification, { ...proof, batch: { ...proof.batch, ...change } })).to.equal(false);
  });

  it("is false at every other position, also behind the batch's last", async () => {
    const proven = await loadFixture(deployProven);
    const proof = recordProof(proven, 4);

    for (let position = 0; position < 20; position++) {
      expect(await verify(proven.certification, { ...proof, position }), `position ${position}`).to.equal(position === 4);
    }
    expect(await verify(proven.certification, { ...proof, position: 2 ** 32 - 1 })).to.equal(false);
  });

  it("is false, and does not revert, with a path that is changed, too short or too long", async () => {
    const proven = await loadFixture(deployProven);
    const proof = recordProof(proven, 4);
    const paths = [[], proof.path.slice(1), proof.path.slice(0, -1), [...proof.path, OTHER], proof.path.with(1, OTHER), proof.path.toReversed()];

    for (const path of paths) expect(await verify(proven.certification, { ...proof, path })).to.equal(false);
  });

  it("is false for a certified record of a version that it does not know", async () => {
    const deployed = await loadFixture(deployCertification);
    const proven = await certified(deployed, [recordOf(deployed.stranger.address, STREAMS[0], 1n, { version: 2 })]);

    expect(await verify(deployed.certification, recordProof(proven, 0))).to.equal(false);
  });
});
