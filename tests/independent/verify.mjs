// Verifies a proof file of one reading. Written from docs/proofs.md alone; where it then judged otherwise than the framework, that page was mended.
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AbiCoder, concat, dataSlice, decodeRlp, encodeRlp, keccak256, recoverAddress, toUtf8Bytes } from "ethers";
import { checkDevices, HALF_ORDER, signed, signers } from "./verify-device.mjs";

const UNITS = { none: 0, A: 5, deg: 9, rad: 10, degC: 23, V: 29, J: 31, Hz: 33, W: 38, m3: 42, VA: 61, var: 63, cosTheta: 65,
  VAh: 71, Wh: 72, varh: 73, Ah: 106 };
const READING = ["int64", "int128", "int8", "uint16", "uint16", "bytes32"];
export const RECORD = ["uint8", "uint8", "address", "bytes32", "uint64", "bytes32", "bytes32", "bytes32"];
export const BATCH = ["bytes32", "address", "uint64", "bytes32", "uint32", "bytes32", "int64", "int64", "int64", "uint8"];
const HEADER = [32, 32, 20, 32, 32, 32, 256, -32, -8, -8, -8, -8, 0, 32, 8, -32, 32, -8, -8, 32, 32]; // n bytes, a number of at most -n, 0: anything
const USAGE = "usage: verify.mjs PROOF.json (--block-hash H | --validators FILE) [--contract A] [--certifier A]; verify-range.mjs alike";

export const need = (condition) => { if (!condition) throw new Error("refused"); };
const size = (hex) => hex.length / 2 - 1;
export const isHex = (text) => typeof text === "string" && /^0x[0-9a-f]*$/.test(text) && text.length % 2 === 0;
export const isBytes = (item, bytes) => isHex(item) && size(item) === bytes;
const isNumber = (item, bytes) => isHex(item) && size(item) <= bytes && !item.startsWith("0x00");
const lower = (text, bytes) => text === undefined ? text : need(isBytes(text.toLowerCase(), bytes)) ?? text.toLowerCase();
export const abi = (types, values) => AbiCoder.defaultAbiCoder().encode(types, values);
export const leafOf = (record) => keccak256(concat(["0x00", keccak256(record)]));
export const inner = (left, right) => keccak256(concat(["0x01", left, right]));
const rlp = (hex, item = decodeRlp(hex)) => need(encodeRlp(item) === hex) ?? item;
export const words = (types, hex, values = AbiCoder.defaultAbiCoder().decode(types, hex).toArray()) => need(abi(types, values) === hex)
  ?? values.map((value) => typeof value === "string" ? value.toLowerCase() : value);

// JSON of nothing but whole numbers (as BigInt), texts, lists, and objects without double members.
export function parseJson(bytes) {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  let names = 0;
  const marked = text.replace(/"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[^\s"[\]{},:]+/g, (token, string, colon) => {
    if (string === undefined) return need(/^(0|[1-9]\d{0,19})$/.test(token) && BigInt(token) < 2n ** 64n) ?? `"n${token}"`;
    if (colon) names++;
    return `"s${string}"${colon ?? ""}`;
  });
  const unmark = (item) => {
    if (typeof item === "string") return item[0] === "n" ? BigInt(item.slice(1)) : need(item.isWellFormed()) ?? item.slice(1);
    if (Array.isArray(item)) return item.map(unmark);
    names -= Object.keys(item).length;
    return Object.fromEntries(Object.entries(item).map(([name, member]) => [name.slice(1), unmark(member)]));
  };
  const result = unmark(JSON.parse(marked));
  return need(names === 0) ?? result;
}

// types: of each member its JSON type, or what must be true of it.
export const members = (object, types) => need(Object.keys(object).length === Object.keys(types).length && Object.entries(types).every(
  ([name, type]) => Object.hasOwn(object, name) && (type instanceof Function ? type(object[name]) : typeof object[name] === type)));
export const [text, number, part, list] = ["string", "bigint", "object", Array.isArray];
export const CHAIN = { chainId: number, dataCertification: text, header: text, account: list, storage: list };
export const SAID = { sequence: number, time: text, value: text, unit: (item) => Object.hasOwn(UNITS, item), quality: number, raw: text };

const micros = (text, date = new Date(text.slice(0, 23) + "Z")) => need(/^[-:T0-9]{19}\.\d{6}Z$/.test(text) && date >= 0
  && text.startsWith(date.toISOString().slice(0, 23))) ?? BigInt(date.getTime()) * 1000n + BigInt(text.slice(23, 26));

function decimal(text) {
  const [, sign, whole, part = "", power = "0"] = /^(-?)(\d{1,69})(?:\.(\d{1,68}))?(?:E(-?\d{1,3}))?$/.exec(text);
  const all = whole + part, digits = all.replace(/^0+|0+$/g, "") || "0";
  const exponent = digits === "0" ? 0 : Number(power) - part.length + /0*$/.exec(all)[0].length;
  const padded = digits.padStart(1 - exponent, "0");
  const plain = exponent < 0 ? `${padded.slice(0, exponent)}.${padded.slice(exponent)}` : digits + "0".repeat(exponent);
  need(digits.length <= 38 && text === sign + (Math.abs(exponent) > 30 ? `${digits}E${exponent}` : plain) && text !== "-0");
  return [BigInt(sign + digits), exponent];
}

export function contentOf({ time, value, unit, quality, raw, replaces }) {
  const said = keccak256(abi(READING, [micros(time), ...decimal(value), UNITS[unit], quality, need(isHex(raw)) ?? keccak256(raw)]));
  return replaces === undefined ? said : keccak256(abi(["uint64", "bytes32"], [replaces, said]));
}

// The value at keccak256(key) in the trie, which all nodes of the proof, behind those that another proof shares, and no others lead to.
function proved(root, key, nodes, shared = []) {
  const isChild = (item) => item === "0x" || (Array.isArray(item) ? size(encodeRlp(item)) < 32 : isBytes(item, 32));
  let rest = keccak256(key).slice(2), child = root, used = 0, behindExtension = false;
  for (;;) {
    if (used < shared.length && keccak256(shared[used]) === child) nodes = nodes.toSpliced(used, 0, shared[used]);
    const byHash = typeof child === "string", node = byHash ? rlp(nodes[used++]) : child;
    need(!byHash || (keccak256(nodes[used - 1]) === child && (used === 1 || size(nodes[used - 1]) >= 32)));
    need(Array.isArray(node) && (node.length === 17 || (node.length === 2 && isHex(node[0]) && !behindExtension)));
    behindExtension = node.length === 2;
    if (node.length === 17) {
      const children = node.slice(0, 16);
      need(node[16] === "0x" && children.every(isChild) && children.filter((item) => item !== "0x").length >= 2);
      [child, rest] = [children[parseInt(rest[0], 16)], rest.slice(1)];
    } else {
      const flag = parseInt(node[0][2], 16), path = node[0].slice(flag % 2 ? 3 : 4);
      need(flag <= 3 && (flag % 2 === 1 || node[0][3] === "0"));
      child = node[1];
      if (flag >= 2) return need(path === rest && isHex(child) && child !== "0x" && used === nodes.length) ?? child;
      need(path !== "" && rest.startsWith(path) && isChild(child));
      rest = rest.slice(path.length);
    }
    need(child !== undefined && child !== "0x");
  }
}

// What QBFT put into the header, with both hashes, or undefined where extraData is not of QBFT's form.
function qbft(header) {
  try {
    const [vanity, validators, vote, round, seals, ...more] = rlp(header[12]);
    need(more.length === 0 && isBytes(vanity, 32) && isNumber(round, 4) && [validators, vote, seals].every(Array.isArray));
    need(validators.every((item, i) => isBytes(item, 20) && (i === 0 || validators[i - 1] < item)));
    need(vote.length === 0 || (vote.length === 2 && isBytes(vote[0], 20) && ["0x", "0xff"].includes(vote[1])));
    need(seals.every((seal) => isBytes(seal, 65) && /0[01]$/.test(seal) && BigInt(dataSlice(seal, 32, 64)) <= HALF_ORDER));
    const hash = (number) => keccak256(encodeRlp(header.with(12, encodeRlp([vanity, validators, vote, number, []]))));
    return { validators, seals, blockHash: hash("0x"), sealedHash: hash(round) };
  } catch { return undefined; }
}

function sealed({ validators, seals, sealedHash }, trusted) {
  const quorum = Math.ceil(2 * trusted.length / 3), signers = seals.map((seal) => recoverAddress(sealedHash, seal).toLowerCase());
  return trusted.length > 0 && validators.join() === [...trusted].sort().join() && seals.length === quorum
    && new Set(signers).size === signers.length && signers.every((signer) => validators.includes(signer));
}

function read(bytes) {
  const file = parseJson(bytes), { reading } = file;
  members(file, { format: text, version: number, reading: part, record: text, position: number, path: list, batch: text, chain: part });
  members(reading, { ...SAID, provider: text, stream: text, kind: text, ...(reading.kind === "revision" ? { replaces: number } : {}), ...signed(reading) });
  members(file.chain, { ...CHAIN, ...signers(file.chain) });
  return need(file.format === "platone-proof" && file.version === 1n) ?? file;
}

export const headerOf = (chain, header = rlp(chain.header)) => need(isBytes(chain.dataCertification, 20) && isHex(chain.header)
  && [...chain.account, ...chain.storage].every(isHex) && header.length >= 15 && header.length <= 21 && header.every((field, i) =>
    HEADER[i] > 0 ? isBytes(field, HEADER[i]) : HEADER[i] < 0 ? isNumber(field, -HEADER[i]) : isHex(field))) ?? header;

function decode({ reading, record, path, batch, chain }) {
  need(isBytes(reading.provider, 20) && path.every((item) => isBytes(item, 32)) && isHex(reading.signature ?? "0x"));
  const parts = { record: words(RECORD, record), content: contentOf(reading), batch: words(BATCH, batch), hash: keccak256(batch), header: headerOf(chain) };
  return need(parts.record[0] === 1n && [1n, 2n].includes(parts.record[1])) ?? { ...parts, shown: [[parts.record, reading.signature]] };
}

// Gives the checks as [name, holds]. trusted: blockHash or validators; contract, certifier and chain where they are known.
export const verifier = (read, decode, ownChecks) => (bytes, trusted) => {
  const checks = [];
  const check = (name, test) => { try { checks.push([name, test() === true]); } catch { checks.push([name, false]); } };
  let file, parts, storageRoot;
  check("format", () => Boolean(file = read(bytes)));
  if (file) check("encoding", () => Boolean(parts = decode(file)));
  if (!parts) return checks;
  ownChecks(check, file, parts);
  const { chain } = file, { batch, header } = parts, consensus = qbft(header);
  check("account", () => {
    const [nonce, balance, storage, code, ...more] = rlp(proved(header[3], chain.dataCertification, chain.account));
    need(isNumber(nonce, 8) && isNumber(balance, 32) && isBytes(storage, 32) && isBytes(code, 32) && more.length === 0);
    return Boolean(storageRoot = storage);
  });
  check("storage", () => {
    const slot = keccak256(abi(["uint64", "bytes32"], [batch[2], keccak256(abi(["address", "uint8"], [batch[1], 1]))]));
    return rlp(proved(storageRoot, slot, chain.storage)) === parts.hash.replace(/^0x(00)*/, "0x");
  });
  checkDevices(check, parts.shown, chain, (slot, nodes) => rlp(proved(storageRoot, slot, nodes, chain.storage)));
  const claims = { contract: chain.dataCertification, certifier: batch[1], chain: chain.chainId };
  for (const [name, claim] of Object.entries(claims)) if (trusted[name] !== undefined) check(name, () => claim === trusted[name]);
  if (trusted.validators) check("seals", () => sealed(consensus, trusted.validators));
  else check("block", () => trusted.blockHash === (consensus?.blockHash ?? keccak256(chain.header)));
  return checks;
};

export const verify = verifier(read, decode, (check, { reading, record: encoded, position, path }, { record, batch, content }) => {
  const said = [["provider", 2, reading.provider], ["stream", 3, keccak256(toUtf8Bytes(reading.stream))], ["sequence", 4, reading.sequence],
    ["kind", 1, { reading: 1n, revision: 2n }[reading.kind]], ["content", 5, content]];
  for (const [name, place, value] of said) check(name, () => record[place] === value);
  check("path", () => {
    let node = leafOf(encoded), next = 0;
    for (let at = position, last = batch[4] - 1n; last > 0n; last /= 2n, at /= 2n)
      if (at % 2n || at < last) node = inner(...(at % 2n ? [path[next++], node] : [node, path[next++]]));
    return position < batch[4] && node === batch[3] && next === path.length;
  });
});

// The validators' file, as what is trusted.
export function trust(bytes) {
  const { validators, chainId: chain, dataCertification, certifier, ...unknown } = parseJson(bytes);
  const distinct = [...new Set(validators.map((item) => lower(item, 20)))];
  need(distinct.length > 0 && distinct.length === validators.length && Object.keys(unknown).length === 0 && ["bigint", "undefined"].includes(typeof chain));
  return { validators: distinct, contract: lower(dataCertification, 20), certifier: lower(certifier, 20), chain };
}

export function main(url, verify) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(url)) return undefined; // imported
  let proof, trusted;
  try {
    const type = { type: "string" }, options = { "block-hash": type, validators: type, contract: type, certifier: type };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    need(positionals.length === 1 && ("block-hash" in values) !== ("validators" in values));
    const given = "validators" in values ? trust(readFileSync(values.validators)) : { blockHash: lower(values["block-hash"], 32) };
    trusted = { ...given, contract: lower(values.contract, 20) ?? given.contract, certifier: lower(values.certifier, 20) ?? given.certifier };
    proof = readFileSync(positionals[0]);
  } catch { return console.error(USAGE) ?? 2; }
  if (!trusted.contract || !trusted.certifier) console.error("contract or certifier not given: the file's own are not compared");
  const checks = verify(proof, trusted);
  for (const [name, holds] of checks) console.log(`${name}: ${holds ? "ok" : "FAILED"}`);
  return checks.every(([, holds]) => holds) ? 0 : 1;
}

process.exitCode = main(import.meta.url, verify);
