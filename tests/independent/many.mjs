// Verifies many proof files in one process, by the verifier of their kind that is named. Standard input: a JSON list of { file, validators, blockHash,
// contract }, file and validators being texts of files and what is not given null. Standard output: of each the names of the checks that failed.
import { readFileSync } from "node:fs";
import { trust } from "./verify.mjs";

const { verify } = await import(`./${process.argv[2]}`);
const bytes = (text) => new TextEncoder().encode(text);
const answers = JSON.parse(readFileSync(0, "utf8")).map(({ file, validators, blockHash, contract }) => {
  const trusted = validators ? trust(bytes(validators)) : { blockHash };
  return verify(bytes(file), contract ? { ...trusted, contract } : trusted).flatMap(([name, holds]) => holds ? [] : [name]);
});
console.log(JSON.stringify(answers));
