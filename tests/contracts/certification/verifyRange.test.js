const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture } = require("@nomicfoundation/hardhat-network-helpers");
const { deployCertification, deploySuccessor } = require("./deployment");
const { STREAMS, certified, deployProven, entriesOf, rangeProof, recordOf } = require("./proven");

const OTHER = ethers.id("other");
const ADDRESS = "0x00000000000000000000000000000000000000C1";

const verify = (certification, proof) => certification.verifyRange(...Object.values(proof));

describe("DataCertification.verifyRange", () => {
  it("is true for every range within every stream", async () => {
    const proven = await loadFixture(deployProven);

    for (const [index, { firstPosition, count }] of proven.entries.entries()) {
      for (let first = firstPosition; first < firstPosition + count; first++) {
        for (let length = 1; first + length <= firstPosition + count; length++) {
          expect(await verify(proven.certification, rangeProof(proven, first, length, index)), `${length} from ${first}`).to.equal(true);
        }
      }
    }
  });

  it("is true for a record that is alone in its batch", async () => {
    const deployed = await loadFixture(deployCertification);
    const proven = await certified(deployed, [recordOf(deployed.stranger.address, STREAMS[0], 1n)]);

    expect(await verify(deployed.certification, rangeProof(proven, 0, 1, 0))).to.equal(true);
  });

  it("is true for what a predecessor certified", async () => {
    const proven = await loadFixture(deployProven);
    const successor = await deploySuccessor(proven.manager, proven.certification);

    expect(await verify(successor, rangeProof(proven, 11, 3, 4))).to.equal(true);
  });

  it("is false without records", async () => {
    const proven = await loadFixture(deployProven);

    expect(await verify(proven.certification, { ...rangeProof(proven, 11, 3, 4), records: [], path: [] })).to.equal(false);
    expect(await verify(proven.certification, { ...rangeProof(proven, 11, 3, 4), records: [] })).to.equal(false);
  });

  it("is false for a range that leaves its stream to either side", async () => {
    const proven = await loadFixture(deployProven);

    expect(await verify(proven.certification, rangeProof(proven, 5, 3, 3))).to.equal(false);
    expect(await verify(proven.certification, rangeProof(proven, 9, 2, 3))).to.equal(false);
    expect(await verify(proven.certification, rangeProof(proven, 6, 4, 4))).to.equal(false);
  });

  it("is false when any record is changed, left out, doubled or in another's place", async () => {
    const proven = await loadFixture(deployProven);
    const proof = rangeProof(proven, 11, 3, 4);
    const [first, second, third] = proof.records;
    const changes = { version: 2, kind: 2, provider: ADDRESS, stream: OTHER, sequence: 125n, content: OTHER, salt: OTHER, origin: OTHER };
    const changed = proof.records.flatMap((record, index) =>
      Object.entries(changes).map(([member, value]) => proof.records.with(index, { ...record, [member]: value })),
    );

    for (const records of [...changed, [first, third], [first, second], [second, third], [first, second, second, third], [second, first, third]]) {
      expect(await verify(proven.certification, { ...proof, records })).to.equal(false);
    }
  });

  const changes = {
    firstPosition: [10, 12, 0, 15, 2 ** 32 - 1],
    entryPosition: [0, 1, 2, 3, 5, 2 ** 32 - 1],
    // With 6 to 8 entries the fifth one has more hashes above it, with fewer there is no fifth.
    entryCount: [0, 4, 6, 8, 2 ** 32 - 1],
  };
  for (const [name, values] of Object.entries(changes)) {
    it(`is false with another \`${name}\``, async () => {
      const proven = await loadFixture(deployProven);
      const proof = rangeProof(proven, 11, 3, 4);

      for (const value of values) expect(await verify(proven.certification, { ...proof, [name]: value }), `${value}`).to.equal(false);
    });
  }

  for (const name of ["path", "entryPath"]) {
    it(`is false, and does not revert, when \`${name}\` is changed, too short or too long`, async () => {
      const proven = await loadFixture(deployProven);
      const proof = rangeProof(proven, 11, 3, 4);
      const paths = [proof[name].slice(1), [...proof[name], OTHER], ...proof[name].map((_, index) => proof[name].with(index, OTHER))];

      for (const path of paths) expect(await verify(proven.certification, { ...proof, [name]: path })).to.equal(false);
    });
  }

  it("is false when any member of the entry is changed", async () => {
    const proven = await loadFixture(deployProven);
    const proof = rangeProof(proven, 11, 3, 4);
    const values = { provider: ADDRESS, stream: OTHER, firstSequence: 101n, lastSequence: 139n, firstPosition: 9, count: 6 };

    for (const [member, value] of Object.entries(values)) {
      expect(await verify(proven.certification, { ...proof, entry: { ...proof.entry, [member]: value } }), member).to.equal(false);
    }
  });

  it("is false when any member of the batch is changed", async () => {
    const proven = await loadFixture(deployProven);
    const proof = rangeProof(proven, 11, 3, 4);
    const values = {
      previous: OTHER, certifier: proven.otherCertifier.address, number: 2n, root: OTHER, count: 16, indexRoot: OTHER, from: 0n, closed: 0n, flags: 1,
    };

    for (const [member, value] of Object.entries(values)) {
      expect(await verify(proven.certification, { ...proof, batch: { ...proof.batch, [member]: value } }), member).to.equal(false);
    }
  });

  it("proves no entry that is not in the index, whatever place and number of entries are claimed", async () => {
    const proven = await loadFixture(deployProven);
    const proof = rangeProof(proven, 11, 3, 4);
    // It would say that the stream ends with the range.
    const entry = { ...proof.entry, lastSequence: 130n, count: 4 };

    for (let entryCount = 1; entryCount <= 9; entryCount++) {
      for (let entryPosition = 0; entryPosition < entryCount; entryPosition++) {
        for (const other of proven.entries.keys()) {
          const { entryPath } = rangeProof(proven, 11, 3, other);
          const found = await verify(proven.certification, { ...proof, entry, entryPosition, entryCount, entryPath });
          expect(found, `${entryPosition} of ${entryCount}, path of ${other}`).to.equal(false);
        }
      }
    }
  });

  it("may be true with another claimed place of the same entry, which changes nothing that is proved", async () => {
    const proven = await loadFixture(deployProven);

    // The last of five has one hash above it, on its left: as the second of two.
    expect(await verify(proven.certification, { ...rangeProof(proven, 11, 3, 4), entryPosition: 1, entryCount: 2 })).to.equal(true);
  });
});

describe("DataCertification.verifyRange of a batch whose index or order is wrong", () => {
  /** Certifies the records with changes of the one entry that fits them; answers what `verifyRange` says of a range. */
  async function verdict(records, change, first = 0, length = records.length) {
    const deployed = await loadFixture(deployCertification);
    const fitting = { ...entriesOf(records)[0], lastSequence: records.at(-1).sequence, count: records.length };
    const proven = await certified(deployed, records, [{ ...fitting, ...change }]);
    return verify(deployed.certification, rangeProof(proven, first, length, 0));
  }

  const ascending = [1n, 2n, 5n, 9n].map((sequence) => recordOf(ADDRESS, STREAMS[0], sequence));

  it("is true while nothing is wrong", async () => {
    expect(await verdict(ascending, {})).to.equal(true);
    expect(await verdict(ascending, {}, 1, 2)).to.equal(true);
  });

  it("is false where a range begins with the entry and not with its first sequence", async () => {
    for (const firstSequence of [0n, 2n]) expect(await verdict(ascending, { firstSequence }, 0, 2)).to.equal(false);
  });

  it("is false where a range ends with the entry and not with its last sequence", async () => {
    for (const lastSequence of [8n, 10n]) expect(await verdict(ascending, { lastSequence }, 2, 2)).to.equal(false);
  });

  it("is false where sequences within the entry lie outside of its own", async () => {
    expect(await verdict(ascending, { firstSequence: 2n }, 1, 2)).to.equal(false);
    expect(await verdict(ascending, { lastSequence: 5n }, 1, 2)).to.equal(false);
  });

  it("is false where sequences do not ascend", async () => {
    for (const sequences of [[1n, 5n, 2n, 9n], [1n, 5n, 5n, 9n]]) {
      expect(await verdict(sequences.map((sequence, index) => recordOf(ADDRESS, STREAMS[0], sequence, { salt: ethers.id(`${index}`) })), {})).to.equal(false);
    }
  });

  it("is false where another stream's, provider's or version's record lies among the entry's", async () => {
    for (const change of [{ stream: STREAMS[1] }, { provider: ethers.ZeroAddress }, { version: 2 }]) {
      expect(await verdict(ascending.with(2, { ...ascending[2], ...change }), {})).to.equal(false);
    }
  });

  it("is false beyond the entry's positions", async () => {
    expect(await verdict(ascending, { firstPosition: 1, count: 3, firstSequence: 0n }, 0, 3)).to.equal(false);
    expect(await verdict(ascending, { count: 3, lastSequence: 10n }, 1, 3)).to.equal(false);
    expect(await verdict(ascending, { firstPosition: 2 ** 32 - 1, count: 2 ** 32 - 1 }, 0, 2)).to.equal(false);
  });

  it("is false, and does not overflow, where the entry reaches beyond the batch", async () => {
    for (const count of [5, 2 ** 32 - 1]) expect(await verdict(ascending, { count, lastSequence: 10n })).to.equal(false);
  });
});
