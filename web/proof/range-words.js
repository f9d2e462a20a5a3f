import { nameOf, numberOf, OWN_WORDS, qualityOf, timeOf, valueOf, wordsOf } from "./reading-words.js";

/** A file may have ten thousand readings, which a page would be slow to show. */
const MOST_ROWS = 300;
const MOST_RUNS = 100;

export function rangeSentence({ file }) {
  const count = readingsIn(file).length;
  return `${nameOf(file.stream)}: the readings with numbers from ${file.first} to ${file.last} are these ${count}, and there are no others `
    + `in ${countOf(file.batches.length, "batch", "batches")}.`;
}

export function rangeFacts({ file, missing }) {
  const facts = [
    ["stream", file.stream], ["numbers in the stream", `${file.first} to ${file.last}`], ["provider", file.provider],
    ["readings", `${readingsIn(file).length} in ${countOf(file.batches.length, "batch", "batches")}`],
  ];
  if (missing) facts.push(["numbers without a reading", runsOf(missing)]);
  return facts;
}

/** A range's readings as a table: its heading, a row for each of as many as can be shown, and how many that is of all. */
export function readingsOf({ file }) {
  const readings = readingsIn(file);
  const shown = readings.slice(0, MOST_ROWS);
  return {
    heading: ["number", "time", "value", "quality", OWN_WORDS],
    rows: shown.map((reading) => [numberOf(reading), timeOf(reading.time), valueOf(reading), qualityOf(reading), wordsOf(reading.raw)]),
    rest: readings.length > MOST_ROWS
      ? `The first ${MOST_ROWS} of ${readings.length} readings; ${readings.length - MOST_ROWS} more are in the file.`
      : null,
  };
}

function runsOf(missing) {
  if (missing.length === 0) return "none";
  const shown = missing.slice(0, MOST_RUNS).map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`)).join(", ");
  return missing.length > MOST_RUNS ? `${shown}, and ${countOf(missing.length - MOST_RUNS, "more run", "more runs")}` : shown;
}

const readingsIn = (file) => file.batches.flatMap(({ segment }) => segment?.readings ?? []);

const countOf = (count, one, several) => `${count} ${count === 1 ? one : several}`;
