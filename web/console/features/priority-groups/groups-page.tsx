import { useSearch } from "@tanstack/react-router";
import { isWithin, NATION } from "../../../../src/kernel/regions.ts";
import { accessContract } from "../../../../src/modules/access/access.contract.ts";
import { groupCountsRoute, type GroupKind } from "../../../../src/modules/people/people.contract.ts";
import type { Search } from "../../../ui/address.ts";
import type { CallResult } from "../../../ui/api.ts";
import { showCount } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { Page as Frame, Sheet } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { EmptyState, Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMe } from "../../shell/shell.tsx";
import { t } from "./texts.ts";

type Counts = CallResult<typeof groupCountsRoute>;
const HERE = "/people/groups";

/** The six priority groups by region; every number opens its list. */
export function Page() {
  const user = useMe();
  const search = useSearch({ strict: false }) as Search;
  const region = search.region ?? (user.regions.length === 1 ? user.regions[0] : undefined);
  const answer = useRead(groupCountsRoute, { query: region === undefined ? {} : { region } }, { keepPrevious: true });
  const place = useRead(accessContract.getRegion, { params: { code: region ?? "" } }, { enabled: region !== undefined && region !== NATION });
  return (
    <Loaded of={answer} isPage>
      {(counts) => (
        <Frame
          title={t("title")}
          note={t("note", { region: place.data?.fullName ?? t("nation"), seniors: showCount(counts.seniors), grouped: showCount(counts.inAnyGroup) })}
        >
          {region !== undefined && region !== NATION && <Lineage lineage={place.data?.lineage ?? []} roots={user.regions} region={region} />}
          {counts.seniors === 0 ? (
            <Sheet>
              <EmptyState title={t("empty")} hint={t("empty.hint")} />
            </Sheet>
          ) : (
            <>
              <Groups counts={counts} region={region} />
              <Regions counts={counts} above={place.data?.fullName ?? ""} />
            </>
          )}
        </Frame>
      )}
    </Loaded>
  );
}

/** The way up to the user's own region. */
function Lineage({ lineage, roots, region }: { lineage: readonly { code: string; name: string }[]; roots: readonly string[]; region: string }) {
  const above = lineage.filter((one) => one.code !== region && roots.some((root) => isWithin(one.code, root)));
  if (above.length === 0) return null;
  return (
    <nav className="sh-jump" aria-label={t("up")}>
      {above.map((one) => (
        <AppLink key={one.code} href={`${HERE}?region=${one.code}`}>
          {one.name}
        </AppLink>
      ))}
    </nav>
  );
}

function listOf(group: GroupKind, region: string | undefined): string {
  return `/people/seniors?group=${group}&alive=yes${region === undefined ? "" : `&region=${region}`}`;
}

function Groups({ counts, region }: { counts: Counts; region: string | undefined }) {
  return (
    <Sheet title={t("groups")}>
      <PlainTable
        label={t("groups")}
        rows={counts.groups}
        rowKey={(row) => row.kind}
        columns={[
          { key: "kind", title: t("kind"), render: (row) => row.label },
          { key: "rule", title: t("rule"), render: (row) => row.rule },
          { key: "total", title: t("count"), align: "right", render: (row) => <Count group={row.kind} label={row.label} count={row.total} region={region} place="" /> },
        ]}
      />
    </Sheet>
  );
}

/** Names without the part that the heading says already. */
function Regions({ counts, above }: { counts: Counts; above: string }) {
  const nameOf = (row: Counts["regions"][number]) => (row.regionName.startsWith(above) ? row.regionName.slice(above.length) : row.regionName);
  return (
    <Sheet title={t("regions")}>
      <PlainTable
        label={t("regions")}
        rows={counts.regions}
        rowKey={(row) => row.region}
        columns={[
          {
            key: "region",
            title: t("region"),
            render: (row) => (row.region.endsWith("000") ? <AppLink href={`${HERE}?region=${row.region}`}>{nameOf(row)}</AppLink> : nameOf(row)),
          },
          {
            key: "seniors",
            title: t("seniors"),
            align: "right",
            render: (row) => <AppLink href={`/people/seniors?alive=yes&region=${row.region}`}>{showCount(row.seniors)}</AppLink>,
          },
          ...counts.groups.map(({ kind, label }) => ({
            key: kind,
            title: label,
            align: "right" as const,
            render: (row: Counts["regions"][number]) => <Count group={kind} label={label} count={row.counts[kind] ?? 0} region={row.region} place={nameOf(row)} />,
          })),
        ]}
      />
    </Sheet>
  );
}

function Count({ group, label, count, region, place }: { group: GroupKind; label: string; count: number; region: string | undefined; place: string }) {
  if (count === 0) return <>0</>;
  return (
    <AppLink href={listOf(group, region)} aria-label={t("open", { region: place, group: label, count })}>
      {showCount(count)}
    </AppLink>
  );
}
