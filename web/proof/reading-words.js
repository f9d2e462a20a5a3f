import { fromHex } from "./bytes.js";
import { FormatError } from "./format-error.js";
import { parseStream } from "./stream.js";

/** How a reading's raw part is called. */
export const OWN_WORDS = "the device's own words";

export function readingSentence(reading) {
  return `${nameOf(reading.stream)}: ${valueOf(reading)} at ${timeOf(reading.time)}.`;
}

export function readingFacts(reading) {
  return [
    ["stream", reading.stream], ["number in the stream", numberOf(reading)], ["provider", reading.provider], ["quality", qualityOf(reading)],
    [OWN_WORDS, wordsOf(reading.raw)],
  ];
}

export const numberOf = ({ sequence, replaces }) => `${sequence}${replaces === null ? "" : `, a revision that replaces number ${replaces}`}`;

export const valueOf = ({ value, unit }) => (unit === "none" ? value : `${value} ${unit}`);

export const qualityOf = ({ quality }) => (quality === 0n ? "valid" : `code ${quality}`);

export function nameOf(stream) {
  try {
    const { device, component, measurand, phase } = parseStream(stream);
    return `Device ${device}${component === "-" ? "" : `, component ${component}`}, ${measurand}, phase ${phase}`;
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    return stream;
  }
}

export function timeOf(text) {
  return /^[^T]+T[^T]+Z$/.test(text) ? `${text.slice(0, -1).replace("T", " ").replace(/\.0+$/, "")} UTC` : text;
}

/** As text where it is one. */
export function wordsOf(raw) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(fromHex(raw));
  } catch {
    return raw;
  }
}
