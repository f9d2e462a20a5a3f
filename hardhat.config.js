// Hardhat with the compiler of the npm package `solc`: nothing is downloaded, so the build works offline and is pinned by package-lock.json.
const { subtask } = require("hardhat/config");
const { TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD, TASK_COMPILE_SOLIDITY_GET_SOURCE_NAMES } = require("hardhat/builtin-tasks/task-names");
const solcVersion = require("solc/package.json").version;

require("@nomicfoundation/hardhat-ethers");
require("@nomicfoundation/hardhat-chai-matchers");

// Contracts of OpenZeppelin that are deployed as they are and that nothing in contracts/ needs to import.
const deployedUnchanged = ["@openzeppelin/contracts/access/manager/AccessManager.sol"];

// Contracts that tests in C# deploy.
const deployedByTests = [
  "tests/contracts/certification/RangeClaims.sol",
  "tests/contracts/certification/SigningWallet.sol",
  "tests/Platone.Contracts.Tests/MultiSignature.sol",
];

subtask(TASK_COMPILE_SOLIDITY_GET_SOURCE_NAMES, async (_, __, runSuper) => [...(await runSuper()), ...deployedUnchanged, ...deployedByTests]);

subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD, async ({ solcVersion: wanted }) => {
  if (wanted !== solcVersion) {
    throw new Error(`hardhat.config.js asks for solc ${wanted}, the npm package solc is ${solcVersion}`);
  }
  return {
    version: wanted,
    longVersion: require("solc").version().replace(".Emscripten.clang", ""),
    compilerPath: require.resolve("solc/soljson.js"),
    isSolcJs: true,
  };
});

module.exports = {
  solidity: {
    version: solcVersion,
    settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" },
  },
  networks: {
    hardhat: { hardfork: "cancun", chainId: 31337 },
  },
  paths: {
    sources: "contracts",
    tests: "tests/contracts",
    artifacts: "hardhat-artifacts",
    cache: "cache/hardhat",
  },
};
