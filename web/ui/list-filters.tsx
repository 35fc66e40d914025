import { lazy, Suspense, useEffect, useId, useRef, useState, type ReactNode } from "react";
import { Button, Input, Select, type InputRef } from "antd";
import type { List } from "./use-list.ts";
import { RegionPicker } from "./region-picker.tsx";
import { t } from "./texts.ts";

/** One condition of a list. `key` is the name in the address and in the route's query; its value is always a text. */
export type ListFilter = { key: string; label: string } & (
  | { kind: "select"; options: readonly { value: string; label: string }[] }
  | { kind: "region" }
  | { kind: "date" }
  | {
      kind: "custom";
      render: (field: { id: string; value: string | undefined; onChange: (value: string | undefined) => void }) => ReactNode;
    }
);

const TYPING_MS = 300;
// Calendars weigh more than the rest of a list; few lists ask for a date.
const DateField = lazy(async () => ({ default: (await import("./date-field.tsx")).DateField }));

/** The row of conditions above a list: search first, then the filters, each with its label. */
export function ListFilters<Row>({ list, search, filters }: { list: List<Row>; search: string | undefined; filters: readonly ListFilter[] }) {
  const isFiltered = list.state.q !== undefined || Object.keys(list.state.filters).length > 0;
  return (
    <form role="search" className="sh-filters" onSubmit={(event) => event.preventDefault()}>
      {search !== undefined && <SearchField list={list} placeholder={search} />}
      {filters.map((filter) => (
        <FilterField key={filter.key} list={list} filter={filter} />
      ))}
      {isFiltered && <Button onClick={() => list.change({ q: undefined, filters: {} })}>{t("list.clear")}</Button>}
    </form>
  );
}

function SearchField<Row>({ list, placeholder }: { list: List<Row>; placeholder: string }) {
  const id = useId();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState(list.state.q ?? "");
  useEffect(() => setText(list.state.q ?? ""), [list.state.q]);
  useSlashKey(() => input.current?.focus({ cursor: "all" }));
  const apply = (value: string) => {
    const q = value.trim() === "" ? undefined : value.trim();
    if (q !== list.state.q) list.change({ q });
  };
  useDelayed(text, TYPING_MS, apply);
  return (
    <div className="sh-filter" style={{ flex: "1 1 150px", maxWidth: 280 }}>
      <label htmlFor={id}>{t("list.search")}</label>
      <Input
        id={id}
        ref={input}
        type="search"
        autoComplete="off"
        maxLength={100}
        placeholder={placeholder}
        title={t("list.search.hint")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => apply(text)}
      />
    </div>
  );
}

/** Calls back once a text has rested for a while after a change. */
function useDelayed(text: string, ms: number, callback: (text: string) => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    const timer = setTimeout(() => latest.current(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
}

/** `/` goes to the search field, unless something is being typed elsewhere. */
function useSlashKey(focus: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (target.closest("input, textarea, select, [contenteditable=true], [role=dialog]")) return;
      event.preventDefault();
      focus();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  });
}

function FilterField<Row>({ list, filter }: { list: List<Row>; filter: ListFilter }) {
  const id = useId();
  const value = list.state.filters[filter.key];
  const onChange = (next: string | undefined) => {
    const { [filter.key]: _, ...others } = list.state.filters;
    list.change({ filters: next ? { ...others, [filter.key]: next } : others });
  };
  return (
    <div className="sh-filter" style={{ minWidth: 140 }}>
      <label htmlFor={id}>{filter.label}</label>
      {filter.kind === "select" && (
        <Select
          id={id}
          value={value ?? ""}
          onChange={onChange}
          options={[{ value: "", label: t("list.all") }, ...filter.options]}
          popupMatchSelectWidth={false}
          virtual={false}
        />
      )}
      {filter.kind === "region" && <RegionPicker id={id} value={value} onChange={onChange} />}
      {filter.kind === "date" && (
        <Suspense fallback={<span />}>
          <DateField id={id} value={value} onChange={onChange} />
        </Suspense>
      )}
      {filter.kind === "custom" && filter.render({ id, value, onChange })}
    </div>
  );
}
