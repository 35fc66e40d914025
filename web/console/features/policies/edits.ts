import type { VersionEdit } from "../../../../src/modules/policies/policies.contract.ts";

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
