const { expect } = require("chai");
const { loadFixture } = require("@nomicfoundation/hardhat-network-helpers");
const { batchOf, certifyChain, deployCertification, deploySuccessor, nextOf } = require("./deployment");

const LIMIT = 80_000n;

/** Gas of the whole transaction: intrinsic cost, call data and execution. */
async function gasOf(transaction) {
  return (await (await transaction).wait()).gasUsed;
}

describe("Gas of DataCertification.certify", () => {
  for (const count of [1024, 4096, 8192]) {
    it(`is at most ${LIMIT} for a batch of ${count} readings`, async () => {
      const { certification, certifier } = await loadFixture(deployCertification);
      const [first] = await certifyChain(certification, certifier, 1);

      const gas = await gasOf(certification.connect(certifier).certify(nextOf(certifier, first, { count })));

      console.log(`      certify: ${gas} gas, ${(Number(gas) / count).toFixed(2)} gas per reading`);
      expect(gas).to.be.at.most(LIMIT);
    });
  }

  it("is the same for one reading and for eight thousand, but for the bytes of the count", async () => {
    const { certification, certifier, otherCertifier } = await loadFixture(deployCertification);

    const one = await gasOf(certification.connect(certifier).certify(batchOf(certifier, { count: 1 })));
    const many = await gasOf(certification.connect(otherCertifier).certify(batchOf(otherCertifier, { count: 8193 })));

    // A call data byte costs 12 gas more when it is not zero; addresses and roots may differ in a few.
    expect(many - one).to.be.within(-60n, 60n);
  });

  it("stays within the limit in a deployment that continues another", async () => {
    const { certification, manager, certifier } = await loadFixture(deployCertification);
    const [first] = await certifyChain(certification, certifier, 1);
    const successor = await deploySuccessor(manager, certification);
    const [second] = await certifyChain(successor, certifier, 1, nextOf(certifier, first));

    const gas = await gasOf(successor.connect(certifier).certify(nextOf(certifier, second)));

    console.log(`      certify with a predecessor: ${gas} gas`);
    expect(gas).to.be.at.most(LIMIT);
  });
});
