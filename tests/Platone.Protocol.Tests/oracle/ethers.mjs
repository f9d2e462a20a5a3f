// The protocol's hashed words with ethers 6: reads a JSON array of questions from standard input, writes a JSON array of answers.
import { ethers } from "ethers";
import { readFileSync } from "node:fs";

const answers = {
  topicIdentifier: ({ topic, salt }) =>
    ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32"], [salt, ethers.id(topic)])),

  // What a wallet does that knows only the description of the header.
  signedRequest: ({ key, method, path, time, nonce, body }) => {
    const wallet = new ethers.Wallet(key);
    const message = `Platone request\n${method} ${path}\n${time}\n${nonce}\n${ethers.keccak256(body)}`;
    const signature = ethers.Signature.from(wallet.signingKey.sign(ethers.hashMessage(message))).serialized;
    return `Platone-Eip191 address=${wallet.address.toLowerCase()},time=${time},nonce=${nonce},signature=${signature}`;
  },
};

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map((question) => answers[question.ask](question))));
