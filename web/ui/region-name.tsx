import { useQuery } from "@tanstack/react-query";
import type { RegionCode } from "../../src/kernel/regions.ts";
import { useRegionSource } from "./region-source.ts";

const REGIONS_STALE_MS = 3_600_000;

/** A region by its full name, where only the code is at hand; the code until the name has come. */
export function RegionName({ code }: { code: RegionCode }) {
  const source = useRegionSource();
  const region = useQuery({ queryKey: ["region", code], queryFn: () => source.get(code), staleTime: REGIONS_STALE_MS });
  return <>{region.data?.fullName ?? code}</>;
}
