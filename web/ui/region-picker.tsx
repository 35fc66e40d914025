import { useId, useState } from "react";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { TreeSelect } from "antd";
import { lineage, NATION, type RegionCode } from "../../src/kernel/regions.ts";
import { useRegionSource } from "./region-source.ts";
import { t } from "./texts.ts";

const REGIONS_STALE_MS = 3_600_000;

type RegionPickerProps = {
  id?: string;
  value: RegionCode | undefined;
  onChange: (code: RegionCode | undefined) => void;
  /** the region whose children stand at the top */
  root?: RegionCode;
  onBlur?: () => void;
  disabled?: boolean;
  "aria-label"?: string;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
};

/** Picks one region from the tree, each level loaded when its parent is opened. */
export function RegionPicker({ value, onChange, root = NATION, id: givenId, ...rest }: RegionPickerProps) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const load = useRegionSource();
  const client = useQueryClient();
  const [opened, setOpened] = useState<readonly RegionCode[]>([]);
  const readOf = (parent: RegionCode) => ({
    queryKey: ["regions", parent],
    queryFn: () => load(parent),
    staleTime: REGIONS_STALE_MS,
  });
  // The way down to the chosen region is loaded too, so that its name shows.
  const above = value === undefined ? [] : lineage(value).slice(1);
  const parents = [...new Set([root, ...above.reverse(), ...opened])];
  const answers = useQueries({ queries: parents.map(readOf) });
  const nodes = answers.flatMap((answer, index) =>
    (answer.data ?? []).map((node) => ({
      id: node.code,
      pId: parents[index] === root ? 0 : parents[index],
      value: node.code,
      title: node.name,
      isLeaf: !node.hasChildren,
    })),
  );
  return (
    <TreeSelect
      {...rest}
      id={id}
      // The combobox says that it owns this id, which antd leaves out.
      popupRender={(tree) => <div id={`${id}_list`}>{tree}</div>}
      treeDataSimpleMode
      treeData={nodes}
      value={value ?? null}
      onChange={(code: RegionCode | null | undefined) => onChange(code ?? undefined)}
      loadData={async (node) => {
        const code = String(node.value);
        await client.ensureQueryData(readOf(code));
        setOpened((codes) => [...codes, code]);
      }}
      allowClear
      virtual={false}
      placeholder={t("region.placeholder")}
      notFoundContent={answers.some((answer) => answer.isPending) ? t("region.loading") : t("state.empty")}
      popupMatchSelectWidth={280}
      style={{ width: "100%", minWidth: 180 }}
    />
  );
}
