import { element } from "./elements.js";
import { cautionsOf, factsOf, sentenceOf } from "./plain-words.js";

/** What one file was found to be: verdict, sentence, checks by name, facts. */
export function cardOf(name, result, trust) {
  const verdict = element("span", `verdict ${result.valid ? "ok" : "not"}`, result.valid ? "valid" : "NOT VALID");
  const card = element("article", "", element("header", "", element("h3", "", name), verdict));
  if (result.file) card.append(element("p", "sentence", sentenceOf(result)));
  for (const caution of cautionsOf(result, trust)) card.append(element("p", "caution", caution));
  card.append(tableOf(result.checks));
  if (result.file) card.append(element("dl", "", ...factsOf(result).flatMap(([term, fact]) => [element("dt", "", term), element("dd", "", fact)])));
  return card;
}

/** For a file that nobody can verify as things are. */
export function problemCard(name, problem) {
  const verdict = element("span", "verdict not", "not verified");
  return element("article", "", element("header", "", element("h3", "", name), verdict), element("p", "problem", problem));
}

function tableOf(checks) {
  const heading = (text) => {
    const cell = element("th", "", text);
    cell.scope = "col";
    return cell;
  };
  const rows = checks.map((check) => element(
    "tr", "", element("td", "", check.name), element("td", check.ok ? "ok" : "not", check.ok ? "ok" : "NOT ok"), element("td", "", check.detail ?? "")));
  return element("table", "", element("thead", "", element("tr", "", heading("check"), heading("ok"), heading("detail"))), element("tbody", "", ...rows));
}
