// Tests and checks of the contracts, one after the other, with their output; ends with one line of counts.
// FOUNDRY_PROFILE=long runs the fuzz and invariant tests at length (see foundry.toml).
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { resolve } = createRequire(import.meta.url);

const programs = {
  hardhat: () => [process.execPath, resolve("hardhat/internal/cli/bootstrap.js")],
  solhint: () => [process.execPath, resolve("solhint/solhint.js")],
  // The binary itself: the npm package's wrapper around it exits with 0 whatever happened.
  forge: () => {
    const [system, architecture] = [process.platform, process.arch === "x64" ? "amd64" : process.arch];
    return [resolve(`@foundry-rs/forge-${system}-${architecture}/bin/forge${system === "win32" ? ".exe" : ""}`)];
  },
};

// Gas is compared in a run of its own: only with --isolate a call costs what a transaction costs.
const suites = [
  { command: "hardhat test", counts: countMocha },
  { command: "forge test --no-match-contract Gas$", counts: countForge },
  { command: "forge test --match-contract Gas$ --isolate --gas-snapshot-check true", counts: countForge },
];
const checks = ["solhint --noPoster --max-warnings 0 contracts/**/*.sol", "forge lint", "forge fmt --check"];

const total = { passed: 0, failed: 0, skipped: 0 };

for (const { command, counts } of suites) {
  const { succeeded, output } = await run(command);
  const counted = counts(output);
  // A suite that ends badly without a failed test (it did not compile, it crashed, the gas changed) is one failure.
  if (!counted || (!succeeded && counted.failed === 0)) total.failed++;
  for (const outcome of Object.keys(counted ?? {})) total[outcome] += counted[outcome];
}
for (const command of checks) {
  const { succeeded } = await run(command);
  if (!succeeded) total.failed++;
}

console.log(`contracts: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Runs a command at the root of the repository and shows what it writes. */
async function run(command) {
  console.log(`\n> ${command}`);
  const [name, ...options] = command.split(" ");
  const program = locate(name);
  if (!program) return { succeeded: false, output: "" };

  const [executable, ...script] = program;
  const child = spawn(executable, [...script, ...options], {
    cwd: root,
    env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      process.stdout.write(text);
      output += text;
    });
  }
  const succeeded = await new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => done(code === 0));
  });
  return { succeeded, output };
}

function locate(name) {
  try {
    return programs[name]();
  } catch (error) {
    console.log(`${name} is not installed for ${process.platform} ${process.arch}; expected it in node_modules, where \`npm ci\` puts it (${error.code})`);
    return undefined;
  }
}

/** "140 passing (4s)", and "pending" and "failing" where there are some. */
function countMocha(output) {
  const count = (word) => Number(output.match(new RegExp(`^\\s+(\\d+) ${word}`, "m"))?.[1] ?? 0);
  const counted = { passed: count("passing"), failed: count("failing"), skipped: count("pending") };
  return counted.passed + counted.failed > 0 ? counted : undefined;
}

/** "Ran 2 test suites in 5.11ms (3.68ms CPU time): 10 tests passed, 0 failed, 0 skipped (10 total tests)" */
function countForge(output) {
  const numbers = output.match(/(\d+) tests passed, (\d+) failed, (\d+) skipped \(\d+ total tests\)/)?.slice(1);
  if (!numbers) return undefined;
  const [passed, failed, skipped] = numbers.map(Number);
  return { passed, failed, skipped };
}
