import { FormatError } from "./format-error.js";

/** The proof file has 3 levels. A bound, because a reader that calls itself must not run out of stack. */
const DEEPEST = 64;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const ESCAPES = new Map([['"', '"'], ["\\", "\\"], ["/", "/"], ["b", "\b"], ["f", "\f"], ["n", "\n"], ["r", "\r"], ["t", "\t"]]);

/** A number as it is written: JSON.parse would round what is beyond 2^53. */
export class JsonNumber {
  constructor(text) {
    this.text = text;
  }
}

/**
 * Reads UTF-8 as RFC 8259 defines JSON, and nothing more: no byte order mark, no member twice (JSON.parse would take the last one), no half of a
 * surrogate pair. Objects become Map, numbers JsonNumber.
 */
export function parseJson(bytes) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatError("The file is not UTF-8.");
  }
  return new Reader(text).whole();
}

class Reader {
  #text;
  #next = 0;

  constructor(text) {
    this.#text = text;
  }

  whole() {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#next < this.#text.length) throw this.#unexpected("the end");
    return value;
  }

  #value(depth) {
    if (depth > DEEPEST) throw new FormatError(`JSON deeper than ${DEEPEST} levels.`);

    this.#skipSpace();
    switch (this.#text[this.#next]) {
      case "{": return this.#object(depth);
      case "[": return this.#array(depth);
      case '"': return this.#string();
      case "t": return this.#word("true", true);
      case "f": return this.#word("false", false);
      case "n": return this.#word("null", null);
      default: return this.#number();
    }
  }

  #object(depth) {
    const members = new Map();
    this.#next++;
    if (this.#takes("}")) return members;

    do {
      this.#skipSpace();
      if (this.#text[this.#next] !== '"') throw this.#unexpected("a member's name");
      const name = this.#string();
      if (members.has(name)) throw new FormatError(`The member '${name}' stands there twice.`);
      if (!this.#takes(":")) throw this.#unexpected("':'");
      members.set(name, this.#value(depth + 1));
    } while (this.#takes(","));
    if (!this.#takes("}")) throw this.#unexpected("',' or '}'");
    return members;
  }

  #array(depth) {
    const items = [];
    this.#next++;
    if (this.#takes("]")) return items;

    do items.push(this.#value(depth + 1)); while (this.#takes(","));
    if (!this.#takes("]")) throw this.#unexpected("',' or ']'");
    return items;
  }

  #string() {
    const start = ++this.#next;
    let value = "";
    let plain = start;
    for (; ; this.#next++) {
      const character = this.#text[this.#next];
      if (character === undefined || character < " ") throw this.#unexpected("a character of a text");
      if (character === '"') break;
      if (character !== "\\") continue;

      value += this.#text.slice(plain, this.#next) + this.#escaped();
      plain = this.#next + 1;
    }
    value += this.#text.slice(plain, this.#next++);
    if (!value.isWellFormed()) throw new FormatError(`Half of a surrogate pair in the text before character ${this.#next + 1}.`);
    return value;
  }

  /** Stands at the backslash, and leaves at the escape's last character. */
  #escaped() {
    const kind = this.#text[++this.#next];
    if (ESCAPES.has(kind)) return ESCAPES.get(kind);

    const digits = this.#text.slice(this.#next + 1, this.#next + 5);
    if (kind !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#unexpected("an escape of JSON");
    this.#next += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  #number() {
    NUMBER.lastIndex = this.#next;
    const match = NUMBER.exec(this.#text);
    if (!match) throw this.#unexpected("a value");
    this.#next = NUMBER.lastIndex;
    return new JsonNumber(match[0]);
  }

  #word(word, value) {
    if (!this.#text.startsWith(word, this.#next)) throw this.#unexpected("a value");
    this.#next += word.length;
    return value;
  }

  #takes(character) {
    this.#skipSpace();
    if (this.#text[this.#next] !== character) return false;
    this.#next++;
    return true;
  }

  #skipSpace() {
    while (" \t\n\r".includes(this.#text[this.#next] ?? "x")) this.#next++;
  }

  #unexpected(wanted) {
    const found = this.#next < this.#text.length ? `'${this.#text[this.#next]}'` : "the end";
    return new FormatError(`JSON, character ${this.#next + 1}: found ${found}, expected ${wanted}.`);
  }
}
