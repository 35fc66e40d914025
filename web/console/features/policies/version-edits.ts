import { useCallback, useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { editVersion, getVersion, getVersionFile, listVersions, type VersionEdit } from "../../../../src/modules/policies/policies.contract.ts";
import { call, type ApiProblem, type CallResult } from "../../../ui/api.ts";
import { dropDraft, readDraft, saveDraft } from "../../../ui/drafts.ts";
import { readKey, useRefresh, useWrite } from "../../../ui/use-api.ts";
import { withEdit, without, type EditKey, type Edits } from "./edits.ts";

export type Version = CallResult<typeof getVersion>;
/** What is changed and not yet saved, and the edition that it was changed from. */
type Draft = { edition: number; edits: Edits; undo?: { policy: string; edits: Edits } };

export type VersionEdits = {
  edits: Edits;
  count: number;
  /** the last save left the rules faulty, and can be undone */
  canUndo: boolean;
  wasRestored: boolean;
  isSaving: boolean;
  problem: ApiProblem | undefined;
  put: (edit: VersionEdit) => void;
  drop: (key: EditKey) => void;
  discard: () => void;
  /** resolves to the version as saved; rejects with ApiProblem, and then nothing typed is lost */
  save: () => Promise<Version>;
  /** after a 409: takes the present state as the one to change, and keeps the changes */
  rebase: () => Promise<void>;
  undo: () => Promise<void>;
};

/**
 * The unsaved changes of a draft. They outlive a reload of the page; they name the edition that they were begun on, so
 * that another's change in the meantime is noticed (409) and not written over.
 */
export function useVersionEdits(version: Version): VersionEdits {
  const draftKey = `version.${version.id}`;
  const client = useQueryClient();
  const refresh = useRefresh();
  const [draft, setDraft] = useState<Draft>(() => readDraft<Draft>(draftKey) ?? { edition: version.edition, edits: {} });
  const [wasRestored, setRestored] = useState(() => Object.keys(draft.edits).length > 0);
  const write = useWrite(editVersion);
  const count = Object.keys(draft.edits).length;
  useEffect(() => {
    if (count > 0 || draft.undo !== undefined) saveDraft(draftKey, draft);
    else dropDraft(draftKey);
  }, [draftKey, draft, count]);

  // Begun on what is on the screen; kept while there is something unsaved.
  const put = useCallback((edit: VersionEdit) => setDraft((last) => ({ ...last, edition: Object.keys(last.edits).length === 0 ? version.edition : last.edition, edits: withEdit(last.edits, edit) })), [version.edition]);

  const settle = async (saved: Version, next: Draft) => {
    client.setQueryData(readKey(getVersion, { params: { id: version.id } }), saved);
    setDraft(next);
    setRestored(false);
    await refresh(listVersions, getVersionFile);
  };
  const send = (edition: number, edits: readonly VersionEdit[]) => write.run({ params: { id: version.id }, body: { edition, edits: [...edits] } });
  return {
    edits: draft.edits,
    count,
    canUndo: draft.undo !== undefined && version.faults.length > 0,
    wasRestored,
    isSaving: write.isRunning,
    problem: write.problem,
    put,
    drop: (key) => setDraft((last) => ({ ...last, edits: without(last.edits, key) })),
    discard: () => {
      write.reset();
      setRestored(false);
      setDraft({ edition: version.edition, edits: {} });
    },
    save: async () => {
      const { policy } = await call(getVersionFile, { params: { id: version.id } });
      const saved = await send(draft.edition, Object.values(draft.edits));
      // Undone to what passed the check: undoing to something faulty would help nobody.
      const undo = saved.faults.length > 0 && version.faults.length === 0 ? { undo: { policy, edits: draft.edits } } : {};
      await settle(saved, { edition: saved.edition, edits: {}, ...undo });
      return saved;
    },
    rebase: async () => {
      const latest = await client.fetchQuery({ queryKey: readKey(getVersion, { params: { id: version.id } }), queryFn: () => call(getVersion, { params: { id: version.id } }), staleTime: 0 });
      write.reset();
      setDraft((last) => ({ ...last, edition: latest.edition }));
    },
    undo: async () => {
      if (draft.undo === undefined) return;
      const saved = await send(version.edition, [{ what: "file", policy: draft.undo.policy }]);
      await settle(saved, { edition: saved.edition, edits: draft.undo.edits });
    },
  };
}
