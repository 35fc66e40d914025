import { FACTS } from "../../kernel/facts.ts";
import { NATION } from "../../kernel/regions.ts";
import { collectNames } from "./expression-names.ts";
import { inDictionaryOrder, storedFact } from "./known-fact.ts";
import type { Benefit, Pack } from "./pack.ts";
import { isForeign } from "./policy-set.ts";

/**
 * The stored facts that decide a benefit of a pack, in dictionary order: those of its condition and amount (`age` as
 * `birth_date`), the region where the pack is limited to one, whether a senior is alive, and all that decides the
 * benefits which an overlap of the pack sets against it.
 */
export function factsRead(benefit: Benefit, pack: Pack): string[] {
  const facts = new Set<string>();
  const group = groupOf(benefit, pack);
  for (const member of pack.benefits) {
    if (member.subject !== benefit.subject || !group.has(member.id)) continue;
    for (const name of collectNames(member).facts) facts.add(storedFact(benefit.subject, name));
  }
  if (pack.document.region !== NATION) facts.add("region");
  facts.add("alive");
  if ([...group].some((id) => isForeign(id, pack))) facts.add("receives");
  const known = new Set([...facts].filter((name) => Object.hasOwn(FACTS[benefit.subject], name)));
  return inDictionaryOrder(benefit.subject, known);
}

/** The benefits that overlaps join with one, directly or through others. */
function groupOf(benefit: Benefit, pack: Pack): Set<string> {
  const group = new Set([benefit.id, ...(benefit.implements === undefined ? [] : [benefit.implements])]);
  const overlaps = pack.overlaps.filter(({ rule }) => rule !== "stack");
  for (let before = 0; before < group.size; ) {
    before = group.size;
    for (const { over } of overlaps) if (over.some((id) => group.has(id))) for (const id of over) group.add(id);
  }
  return group;
}
