// Encodes and decodes calls with ethers 6: reads a JSON array of questions from standard input, writes a JSON array of answers.
// A question is { inputs, values }: the parameters of a function "f" as JSON ABI, and their values.
import { ethers } from "ethers";
import { readFileSync } from "node:fs";

function plain(value) {
  if (typeof value === "bigint") return value.toString();
  return Array.isArray(value) ? Array.from(value, plain) : value;
}

function answer({ inputs, values }) {
  const contract = new ethers.Interface([{ type: "function", name: "f", inputs, outputs: [], stateMutability: "nonpayable" }]);
  const data = contract.encodeFunctionData("f", values);
  return { signature: contract.getFunction("f").format("sighash"), data, decoded: plain(contract.decodeFunctionData("f", data)) };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
