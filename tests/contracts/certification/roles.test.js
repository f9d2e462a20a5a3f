const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { CERTIFIER, batchOf, certifyChain, deployCertification, nextOf, recordOfBatch } = require("./deployment");

describe("DataCertification under its AccessManager", () => {
  it("answers who its authority is", async () => {
    const { certification, manager } = await loadFixture(deployCertification);

    expect(await certification.authority()).to.equal(await manager.getAddress());
  });

  it("refuses callers without the role", async () => {
    const { certification, stranger } = await loadFixture(deployCertification);

    await expect(certification.connect(stranger).certify(batchOf(stranger)))
      .to.be.revertedWithCustomError(certification, "AccessManagedUnauthorized")
      .withArgs(stranger.address);
  });

  it("refuses the administrator, who has no role of a certifier", async () => {
    const { certification, admin } = await loadFixture(deployCertification);

    await expect(certification.connect(admin).certify(batchOf(admin)))
      .to.be.revertedWithCustomError(certification, "AccessManagedUnauthorized")
      .withArgs(admin.address);
  });

  it("is closed to certifiers until its function is given to their role", async () => {
    const { manager, certifier } = await loadFixture(deployCertification);
    const unassigned = await ethers.deployContract("DataCertification", [manager, ethers.ZeroAddress]);

    await expect(unassigned.connect(certifier).certify(batchOf(certifier)))
      .to.be.revertedWithCustomError(unassigned, "AccessManagedUnauthorized")
      .withArgs(certifier.address);
  });

  it("refuses a certifier whose role was revoked, and keeps what was certified", async () => {
    const { certification, manager, certifier } = await loadFixture(deployCertification);
    const [first] = await certifyChain(certification, certifier, 1);

    await manager.revokeRole(CERTIFIER, certifier.address);

    await expect(certification.connect(certifier).certify(nextOf(certifier, first)))
      .to.be.revertedWithCustomError(certification, "AccessManagedUnauthorized")
      .withArgs(certifier.address);
    expect(await certification.recordOf(certifier.address, 1n)).to.equal(recordOfBatch(first));
  });

  it("refuses everybody when the target is closed, and goes on when it is opened again", async () => {
    const { certification, manager, certifier } = await loadFixture(deployCertification);
    await manager.setTargetClosed(certification, true);
    await expect(certification.connect(certifier).certify(batchOf(certifier))).to.be.revertedWithCustomError(certification, "AccessManagedUnauthorized");

    await manager.setTargetClosed(certification, false);

    await certifyChain(certification, certifier, 1);
  });

  it("lets a certifier with an execution delay certify only what was scheduled", async () => {
    const { certification, manager, stranger } = await loadFixture(deployCertification);
    await manager.grantRole(CERTIFIER, stranger.address, 60);
    const batch = batchOf(stranger);
    const data = certification.interface.encodeFunctionData("certify", [batch]);
    await expect(certification.connect(stranger).certify(batch))
      .to.be.revertedWithCustomError(manager, "AccessManagerNotScheduled")
      .withArgs(await manager.hashOperation(stranger.address, certification, data));

    await manager.connect(stranger).schedule(certification, data, 0);
    await time.increase(60);
    await certification.connect(stranger).certify(batch);

    expect(await certification.isCertified(batch)).to.equal(true);
  });

  it("changes its authority only when the old one says so", async () => {
    const { certification, manager, stranger, admin } = await loadFixture(deployCertification);
    const next = await ethers.deployContract("AccessManager", [admin.address]);
    await expect(certification.connect(stranger).setAuthority(next))
      .to.be.revertedWithCustomError(certification, "AccessManagedUnauthorized")
      .withArgs(stranger.address);

    await manager.updateAuthority(certification, next);

    expect(await certification.authority()).to.equal(await next.getAddress());
  });
});
