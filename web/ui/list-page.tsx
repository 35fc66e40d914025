import { useState, type KeyboardEvent, type ReactNode } from "react";
import { Button, Table } from "antd";
import type { AnyRoute } from "../../src/kernel/contract.ts";
import { urlOf } from "./api.ts";
import { BulkBar, type BulkAction } from "./bulk.tsx";
import { showCount } from "./display.ts";
import { AppLink, useGo } from "./link.tsx";
import { ColumnChooser, useColumnChoice, type ListColumn } from "./list-columns.tsx";
import { ListFilters, type ListFilter } from "./list-filters.tsx";
import { PAGE_SIZES } from "./list-state.ts";
import { Page } from "./page.tsx";
import { EmptyState, ErrorState } from "./states.tsx";
import { t } from "./texts.ts";
import { useList, type List, type ListSource, type RowOf } from "./use-list.ts";

export type ListViewProps<C extends AnyRoute> = ListSource<C> & {
  /** names the list in this browser's memory of chosen columns */
  id: string;
  rowKey: (row: RowOf<C>) => string;
  columns: readonly ListColumn<RowOf<C>>[];
  filters?: readonly ListFilter[];
  /** what can be searched for, as the search field's hint: 姓名、身份证号、电话. No field without it. */
  search?: string;
  /** the address of a row; its first column becomes the link, and enter opens it */
  open?: (row: RowOf<C>) => string;
  bulk?: readonly BulkAction<RowOf<C>>[];
  /** a raw GET route that takes the same query and answers with a file of all rows of the same scope */
  exportTo?: AnyRoute;
  /** anything else that stands beside the column chooser, with the list in hand */
  tools?: (list: List<RowOf<C>>) => ReactNode;
  /** stands between the conditions and the table, such as sums under the same conditions */
  overview?: (list: List<RowOf<C>>) => ReactNode;
  /** shown when there is nothing at all: the next step */
  empty?: { hint: ReactNode; action?: ReactNode };
};

/** A whole page that is one list. `actions` are the page's buttons, such as 新增. */
export function ListPage<C extends AnyRoute>({ title, note, actions, ...list }: ListViewProps<C> & { title: string; note?: ReactNode; actions?: ReactNode }) {
  return (
    <Page title={title} note={note} actions={actions}>
      <section className="sh-sheet">
        <ListView {...(list as ListViewProps<C>)} />
      </section>
    </Page>
  );
}

/** A server-paged list as a part of a page: conditions, tools, table, pages. */
export function ListView<C extends AnyRoute>(props: ListViewProps<C>) {
  const { filters = [], bulk = [] } = props;
  const list = useList<C>(props, filters.map((filter) => filter.key));
  const choice = useColumnChoice(props.id, props.columns);
  const [selected, setSelected] = useState<readonly RowOf<C>[]>([]);
  return (
    <>
      <ListFilters list={list} search={props.search} filters={filters} />
      {props.overview?.(list)}
      <div className="sh-bar">
        {selected.length > 0 ? (
          <BulkBar
            rows={selected}
            actions={bulk}
            onClear={() => setSelected([])}
            onFinished={() => {
              setSelected([]);
              list.reload();
            }}
          />
        ) : (
          <span className="sh-bar-note" role="status">
            {list.problem === undefined && !list.isLoading && t("list.total", { total: showCount(list.total) })}
            {props.open !== undefined && list.rows.length > 0 && <span className="sh-keys">　{t("list.keys")}</span>}
          </span>
        )}
        <div className="sh-actions">
          {props.tools?.(list)}
          {props.exportTo !== undefined && (
            <Button href={urlOf(props.exportTo, { params: props.params, query: list.conditions })} download disabled={list.total === 0}>
              {t("list.export")}
            </Button>
          )}
          <ColumnChooser columns={props.columns} choice={choice} />
        </div>
      </div>
      <ListTable props={props} list={list} shown={choice.shown} selected={selected} onSelected={setSelected} />
    </>
  );
}

type ListTableProps<C extends AnyRoute> = {
  props: ListViewProps<C>;
  list: List<RowOf<C>>;
  shown: ReadonlySet<string>;
  selected: readonly RowOf<C>[];
  onSelected: (rows: readonly RowOf<C>[]) => void;
};

function ListTable<C extends AnyRoute>({ props, list, shown, selected, onSelected }: ListTableProps<C>) {
  type Row = RowOf<C>;
  const keys = useRowKeys(list.rows.length, props.open && ((index) => props.open!(list.rows[index]!)));
  if (list.problem !== undefined && list.rows.length === 0) return <ErrorState error={list.problem} retry={list.reload} />;
  const isFiltered = list.state.q !== undefined || Object.keys(list.state.filters).length > 0;
  const columns = props.columns.filter((column) => shown.has(column.key));
  return (
    <Table<Row & object>
      className="sh-list"
      size="middle"
      rowKey={(row) => props.rowKey(row)}
      dataSource={list.rows as readonly (Row & object)[]}
      loading={{ spinning: list.isLoading, delay: 150 }}
      showSorterTooltip={false}
      columns={columns.map((column, index) => ({
        key: column.key,
        title: column.title,
        align: column.align ?? "left",
        ...(column.width === undefined ? {} : { width: column.width }),
        onCell: () => labelled(column.title),
        sorter: column.sort ?? false,
        sortOrder: orderOf(list.state.sort, column.key),
        render: (_: unknown, row: Row) =>
          index === 0 && props.open ? <AppLink href={props.open(row)}>{column.render(row)}</AppLink> : column.render(row),
      }))}
      onRow={(_, index) => keys.rowProps(index ?? 0)}
      {...(props.bulk === undefined || props.bulk.length === 0
        ? {}
        : {
            rowSelection: {
              selectedRowKeys: selected.map(props.rowKey),
              preserveSelectedRowKeys: true,
              onChange: (_: unknown, rows: (Row | undefined)[]) => onSelected(rows.filter((row) => row !== undefined)),
              getCheckboxProps: () => ({ "aria-label": t("list.select_row"), tabIndex: -1 }),
              getTitleCheckboxProps: () => ({ "aria-label": t("list.select_all") }),
            },
          })}
      onChange={(pages, _, sorter, { action }) => {
        const sort = Array.isArray(sorter) ? sorter[0] : sorter;
        if (action === "paginate") list.change({ page: pages.current ?? 1, size: pages.pageSize ?? list.state.size });
        if (action === "sort") list.change({ sort: sortOf(sort?.columnKey, sort?.order ?? null) });
      }}
      pagination={{
        current: list.state.page,
        pageSize: list.state.size,
        total: list.total,
        pageSizeOptions: PAGE_SIZES,
        showSizeChanger: true,
        showQuickJumper: list.total > list.state.size * 10,
        hideOnSinglePage: list.total <= PAGE_SIZES[0]!,
        size: "small",
      }}
      locale={{
        emptyText: list.isLoading ? (
          <span />
        ) : isFiltered ? (
          <EmptyState
            title={t("list.empty")}
            hint={t("list.empty.filtered")}
            action={<Button onClick={() => list.change({ q: undefined, filters: {} })}>{t("list.clear")}</Button>}
          />
        ) : (
          <EmptyState hint={props.empty?.hint ?? t("list.empty.plain")} action={props.empty?.action} />
        ),
      }}
    />
  );
}

/** Narrow screens show a row as a card, each cell beside its column's title (ui.css). */
function labelled(title: string): object {
  return { "data-label": title };
}

function orderOf(sort: string | undefined, key: string): "ascend" | "descend" | null {
  if (sort === key) return "ascend";
  return sort === `-${key}` ? "descend" : null;
}

function sortOf(key: unknown, order: "ascend" | "descend" | null): string | undefined {
  if (typeof key !== "string" || order === null) return undefined;
  return order === "descend" ? `-${key}` : key;
}

/** One row at a time can be reached by tab; up and down move it, enter opens it, space selects it. */
function useRowKeys(count: number, open: ((index: number) => string) | undefined) {
  const [active, setActive] = useState(0);
  const go = useGo();
  const at = Math.min(active, Math.max(0, count - 1));
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter" && open) go(open(index));
    else if (event.key === " ") event.currentTarget.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const siblings = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>(".sh-row") ?? [])];
      siblings[index + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    } else return;
    event.preventDefault();
  };
  return {
    rowProps: (index: number) => ({
      className: "sh-row",
      tabIndex: index === at ? 0 : -1,
      onFocus: () => setActive(index),
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => onKeyDown(event, index),
    }),
  };
}
