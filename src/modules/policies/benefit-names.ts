import type { Benefit } from "../../engines/rules/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { findBenefit } from "./lists.ts";
import { type LoadedVersion, loadVersion, versionsInForce } from "./pack-library.ts";

/** Names, clauses and payers of the benefits that standing rows speak of. */
export type BenefitNames = {
  /** as the version in force words it; as the version that decided it where it is no longer offered */
  of(versionId: string, benefit: string): Promise<Benefit | undefined>;
  /** any list's name for a benefit, the lowest list's first */
  nameOf(benefit: string): string;
  /** ids of the benefits of a kind */
  ofKind(kind: Benefit["kind"]): string[];
};

export async function openBenefitNames(ctx: Ctx): Promise<BenefitNames> {
  const inForce: LoadedVersion[] = await versionsInForce(ctx, ctx.today);
  const byPack = new Map(inForce.map((version) => [version.pack.name, version.pack]));
  const byId = new Map(inForce.flatMap(({ pack }) => pack.benefits.map((benefit) => [benefit.id, benefit] as const)));
  return {
    async of(versionId, benefit) {
      const { pack } = await loadVersion(ctx, versionId);
      const current = byPack.get(pack.name);
      return (current && findBenefit(current, benefit)) ?? findBenefit(pack, benefit);
    },
    nameOf: (benefit) => byId.get(benefit)?.name ?? benefit,
    ofKind: (kind) => [...byId.values()].filter((benefit) => benefit.kind === kind).map((benefit) => benefit.id),
  };
}
