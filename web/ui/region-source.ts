import { createContext, useContext } from "react";
import type { RegionCode } from "../../src/kernel/regions.ts";

export type RegionNode = { code: RegionCode; name: string; hasChildren: boolean };
/** Loads the regions directly below one. */
export type RegionSource = (parent: RegionCode) => Promise<readonly RegionNode[]>;

const RegionSourceContext = createContext<RegionSource>(async () => []);

/** Set once by the shell: where every region picker gets its regions. Apart from the picker, so that the shell does not load it. */
export const RegionSourceProvider = RegionSourceContext.Provider;

export function useRegionSource(): RegionSource {
  return useContext(RegionSourceContext);
}
