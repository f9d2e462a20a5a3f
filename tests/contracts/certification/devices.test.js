const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { PROVIDER, deployDevices, signedCall, slotOf } = require("./devices");

async function nextTime() {
  const next = BigInt(await time.latest()) + 10n;
  await time.setNextBlockTimestamp(next);
  return next;
}

describe("DataCertification.registerDevice", () => {
  it("puts the key in force for its provider alone, and tells it", async () => {
    const { certification, provider, otherProvider, device } = await loadFixture(deployDevices);
    const since = await nextTime();

    await expect(certification.connect(provider).registerDevice(device)).to.emit(certification, "DeviceRegistered").withArgs(provider.address, device, since);

    expect(await certification.deviceKeyOf(provider.address, device)).to.deep.equal([since, 0n]);
    expect(await certification.deviceKeyOf(otherProvider.address, device)).to.deep.equal([0n, 0n]);
  });

  it("packs a key into one slot that provider and device name, and leaves the slots before it where they were", async () => {
    const { certification, provider, device } = await loadFixture(deployDevices);
    const since = await nextTime();
    await certification.connect(provider).registerDevice(device);
    const until = await nextTime();
    await certification.connect(provider).retireDevice(device);

    const slot = await ethers.provider.getStorage(certification, slotOf(provider.address, device));

    expect(slot).to.equal(ethers.toBeHex((until << 64n) | since, 32));
  });

  it("refuses who has no role of a provider, or has it no more", async () => {
    const { certification, manager, provider, stranger, device } = await loadFixture(deployDevices);
    await manager.revokeRole(PROVIDER, provider.address);

    for (const account of [stranger, provider])
      await expect(certification.connect(account).registerDevice(device))
        .to.be.revertedWithCustomError(certification, "NotAProvider")
        .withArgs(account.address);
  });

  it("refuses the zero address", async () => {
    const { certification, provider } = await loadFixture(deployDevices);

    await expect(certification.connect(provider).registerDevice(ethers.ZeroAddress))
      .to.be.revertedWithCustomError(certification, "NoDevice")
      .withArgs(provider.address);
  });

  it("refuses a key that is in force, and one that is retired", async () => {
    const { certification, provider, device } = await loadFixture(deployDevices);
    const since = await nextTime();
    await certification.connect(provider).registerDevice(device);
    await expect(certification.connect(provider).registerDevice(device))
      .to.be.revertedWithCustomError(certification, "AlreadyRegistered")
      .withArgs(provider.address, device, since);
    const until = await nextTime();
    await certification.connect(provider).retireDevice(device);

    await expect(certification.connect(provider).registerDevice(device))
      .to.be.revertedWithCustomError(certification, "KeyRetired")
      .withArgs(provider.address, device, until);
  });

  it("lets two providers have the same key, each with its own times", async () => {
    const { certification, provider, otherProvider, device } = await loadFixture(deployDevices);
    await certification.connect(provider).registerDevice(device);
    await certification.connect(provider).retireDevice(device);

    await certification.connect(otherProvider).registerDevice(device);

    expect((await certification.deviceKeyOf(otherProvider.address, device)).until).to.equal(0n);
  });
});

describe("DataCertification.retireDevice", () => {
  it("ends a key and tells it, also for who is no provider any more", async () => {
    const { certification, manager, provider, device } = await loadFixture(deployDevices);
    const since = await nextTime();
    await certification.connect(provider).registerDevice(device);
    await manager.revokeRole(PROVIDER, provider.address);
    const until = await nextTime();

    await expect(certification.connect(provider).retireDevice(device)).to.emit(certification, "DeviceRetired").withArgs(provider.address, device, until);

    expect(await certification.deviceKeyOf(provider.address, device)).to.deep.equal([since, until]);
  });

  it("refuses a key of another provider, and one that is retired", async () => {
    const { certification, provider, otherProvider, device } = await loadFixture(deployDevices);
    await certification.connect(provider).registerDevice(device);
    await expect(certification.connect(otherProvider).retireDevice(device))
      .to.be.revertedWithCustomError(certification, "NotRegistered")
      .withArgs(otherProvider.address, device);
    const until = await nextTime();
    await certification.connect(provider).retireDevice(device);

    await expect(certification.connect(provider).retireDevice(device))
      .to.be.revertedWithCustomError(certification, "KeyRetired")
      .withArgs(provider.address, device, until);
  });
});

for (const [name, type] of [
  ["registerDeviceFor", "RegisterDevice"],
  ["retireDeviceFor", "RetireDevice"],
]) {
  describe(`DataCertification.${name}`, () => {
    async function deploy() {
      const deployed = await deployDevices();
      if (name === "retireDeviceFor") await deployed.certification.connect(deployed.provider).registerDevice(deployed.device);
      return deployed;
    }

    it("does it in the name of the provider that signed, whoever sends it, and once", async () => {
      const { certification, provider, stranger, device } = await loadFixture(deploy);
      const call = await signedCall(type, certification, provider, device);
      const at = await nextTime();

      await expect(certification.connect(stranger)[name](...call))
        .to.emit(certification, name === "registerDeviceFor" ? "DeviceRegistered" : "DeviceRetired")
        .withArgs(provider.address, device, at);

      expect(await certification.nextNonce(provider.address)).to.equal(1n);
      await expect(certification.connect(stranger)[name](...call))
        .to.be.revertedWithCustomError(certification, "WrongNonce")
        .withArgs(provider.address, 0n, 1n);
    });

    it("refuses what comes after its deadline, and takes what comes in its last second", async () => {
      const { certification, provider, stranger, device } = await loadFixture(deploy);
      const deadline = BigInt(await time.latest()) + 100n;
      const call = await signedCall(type, certification, provider, device, { message: { deadline } });
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(certification.connect(stranger)[name](...call))
        .to.be.revertedWithCustomError(certification, "DeadlinePassed")
        .withArgs(deadline, deadline + 1n);

      const later = await signedCall(type, certification, provider, device, { message: { deadline: deadline + 100n } });
      await time.setNextBlockTimestamp(deadline + 100n);
      await certification.connect(stranger)[name](...later);
    });

    it("refuses a signature of somebody else, of another chain, contract, kind, device or deadline", async () => {
      const { certification, provider, stranger, device } = await loadFixture(deploy);
      const right = await signedCall(type, certification, provider, device);
      const withSignature = (call) => [...right.slice(0, 4), call[4]];
      const wrong = [
        await signedCall(type, certification, stranger, device, { message: { provider: provider.address } }),
        await signedCall(type, certification, provider, device, { domain: { chainId: 1n } }),
        await signedCall(type, certification, provider, device, { domain: { verifyingContract: stranger.address } }),
        await signedCall(type === "RegisterDevice" ? "RetireDevice" : "RegisterDevice", certification, provider, device),
        await signedCall(type, certification, provider, stranger.address),
        await signedCall(type, certification, provider, device, { message: { deadline: right[3] + 1n } }),
      ];

      for (const call of wrong)
        await expect(certification.connect(stranger)[name](...withSignature(call))).to.be.revertedWithCustomError(certification, "NotSignedByProvider");
      await expect(certification.connect(stranger)[name](...right.slice(0, 4), "0x")).to.be.revertedWithCustomError(certification, "NotSignedByProvider");
      expect(await certification.nextNonce(provider.address)).to.equal(0n);
    });
  });
}

describe("DataCertification.registerDeviceFor", () => {
  it("refuses who has no role of a provider", async () => {
    const { certification, stranger, device } = await loadFixture(deployDevices);

    await expect(certification.registerDeviceFor(...(await signedCall("RegisterDevice", certification, stranger, device))))
      .to.be.revertedWithCustomError(certification, "NotAProvider")
      .withArgs(stranger.address);
  });
});
