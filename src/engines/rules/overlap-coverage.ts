import type { Observation, Uncovered } from "./coverage.ts";
import { receivedBenefits } from "./known-fact.ts";
import type { Overlap, Pack } from "./pack.ts";

/** Overlaps that no case has seen at work: one benefit giving way (or cut), and one kept beside or before another. */
export function coverOverlaps(pack: Pack, observations: readonly Observation[]): Uncovered[] {
  const name = (id: string) => [...pack.benefits, ...pack.external].find((benefit) => benefit.id === id)?.name ?? id;
  return pack.overlaps.flatMap((overlap) => {
    const seen = observations.map((one) => observe(overlap, one));
    const what = overlap.over.map(name).join("与");
    const wanted: [Outcome, string][] =
      overlap.rule === "stack"
        ? [["kept", "没有两项并享的用例"]]
        : [
            ["gaveWay", overlap.rule === "cap" ? "没有超出合计限额的用例" : "没有一项让位于另一项的用例"],
            ["kept", overlap.rule === "cap" ? "没有未超出合计限额的用例" : "没有两项相遇而保留的用例"],
          ];
    const unseen = wanted.filter(([outcome]) => !seen.some((outcomes) => outcomes.has(outcome)));
    return unseen.map(([, text]) => ({ what: `${what}：${text}`, place: overlap.place }));
  });
}

type Outcome = "gaveWay" | "kept";

/** What one case shows of an overlap, by the decisions on its members and what the subject receives. */
function observe(overlap: Overlap, { facts, decisions, benefit }: Observation): Set<Outcome> {
  const outcomes = new Set<Outcome>();
  if (!overlap.over.includes(benefit)) return outcomes;
  const members = decisions.filter((decision) => overlap.over.includes(decision.benefit));
  const received = Object.keys(receivedBenefits(facts) ?? {}).filter((id) => overlap.over.includes(id));
  const met = new Set([...members.filter((one) => one.eligible === true || one.excludedBy !== null).map((one) => one.benefit), ...received]);
  if (met.size < 2) return outcomes;
  for (const decision of members) {
    if (decision.excludedBy !== null && overlap.over.includes(decision.excludedBy)) outcomes.add("gaveWay");
    else if (decision.eligible === true) outcomes.add("kept");
  }
  return outcomes;
}
