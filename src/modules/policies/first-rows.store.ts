import { decide, type Decision, STANDINGS } from "../../engines/rules/index.ts";
import { dayNumber } from "../../kernel/dates.ts";
import { putNewId } from "../../kernel/ids.ts";
import type { Ctx } from "../../platform/context.ts";
import { closeRows, encodeFields, type FieldType, newRows, putEncoded, putJson, type RowBytes, startRow, writeUuid } from "./binary-copy.ts";
import type { BulkTable } from "./bulk-write.store.ts";
import type { CompiledAnswer } from "./compiled-batch.ts";
import { DECISION, EVIDENCE, STANDING } from "./decisions.store.ts";
import type { Lists } from "./lists.ts";
import { type EvidenceRow, isHeld, resultOf, type Setting, standingOf } from "./settle.ts";
import type { Subject } from "./subject-reader.store.ts";

/**
 * The rows of subjects for whom nothing stands yet, in a run over many: the same as `settle` notes, without an object
 * for each. There are few different answers; all of a row but the ids, the region and the facts is encoded once for each.
 */
export type FirstRows = { subjects: number; evidence: RowBytes; decisions: RowBytes; standings: RowBytes; identified: { subjectId: string; benefits: string[] }[] };

/** Bytes to begin with: deciding one subject makes them too, and leaves them empty. */
const ROOM = 1024;

export const newFirstRows = (): FirstRows => ({ subjects: 0, evidence: newRows(ROOM), decisions: newRows(ROOM), standings: newRows(ROOM), identified: [] });

/** A table with the columns that differ from row to row in front. */
type Layout<Row> = { copy: string; fields: number; rest: readonly (readonly [keyof Row, FieldType])[] };

function layoutOf<Row>({ name, columns }: BulkTable<Row>, differing: readonly (keyof Row)[]): Layout<Row> {
  const others = (Object.keys(columns) as (keyof Row)[]).filter((field) => !differing.includes(field));
  const fields = [...differing, ...others];
  return {
    copy: `copy ${name} (${fields.map((field) => `"${columns[field][0]}"`).join(", ")}) from stdin (format binary)`,
    fields: fields.length,
    rest: others.map((field) => [field, columns[field][1]]),
  };
}

const EVIDENCE_LAYOUT = layoutOf(EVIDENCE, ["subjectId", "id", "region", "facts"]);
const DECISION_LAYOUT = layoutOf(DECISION, ["subjectId", "id", "evidenceId", "region"]);
const STANDING_LAYOUT = layoutOf(STANDING, ["subjectId", "decisionId", "region"]);

function encodeRest<Row>({ rest }: Layout<Row>, row: Row): Uint8Array {
  return encodeFields(rest.map(([field, type]) => [type, type === "date" && typeof row[field] === "string" ? dayNumber(row[field]) : row[field]]));
}

/** What is the same for all who are given one answer. */
type AnswerBytes = { decision: Uint8Array; received: Uint8Array; open: Uint8Array; held: boolean };

/** Notes a subject's first answers; nothing where there is none worth a row. */
export type NoteFirst = (rows: FirstRows, subject: Subject, answers: readonly CompiledAnswer[]) => void;

const UNKNOWN = STANDINGS.indexOf("unknown");

/** For subjects of these lists on whom no officer has set a figure. */
export function firstNoter(lists: Lists, setting: Setting): NoteFirst {
  const known = new Map<string, AnswerBytes>();
  const { kind, basisId, asOf, at, cause } = setting;
  const shared: Omit<EvidenceRow, "subjectId" | "id" | "region" | "facts"> = { subjectKind: kind, basisId, asOf, decidedAt: at, cause, figures: {} };
  const evidenceRest = encodeRest(EVIDENCE_LAYOUT, shared as EvidenceRow);
  const [subjectId, evidenceId, decisionId] = [idField(), idField(), idField()];
  const bytesOf = (subject: Subject, answer: CompiledAnswer, decisions: () => readonly Decision[]): AnswerBytes => {
    const find = () => decisions().find((decision) => decision.benefit === answer.benefit)!;
    // the columns do not tell what is missing
    const key = answer.standing === UNKNOWN ? `${answer.key} ${find().missing.join()}` : answer.key;
    let bytes = known.get(key);
    if (!bytes) known.set(key, (bytes = encodeAnswer(subject, find(), setting)));
    return bytes;
  };
  return (rows, subject, answers) => {
    if (answers.length === 0) return;
    let decided: Decision[] | undefined;
    const decisions = () => (decided ??= decide(lists.set, subject.facts, asOf));
    const now = Date.now();
    const region = encodeRegion(subject.region);
    writeUuid(subjectId, 4, subject.id);
    putNewId(evidenceId, 4, now);
    putHead(rows.evidence, EVIDENCE_LAYOUT.fields, subjectId, evidenceId, region);
    putJson(rows.evidence, factsText(setting.factsRead, subject));
    putEncoded(rows.evidence, evidenceRest);
    const identified: string[] = [];
    for (const answer of answers) {
      const bytes = bytesOf(subject, answer, decisions);
      putNewId(decisionId, 4, now);
      putHead(rows.decisions, DECISION_LAYOUT.fields, subjectId, decisionId, evidenceId, region, bytes.decision);
      putHead(rows.standings, STANDING_LAYOUT.fields, subjectId, decisionId, region, answer.receiving ? bytes.received : bytes.open);
      if (bytes.held && !answer.receiving) identified.push(answer.benefit);
    }
    if (identified.length > 0) rows.identified.push({ subjectId: subject.id, benefits: identified });
    rows.subjects += 1;
  };
}

/** A field with room for an id, its length in front. */
function idField(): Uint8Array {
  const field = new Uint8Array(20);
  field[3] = 16;
  return field;
}

function putHead(to: RowBytes, count: number, ...fields: readonly Uint8Array[]): void {
  startRow(to, count);
  for (const field of fields) putEncoded(to, field);
}

const regions = new Map<string, Uint8Array>();

function encodeRegion(region: string): Uint8Array {
  let field = regions.get(region);
  if (!field) regions.set(region, (field = encodeFields([["text", region]])));
  return field;
}

function encodeAnswer(subject: Subject, decision: Decision, setting: Setting): AnswerBytes {
  const standing = (receiving: boolean) => encodeRest(STANDING_LAYOUT, standingOf(subject, decision, undefined, "", receiving, setting));
  const row = { subjectId: subject.id, id: "", evidenceId: "", region: subject.region, ...resultOf(decision, setting) };
  return { decision: encodeRest(DECISION_LAYOUT, row), received: standing(true), open: standing(false), held: isHeld(decision.standing) };
}

/** Writes them all, by the owner of the tables. */
export async function writeFirstRows(ctx: Ctx, rows: FirstRows): Promise<void> {
  if (rows.subjects === 0) return;
  await ctx.connection.copyIn(EVIDENCE_LAYOUT.copy, [closeRows(rows.evidence)]);
  await ctx.connection.copyIn(DECISION_LAYOUT.copy, [closeRows(rows.decisions)]);
  await ctx.connection.copyIn(STANDING_LAYOUT.copy, [closeRows(rows.standings)]);
}

/** The facts that the versions read, as JSON. */
function factsText(names: readonly string[], { facts }: Subject): string {
  let text = "";
  for (const name of names) {
    const value = facts[name];
    if (value !== undefined) text += `${text === "" ? "" : ","}"${name}":${typeof value === "number" || typeof value === "boolean" ? value : JSON.stringify(value)}`;
  }
  return `{${text}}`;
}
