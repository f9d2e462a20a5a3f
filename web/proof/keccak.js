/*! noble-hashes - MIT License (c) 2022 Paul Miller (paulmillr.com) */
import { keccak_256 } from "@noble/hashes/sha3.js";

export const HASH_LENGTH = 32;

export const keccak = (bytes) => keccak_256(bytes);
