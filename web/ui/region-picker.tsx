import { useId, useState } from "react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { TreeSelect } from "antd";
import type { RegionCode } from "../../src/kernel/regions.ts";
import { useRegionSource, type RegionNode } from "./region-source.ts";
import { t } from "./texts.ts";

const REGIONS_STALE_MS = 3_600_000;

type RegionPickerProps = {
  id?: string;
  value: RegionCode | undefined;
  onChange: (code: RegionCode | undefined) => void;
  /** where the tree begins; the user's own regions unless said otherwise */
  roots?: readonly RegionCode[];
  onBlur?: () => void;
  disabled?: boolean;
  "aria-label"?: string;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
};

type Picked = { value: RegionCode; label: string };
type TreeNode = { id: string; pId: RegionCode | 0; value: string; title: string; isLeaf: boolean };

/** Picks one region: from the tree, each level loaded when its parent is opened, or by name, initials or code. */
export function RegionPicker({ value, onChange, roots: givenRoots, id: givenId, ...rest }: RegionPickerProps) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const source = useRegionSource();
  const roots = givenRoots ?? source.roots;
  const [isOpened, setOpened] = useState(false);
  const [searched, setSearched] = useState("");
  const { nodes, isLoading, expanded, setExpanded } = useRegionNodes(roots, searched.trim(), isOpened);
  const chosen = useQuery({
    queryKey: ["region", value],
    queryFn: () => source.get(value ?? ""),
    staleTime: REGIONS_STALE_MS,
    enabled: value !== undefined,
  });
  return (
    <TreeSelect<Picked | null, TreeNode>
      {...rest}
      id={id}
      // The combobox says that it owns this id, which antd leaves out.
      popupRender={(tree) => <div id={`${id}_list`}>{tree}</div>}
      treeDataSimpleMode
      treeData={nodes}
      treeExpandedKeys={[...expanded]}
      onTreeExpand={(keys) => setExpanded(keys.map(String))}
      labelInValue
      value={value === undefined ? null : { value, label: chosen.data?.name ?? value }}
      onChange={(picked: Picked | null | undefined) => {
        onChange(picked?.value);
        setSearched("");
      }}
      onOpenChange={setOpened}
      showSearch={{ filterTreeNode: false, searchValue: searched, onSearch: setSearched }}
      allowClear
      virtual={false}
      placeholder={t("region.placeholder")}
      notFoundContent={isLoading ? t("region.loading") : t("state.empty")}
      popupMatchSelectWidth={320}
      style={{ width: "100%", minWidth: 180 }}
    />
  );
}

type RegionTree = {
  nodes: TreeNode[];
  isLoading: boolean;
  expanded: readonly RegionCode[];
  setExpanded: (codes: readonly RegionCode[]) => void;
};

/** The nodes of the tree as far as it has been opened, or what a search finds. Nothing is read before the picker opens. */
function useRegionNodes(roots: readonly RegionCode[], searched: string, isOpened: boolean): RegionTree {
  const source = useRegionSource();
  // A single root is of no use closed.
  const [expanded, setExpanded] = useState<readonly RegionCode[]>(roots.length === 1 ? roots : []);
  const tops = useQueries({
    queries: roots.map((code) => ({ queryKey: ["region", code], queryFn: () => source.get(code), staleTime: REGIONS_STALE_MS, enabled: isOpened })),
  });
  const levels = useQueries({
    queries: expanded.map((code) => ({ queryKey: ["regions", code], queryFn: () => source.children(code), staleTime: REGIONS_STALE_MS, enabled: isOpened })),
  });
  const found = useQueries({
    queries: (searched === "" ? [] : roots).map((root) => ({
      queryKey: ["regions", root, searched],
      queryFn: () => source.search(searched, root),
      staleTime: REGIONS_STALE_MS,
    })),
  });
  if (searched !== "") {
    const nodes = found.flatMap((answer) => answer.data ?? []).map((node) => ({ ...nodeOf(node, 0), title: node.fullName, isLeaf: true }));
    return { nodes, isLoading: found.some((answer) => answer.isPending), expanded, setExpanded };
  }
  const nodes = [
    ...tops.flatMap((answer) => (answer.data ? [nodeOf(answer.data, 0)] : [])),
    ...levels.flatMap((answer, index) => (answer.data ?? []).map((node) => nodeOf(node, expanded[index]!))),
  ];
  return { nodes, isLoading: tops.some((answer) => answer.isPending), expanded, setExpanded };
}

function nodeOf(node: RegionNode, parent: RegionCode | 0): TreeNode {
  return { id: node.code, pId: parent, value: node.code, title: node.name, isLeaf: !node.hasChildren };
}
