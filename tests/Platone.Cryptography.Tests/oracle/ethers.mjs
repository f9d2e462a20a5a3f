// Answers questions about Ethereum's formats with ethers 6: reads a JSON array of questions from standard input, writes a JSON array of answers.
import { ethers } from "ethers";
import { readFileSync } from "node:fs";

const answers = {
  address: ({ key }) => ethers.computeAddress(key),
  sign: ({ key, digest }) => ethers.Signature.from(new ethers.SigningKey(key).sign(digest)).serialized,
  recover: ({ digest, signature }) => ethers.recoverAddress(digest, signature),
  messageHash: ({ message }) => ethers.hashMessage(ethers.getBytes(message)),
  encode: ({ types, values }) => ethers.AbiCoder.defaultAbiCoder().encode(types, values),
  rlp: ({ item }) => ethers.encodeRlp(item),
  typedData: ({ key, domain, types, value }) => ({
    domainSeparator: ethers.TypedDataEncoder.hashDomain(domain),
    digest: ethers.TypedDataEncoder.hash(domain, types, value),
    signature: new ethers.SigningKey(key).sign(ethers.TypedDataEncoder.hash(domain, types, value)).serialized,
  }),
  words: ({ entropy }) => ethers.Mnemonic.fromEntropy(entropy).phrase,
  derive: ({ words, passphrase, path }) => {
    const key = ethers.HDNodeWallet.fromSeed(ethers.Mnemonic.fromPhrase(words, passphrase).computeSeed()).derivePath(path);
    return { address: key.address, extendedKey: key.extendedKey };
  },
  encryptKey: ({ key, password, n, r, p }) =>
    ethers.encryptKeystoreJsonSync({ address: ethers.computeAddress(key), privateKey: key }, password, { scrypt: { N: n, r, p } }),
  decryptKey: ({ json, password }) => ethers.decryptKeystoreJsonSync(json, password).privateKey,
  transaction: ({ key, fields }) => {
    const transaction = ethers.Transaction.from({ type: 2, ...fields });
    transaction.signature = new ethers.SigningKey(key).sign(transaction.unsignedHash);
    return { raw: transaction.serialized, hash: transaction.hash, sender: transaction.from };
  },
};

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map((question) => answers[question.ask](question))));
