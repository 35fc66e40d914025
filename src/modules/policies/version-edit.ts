import { type Document, isMap, isSeq, parseDocument } from "yaml";
import { addDays, type CivilDate } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import { expressionOf } from "../../engines/rules/index.ts";
import type { ConditionForm, VersionEdit } from "./policies.contract.ts";

type Edit = Exclude<VersionEdit, { what: "effective_from" | "note" | "file" }>;

/**
 * Writes an officer's changes into the text of a policy file, leaving all else (order, comments) as it stands: the form
 * and the file are two views of one thing. Throws `version.edit_refused` naming the place. Whether the outcome is a
 * sound pack is the checker's business.
 */
export function applyEdits(policy: string, edits: readonly Edit[], effectiveFrom: CivilDate): string {
  const document = parseDocument(policy);
  if (document.errors.length > 0) throw refused("规则文件", "文件不是有效的 YAML，请先在文件视图中改正");
  for (const edit of edits) {
    if (edit.what === "parameter") editParameter(document, edit, effectiveFrom);
    else editBenefit(document, edit);
  }
  return document.toString({ lineWidth: 0 });
}

/** A new figure from a date: replaces the value that begins that day, else ends the last one the day before and follows it. */
function editParameter(document: Document, edit: Extract<Edit, { what: "parameter" }>, effectiveFrom: CivilDate): void {
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(edit.value)) throw refused(`参数 ${edit.name}`, `“${edit.value}”不是数字`);
  const values = document.getIn(["parameters", edit.name, "values"]);
  if (!isSeq(values)) throw refused(`参数 ${edit.name}`, "没有这个参数");
  const from = edit.from > effectiveFrom ? edit.from : effectiveFrom;
  const path = ["parameters", edit.name, "values"];
  const last = values.items.length - 1;
  const begins = String(document.getIn([...path, last, "from"]));
  if (begins === from) {
    document.setIn([...path, last, "value"], Number(edit.value));
    return;
  }
  if (begins > from) throw refused(`参数 ${edit.name}`, `已有自 ${begins} 起的值，新值的起期须在其后`);
  const clause: unknown = (document.toJS() as { parameters: Record<string, { values: { clause: unknown }[] }> }).parameters[edit.name]!.values[last]!.clause;
  document.setIn([...path, last, "to"], addDays(from, -1));
  document.addIn(path, document.createNode({ from, value: Number(edit.value), clause }, { flow: true }));
}

function editBenefit(document: Document, edit: Exclude<Edit, { what: "parameter" }>): void {
  const benefits = document.get("benefits");
  const index = isSeq(benefits) ? benefits.items.findIndex((item) => isMap(item) && item.get("id") === edit.benefit) : -1;
  if (index < 0) throw refused(`待遇 ${edit.benefit}`, "没有这项待遇");
  const path = ["benefits", index];
  switch (edit.what) {
    case "condition":
      document.setIn([...path, "when"], conditionText(edit.when));
      return;
    case "shares":
      if (edit.shares.length === 0) document.deleteIn([...path, "shares"]);
      else document.setIn([...path, "shares"], document.createNode(edit.shares.map(({ payer, percent }) => ({ payer, part: Math.round(percent * 100) / 10_000 })), { flow: true }));
      return;
    case "amount":
      document.setIn([...path, "amount"], document.createNode(amountNode(edit.amount)));
      if (edit.amount.form === "parts" && edit.amount.cap) document.setIn([...path, "cap"], figure(edit.amount.cap));
      else document.deleteIn([...path, "cap"]);
  }
}

type AmountForm = Extract<VersionEdit, { what: "amount" }>["amount"];

function amountNode(amount: AmountForm): unknown {
  const rows = (table: { when: ConditionForm | null; value: string }[]) =>
    table.map((row) => (row.when ? { if: conditionText(row.when), value: figure(row.value) } : { else: figure(row.value) }));
  switch (amount.form) {
    case "service":
      return "service";
    case "unspecified":
      return { unspecified: amount.authorised };
    case "bounds":
      return { min: figure(amount.min), max: figure(amount.max), ...(amount.standard ? { standard: rows(amount.standard) } : {}) };
    case "parts":
      return amount.parts.map((part) => ({
        ...(part.label ? { label: part.label } : {}),
        ...(part.times ? { times: figure(part.times) } : {}),
        ...(part.table ? { table: rows(part.table) } : { value: figure(part.value ?? "0") }),
      }));
  }
}

function conditionText(form: ConditionForm): string {
  return "expression" in form ? form.expression : expressionOf(form);
}

/** A plain number is written as one, anything else as an expression. */
function figure(text: string): number | string {
  const plain = text.replace(/[,\s元]/g, "");
  return /^\d{1,12}(\.\d{1,2})?$/.test(plain) ? Number(plain) : text.trim();
}

function refused(place: string, reason: string): AppError {
  return new AppError("version.edit_refused", { place, reason });
}
