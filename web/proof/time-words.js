/** A block's time for people. */
export function timeOfSeconds(seconds) {
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? `${seconds} seconds after 1970` : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
