const FIRST_YEAR = 1970;

/** Microseconds since the Unix epoch of `yyyy-MM-ddTHH:mm:ss.ffffffZ`, the only form that a proof file may have: null for any other. */
export function parseTime(text) {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{6})Z$/.exec(text);
  if (!match) return null;

  const [year, month, day, hour, minute, second, micros] = match.slice(1).map(Number);
  if (year < FIRST_YEAR || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null;

  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // A day that the month does not have became one of the next month.
  if (day < 1 || time.getUTCDate() !== day) return null;
  return BigInt(time.getTime()) * 1000n + BigInt(micros);
}
