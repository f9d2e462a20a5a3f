const MOST_DIGITS = 38;
const [LEAST_EXPONENT, GREATEST_EXPONENT] = [-128, 127];

/** With more zeros than this, plain text stops being readable and scientific notation takes over. */
const MOST_PLAIN_ZEROS = 30;

/** Far beyond any exponent that can be stored: longer ones stop counting here. */
const EXPONENT_CEILING = 1_000_000_000_000;

/** Reads `mantissa * 10^exponent` in its shortest form, the only one that a proof file may have: null for any other. */
export function parseDecimal(text) {
  const decimal = read(text);
  return decimal !== null && format(decimal) === text ? decimal : null;
}

function read(text) {
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?)([0-9]+))?$/.exec(text);
  if (!match || (match[2] + (match[3] ?? "")).length === 0) return null;

  const [, sign, whole, fraction = "", powerSign, power = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = withoutZerosAtEnd(digits);
  if (significant.length > MOST_DIGITS) return null;
  if (significant.length === 0) return { mantissa: 0n, exponent: 0 };

  const given = Math.min(Number(power), EXPONENT_CEILING) * (powerSign === "-" ? -1 : 1);
  const exponent = digits.length - significant.length - fraction.length + given;
  if (exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT) return null;
  return { mantissa: BigInt(significant) * (sign === "-" ? -1n : 1n), exponent };
}

function format({ mantissa, exponent }) {
  const sign = mantissa < 0n ? "-" : "";
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString();
  if (Math.abs(exponent) > MOST_PLAIN_ZEROS) return `${sign}${digits}E${exponent}`;
  if (exponent >= 0) return sign + digits + "0".repeat(exponent);

  const padded = digits.padStart(1 - exponent, "0");
  const point = padded.length + exponent;
  return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
}

/** Not by an expression: one that ends in 0+$ tries every zero of a long row anew. */
function withoutZerosAtEnd(digits) {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
