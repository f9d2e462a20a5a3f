import { element } from "./elements.js";
import { cautionsOf, factsOf, sentenceOf } from "./plain-words.js";
import { readingsOf } from "./range-words.js";

/** What one file was found to be: verdict, sentence, checks by name, facts, and a range's readings. */
export function cardOf(name, result, trust) {
  const verdict = element("span", `verdict ${result.valid ? "ok" : "not"}`, result.valid ? "valid" : "NOT VALID");
  const card = element("article", "", element("header", "", element("h3", "", name), verdict));
  if (result.file) card.append(element("p", "sentence", sentenceOf(result)));
  for (const caution of cautionsOf(result, trust)) card.append(element("p", "caution", caution));
  card.append(checksTable(result.checks));
  if (result.file) card.append(element("dl", "", ...factsOf(result).flatMap(([term, fact]) => [element("dt", "", term), element("dd", "", fact)])));
  if (result.file && result.isRange) card.append(...readingsTable(readingsOf(result)));
  return card;
}

/** For a file that nobody can verify as things are. */
export function problemCard(name, problem) {
  const verdict = element("span", "verdict not", "not verified");
  return element("article", "", element("header", "", element("h3", "", name), verdict), element("p", "problem", problem));
}

function checksTable(checks) {
  return tableOf("checks", ["check", "ok", "detail"], checks.map((check) => [
    element("td", "", check.name), element("td", check.ok ? "ok" : "not", check.ok ? "ok" : "NOT ok"), element("td", "", check.detail ?? "")]));
}

function readingsTable({ heading, rows, rest }) {
  const table = tableOf("readings", heading, rows.map((row) => row.map((text) => element("td", "", text))));
  return rest === null ? [table] : [table, element("p", "hint", rest)];
}

function tableOf(classNames, heading, rows) {
  const cells = heading.map((text) => {
    const cell = element("th", "", text);
    cell.scope = "col";
    return cell;
  });
  return element(
    "table", classNames, element("thead", "", element("tr", "", ...cells)), element("tbody", "", ...rows.map((row) => element("tr", "", ...row))));
}
