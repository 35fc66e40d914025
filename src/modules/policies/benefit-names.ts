import type { Benefit } from "../../engines/rules/index.ts";
import { isWithin } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { findBenefit } from "./lists.ts";
import { type LoadedVersion, loadVersion, versionsInForce } from "./pack-library.ts";

/** Names, clauses and payers of the benefits that standing rows speak of. */
export type BenefitNames = {
  /** as the version in force words it; as the version that decided it where it is no longer offered */
  of(row: { pack: string; versionId: string; benefit: string }): Promise<Benefit | undefined>;
  /** the name that the lists above and within the caller's jurisdiction give a benefit, the lowest first; else any list's */
  nameOf(benefit: string): string;
  /** ids of the benefits of a kind */
  ofKind(kind: Benefit["kind"]): string[];
};

export async function openBenefitNames(ctx: Ctx): Promise<BenefitNames> {
  const inForce: LoadedVersion[] = await versionsInForce(ctx, ctx.today);
  const byPack = new Map(inForce.map((version) => [version.pack.name, version.pack]));
  const isOurs = ({ pack }: LoadedVersion) => ctx.scope.regions.some((region) => isWithin(region, pack.document.region) || isWithin(pack.document.region, region));
  // the last of an id stays: lists of other places only where ours say nothing
  const ordered = [...inForce.filter((version) => !isOurs(version)), ...inForce.filter(isOurs)];
  const byId = new Map(ordered.flatMap(({ pack }) => pack.benefits.map((benefit) => [benefit.id, benefit] as const)));
  return {
    async of({ pack, versionId, benefit }) {
      const current = byPack.get(pack);
      return (current && findBenefit(current, benefit)) ?? findBenefit((await loadVersion(ctx, versionId)).pack, benefit);
    },
    nameOf: (benefit) => byId.get(benefit)?.name ?? benefit,
    ofKind: (kind) => [...byId.values()].filter((benefit) => benefit.kind === kind).map((benefit) => benefit.id),
  };
}
