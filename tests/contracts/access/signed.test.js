const { expect } = require("chai");
const { ethers } = require("hardhat");
const { loadFixture, time } = require("@nomicfoundation/hardhat-network-helpers");
const { CALLS, signedCall, typedDataOf } = require("./calls");
const { deployAccepted, deployRegistry, deployRequested, termsOf } = require("./deployment");

// Order of secp256k1.
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** What each call needs to succeed: what is declared before, whose call it is, and its arguments but the signer. */
const SCENES = {
  request: [deployRegistry, "consumer", async ({ provider }) => Object.values(await termsOf(provider))],
  accept: [deployRequested, "provider", ({ id }) => [id]],
  reject: [deployRequested, "provider", ({ id }) => [id]],
  revoke: [deployAccepted, "provider", ({ id }) => [id]],
  renounce: [deployAccepted, "consumer", ({ id }) => [id]],
  revokeAllOf: [deployAccepted, "provider", ({ consumer }) => [consumer.address]],
  revokeEverything: [deployAccepted, "provider", () => []],
  setDelegate: [deployRegistry, "provider", ({ delegate }) => [delegate.address, 2n ** 48n - 1n]],
};

for (const [name, [fixture, party, argumentsOf]] of Object.entries(SCENES)) {
  const signed = `${name}For`;

  async function setScene() {
    const scene = await loadFixture(fixture);
    const values = await argumentsOf(scene);
    const signer = scene[party];
    return { ...scene, signer, values, call: await signedCall(name, scene.registry, signer, values) };
  }

  /** A call with these arguments and the signature of another one is refused, and says what should have been signed. */
  async function expectNotSigned({ registry, stranger, signer, values, call }, signature) {
    const digest = ethers.TypedDataEncoder.hash(...(await typedDataOf(name, registry, signer, values)));
    await expect(registry.connect(stranger)[signed](...call.slice(0, -1), signature))
      .to.be.revertedWithCustomError(registry, "NotSignedBy")
      .withArgs(signer.address, digest);
    expect(await registry.nonces(signer.address)).to.equal(0n);
  }

  describe(`SubscriptionRegistry.${signed}, as a signed call`, () => {
    it("is taken from whoever sends it, once", async () => {
      const { registry, stranger, signer, call } = await setScene();

      await registry.connect(stranger)[signed](...call);

      expect(await registry.nonces(signer.address)).to.equal(1n);
      await expect(registry.connect(stranger)[signed](...call))
        .to.be.revertedWithCustomError(registry, "InvalidAccountNonce")
        .withArgs(signer.address, 1n);
    });

    it("refuses a number that is not the signer's next one", async () => {
      const { registry, stranger, signer, values } = await setScene();
      const early = await signedCall(name, registry, signer, values, { message: { nonce: 1n } });

      await expect(registry.connect(stranger)[signed](...early))
        .to.be.revertedWithCustomError(registry, "InvalidAccountNonce")
        .withArgs(signer.address, 0n);
    });

    it("is taken under any key of the signer, whatever became of others, and once", async () => {
      const { registry, stranger, signer, values } = await setScene();
      const [key, other] = [2n ** 191n + 5n, 7n];
      const late = await signedCall(name, registry, signer, values, { message: { nonce: (other << 64n) + 1n } });
      const call = await signedCall(name, registry, signer, values, { message: { nonce: key << 64n } });

      await expect(registry.connect(stranger)[signed](...late))
        .to.be.revertedWithCustomError(registry, "InvalidAccountNonce")
        .withArgs(signer.address, other << 64n);
      await registry.connect(stranger)[signed](...call);

      expect(await registry["nonces(address,uint192)"](signer.address, key)).to.equal((key << 64n) + 1n);
      expect(await registry["nonces(address,uint192)"](signer.address, other)).to.equal(other << 64n);
      await expect(registry.connect(stranger)[signed](...call))
        .to.be.revertedWithCustomError(registry, "InvalidAccountNonce")
        .withArgs(signer.address, (key << 64n) + 1n);
    });

    it("refuses what comes after its deadline, and takes what comes in its last second", async () => {
      const { registry, stranger, signer, values } = await setScene();
      const deadline = BigInt(await time.latest()) + 100n;
      const call = await signedCall(name, registry, signer, values, { message: { deadline } });
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(registry.connect(stranger)[signed](...call))
        .to.be.revertedWithCustomError(registry, "DeadlinePassed")
        .withArgs(deadline, deadline + 1n);

      const later = await signedCall(name, registry, signer, values, { message: { deadline: deadline + 100n } });
      await time.setNextBlockTimestamp(deadline + 100n);
      await registry.connect(stranger)[signed](...later);
    });

    it("refuses a signature for another chain, contract, name or version", async () => {
      const scene = await setScene();
      const { registry, stranger, signer, values } = scene;

      for (const domain of [{ chainId: 1n }, { verifyingContract: stranger.address }, { name: "platone" }, { version: "2" }]) {
        await expectNotSigned(scene, (await signedCall(name, registry, signer, values, { domain })).at(-1));
      }
    });

    it("refuses at one registry what was signed for another", async () => {
      const { registry, stranger, signer, call } = await setScene();
      const other = await ethers.deployContract("SubscriptionRegistry");

      await expect(other.connect(stranger)[signed](...call)).to.be.revertedWithCustomError(registry, "NotSignedBy");
    });

    it("refuses the signature of somebody else", async () => {
      const scene = await setScene();
      const typedData = await typedDataOf(name, scene.registry, scene.signer, scene.values);

      await expectNotSigned(scene, await scene.stranger.signTypedData(...typedData));
    });

    it("refuses each argument that is not the signed one", async () => {
      const { registry, stranger, signer, call } = await setScene();

      for (const index of call.slice(0, -1).keys()) {
        const changed = [...call];
        changed[index] = differing(call[index]);
        await expect(registry.connect(stranger)[signed](...changed), `argument ${index}`).to.be.revertedWithCustomError(
          registry,
          index === call.length - 3 ? "InvalidAccountNonce" : "NotSignedBy",
        );
      }
      expect(await registry.nonces(signer.address)).to.equal(0n);
      await registry.connect(stranger)[signed](...call);
    });

    for (const other of Object.keys(CALLS).filter((each) => each !== name)) {
      it(`refuses a signature for ${other}`, async () => {
        const scene = await setScene();
        const values = await SCENES[other][2]({ id: ethers.id("any"), ...scene });

        await expectNotSigned(scene, (await signedCall(other, scene.registry, scene.signer, values)).at(-1));
      });
    }

    it("refuses the same signature in its other form, with the greater s", async () => {
      const scene = await setScene();
      const { r, s, v } = ethers.Signature.from(scene.call.at(-1));
      const greater = ethers.toBeHex(ORDER - BigInt(s), 32);

      await expectNotSigned(scene, ethers.concat([r, greater, ethers.toBeHex(v === 27 ? 28 : 27)]));
    });

    it("refuses a signature that is cut, longer, compact or empty", async () => {
      const scene = await setScene();
      const signature = scene.call.at(-1);

      const { compactSerialized } = ethers.Signature.from(signature);
      for (const wrong of ["0x", ethers.dataSlice(signature, 0, 64), `${signature}00`, compactSerialized, ethers.zeroPadBytes("0x", 65)]) {
        await expectNotSigned(scene, wrong);
      }
    });

    it("refuses the zero address, to which a broken signature recovers", async () => {
      const { registry, stranger, call } = await setScene();
      const broken = [ethers.ZeroAddress, ...call.slice(1, -1), ethers.zeroPadBytes("0x", 65)];

      await expect(registry.connect(stranger)[signed](...broken)).to.be.revertedWithCustomError(registry, "NotSignedBy");
    });
  });
}

/** Another value of the same type. */
function differing(value) {
  return typeof value === "string" ? ethers.toBeHex(BigInt(value) ^ 1n, ethers.dataLength(value)) : value ^ 1n;
}
