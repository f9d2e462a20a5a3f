const { ethers } = require("hardhat");
const { time } = require("@nomicfoundation/hardhat-network-helpers");
const { deployCertification } = require("./deployment");

// contracts/access/Roles.sol
const PROVIDER = 2n;

const CALL = ["provider", "device", "nonce", "deadline"].map((name) => ({ name, type: name === "provider" || name === "device" ? "address" : "uint256" }));

/** The certification, a provider with the role, another one, and a device's key. */
async function deployDevices() {
  const deployed = await deployCertification();
  const [, , , , provider, otherProvider] = await ethers.getSigners();
  await deployed.manager.grantRole(PROVIDER, provider.address, 0);
  await deployed.manager.grantRole(PROVIDER, otherProvider.address, 0);
  return { ...deployed, provider, otherProvider, device: "0x00000000000000000000000000000000000000D1" };
}

/** What `registerDeviceFor` and `retireDeviceFor` take, signed by `signer`; `changes` replaces what is signed. */
async function signedCall(type, certification, signer, device, changes = {}) {
  const domain = { name: "Platone", version: "1", chainId: 31337n, verifyingContract: await certification.getAddress(), ...changes.domain };
  const message = { provider: signer.address, device, nonce: 0n, deadline: BigInt(await time.latest()) + 3600n, ...changes.message };
  const signature = await signer.signTypedData(domain, { [type]: CALL }, message);
  return [message.provider, message.device, message.nonce, message.deadline, signature];
}

/** Where a key's slot lies: light clients prove it from this place. */
function slotOf(provider, device) {
  const coder = ethers.AbiCoder.defaultAbiCoder();
  const ofProvider = ethers.keccak256(coder.encode(["address", "uint256"], [provider, 3n]));
  return ethers.keccak256(coder.encode(["address", "bytes32"], [device, ofProvider]));
}

module.exports = { PROVIDER, deployDevices, signedCall, slotOf };
