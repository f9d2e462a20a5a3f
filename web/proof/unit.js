/** The units' texts and their codes from the CIM (docs/readings.md, "Units"). */
const UNITS = new Map([
  ["none", 0], ["A", 5], ["deg", 9], ["rad", 10], ["degC", 23], ["V", 29], ["J", 31], ["Hz", 33], ["W", 38], ["m3", 42], ["VA", 61], ["var", 63],
  ["cosTheta", 65], ["VAh", 71], ["Wh", 72], ["varh", 73], ["Ah", 106],
]);

/** The unit's number; undefined where the text is none. Case counts. */
export const unitCode = (text) => UNITS.get(text);
