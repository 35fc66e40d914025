import { makeColumns, putFacts, STANDINGS } from "../../engines/rules/index.ts";
import { hashOf, newFingerprint } from "./fingerprint.ts";
import type { Lists } from "./lists.ts";
import { isKept, isReceiving, type Setting } from "./settle.ts";
import type { Subject } from "./subject-reader.store.ts";

/** One answer worth a row. Two with the same key are the same but for the facts that are missing. */
export type CompiledAnswer = { benefit: string; standing: number; key: string; receiving: boolean };

/** What the compiled lists say of many subjects, each by its place among them; officers' figures are not in it. */
export type CompiledBatch = {
  /** the fingerprint of what stands by that */
  fingerprint: (place: number) => number;
  /** undefined where several lists speak of one benefit, and `settle` must say whose answer counts */
  answers: ((place: number) => CompiledAnswer[]) | undefined;
};

/** Decides all members at once by the compiled lists. */
export function compiledBatch(lists: Lists, members: readonly Subject[], setting: Setting): CompiledBatch {
  const columns = makeColumns(lists.set, members.length);
  members.forEach((subject, place) => putFacts(columns, place, subject.facts));
  const { benefits, names } = lists.compiled.run(columns, 0, members.length, setting.asOf);
  const parts = benefits.map((result) => ({ ...result, hash: hashOf(`${result.pack}/${result.benefit}`), implemented: setting.implemented(result) }));
  const by = [0, ...names.map(hashOf)];
  const kept = STANDINGS.map(isKept);
  const fingerprint = newFingerprint();
  const distinct = new Set(parts.map(({ benefit }) => benefit)).size === parts.length;
  const answers = (place: number): CompiledAnswer[] => {
    const found: CompiledAnswer[] = [];
    for (const { standing: standings, amount, min, max, excludedBy, benefit, implemented } of parts) {
      const standing = standings[place]!;
      if (!kept[standing]) continue;
      const bounds = min === undefined ? "" : ` ${min[place]} ${max![place]}`;
      found.push({ benefit, standing, key: `${benefit} ${standing} ${amount[place]} ${excludedBy?.[place] ?? 0}${bounds}`, receiving: isReceiving(members[place]!.facts, benefit, implemented) });
    }
    return found;
  };
  return {
    fingerprint(place) {
      fingerprint.reset();
      for (const { standing, amount, min, max, excludedBy, hash, benefit, implemented } of parts) {
        const code = standing[place]!;
        if (!kept[code]) continue;
        const receiving = isReceiving(members[place]!.facts, benefit, implemented);
        fingerprint.add(hash, code, amount[place]!, min?.[place] ?? Number.NaN, max?.[place] ?? Number.NaN, by[excludedBy?.[place] ?? 0]!, receiving);
      }
      return fingerprint.value();
    },
    answers: distinct ? answers : undefined,
  };
}
