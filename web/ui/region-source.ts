import { createContext, useContext } from "react";
import type { RegionCode } from "../../src/kernel/regions.ts";

/** A region as pickers show it; `fullName` is that from the province down. */
export type RegionNode = { code: RegionCode; name: string; fullName: string; hasChildren: boolean };

export type RegionSource = {
  /** the user's own regions: where pickers begin */
  roots: readonly RegionCode[];
  get: (code: RegionCode) => Promise<RegionNode>;
  /** the regions directly below one */
  children: (parent: RegionCode) => Promise<readonly RegionNode[]>;
  /** by name, pinyin initials or code, within one region */
  search: (text: string, within: RegionCode) => Promise<readonly RegionNode[]>;
};

const RegionSourceContext = createContext<RegionSource | undefined>(undefined);

/** Set once by the shell: where every region picker gets its regions. Apart from the picker, so that the shell does not load it. */
export const RegionSourceProvider = RegionSourceContext.Provider;

export function useRegionSource(): RegionSource {
  const source = useContext(RegionSourceContext);
  if (source === undefined) throw new Error("region pickers need a RegionSourceProvider above them");
  return source;
}
