import type { VersionEdit } from "../../../../src/modules/policies/policies.contract.ts";
import { isFilledIn } from "./conditions.ts";
import { isFigure } from "./figures.ts";

/** Names the place that an edit changes: a second edit of the same place takes the first one's. */
export type EditKey = string;
export type Edits = Readonly<Record<EditKey, VersionEdit>>;

export function keyOf(edit: VersionEdit): EditKey {
  switch (edit.what) {
    case "parameter":
      return `parameter:${edit.name}`;
    case "condition":
    case "amount":
    case "shares":
      return `${edit.what}:${edit.benefit}`;
    default:
      return edit.what;
  }
}

export function withEdit(edits: Edits, edit: VersionEdit): Edits {
  return { ...edits, [keyOf(edit)]: edit };
}

export function without(edits: Edits, key: EditKey): Edits {
  const { [key]: _, ...others } = edits;
  return others;
}

/** The unsaved edit of a kind and place, with its type. */
export function findEdit<W extends VersionEdit["what"]>(edits: Edits, what: W, place?: string): Extract<VersionEdit, { what: W }> | undefined {
  const edit = edits[place === undefined ? what : `${what}:${place}`];
  return edit?.what === what ? (edit as Extract<VersionEdit, { what: W }>) : undefined;
}

/** Whether the form, as opposed to the file, has unsaved changes: the two cannot be changed at once. */
export function touchesForm(edits: Edits): boolean {
  return Object.values(edits).some((edit) => edit.what === "parameter" || edit.what === "condition" || edit.what === "amount" || edit.what === "shares");
}

type AmountEdit = Extract<VersionEdit, { what: "amount" }>["amount"];
type TableRows = { when: Parameters<typeof isFilledIn>[0] | null; value: string }[];

/** Whether an edit can be sent: nothing in it is left empty, and shares make up the whole. */
export function isFinished(edit: VersionEdit): boolean {
  switch (edit.what) {
    case "parameter":
      return /^\d{1,12}(\.\d{1,6})?$/.test(edit.value);
    case "condition":
      return isFilledIn(edit.when);
    case "amount":
      return isWhole(edit.amount);
    case "shares":
      return edit.shares.length === 0 || edit.shares.reduce((sum, share) => sum + Math.round(share.percent * 100), 0) === 10_000;
    default:
      return true;
  }
}

function isWhole(amount: AmountEdit): boolean {
  const isTable = (rows: TableRows) => rows.length > 0 && rows.every((row) => (row.when === null || isFilledIn(row.when)) && isFigure(row.value));
  switch (amount.form) {
    case "service":
      return true;
    case "unspecified":
      return amount.authorised.trim() !== "";
    case "bounds":
      return isFigure(amount.min) && isFigure(amount.max) && (amount.standard === null || isTable(amount.standard));
    case "parts":
      return amount.parts.length > 0 && amount.parts.every((part) => (part.times === "" || isFigure(part.times)) && (part.table === null ? isFigure(part.value ?? "") : isTable(part.table)));
  }
}
