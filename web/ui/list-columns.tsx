import { useState, type ReactNode } from "react";
import { Button, Checkbox, Popover } from "antd";
import { t } from "./texts.ts";

/** One column. `sort` says that the route sorts by `key`; amounts are `align: "right"`. */
export type ListColumn<Row> = {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  sort?: boolean;
  align?: "left" | "right";
  width?: number;
  /** cannot be taken away */
  always?: boolean;
  /** not shown until chosen */
  optional?: boolean;
};

export type ColumnChoice = { shown: ReadonlySet<string>; choose: (keys: readonly string[]) => void; reset: () => void };

/** Which columns of the list named `id` are shown: remembered in this browser. */
export function useColumnChoice<Row>(id: string, columns: readonly ListColumn<Row>[]): ColumnChoice {
  const stored = `songhe.columns.${id}`;
  const standard = columns.filter((column) => !column.optional).map((column) => column.key);
  const [keys, setKeys] = useState<readonly string[]>(() => readChoice(stored) ?? standard);
  const always = columns.filter((column) => column.always).map((column) => column.key);
  return {
    shown: new Set([...always, ...keys]),
    choose: (chosen) => {
      localStorage.setItem(stored, JSON.stringify(chosen));
      setKeys(chosen);
    },
    reset: () => {
      localStorage.removeItem(stored);
      setKeys(standard);
    },
  };
}

function readChoice(stored: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(stored) ?? "null");
    return Array.isArray(value) ? value.filter((key) => typeof key === "string") : undefined;
  } catch {
    return undefined;
  }
}

export function ColumnChooser<Row>({ columns, choice }: { columns: readonly ListColumn<Row>[]; choice: ColumnChoice }) {
  const content = (
    <div>
      <Checkbox.Group
        style={{ display: "flex", flexDirection: "column", gap: 8 }}
        value={[...choice.shown]}
        onChange={(keys) => choice.choose(keys as string[])}
        options={columns.map((column) => ({ value: column.key, label: column.title, disabled: column.always ?? false }))}
      />
      <Button type="link" size="small" style={{ marginTop: 8, paddingInline: 0 }} onClick={choice.reset}>
        {t("list.columns.reset")}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button>{t("list.columns")}</Button>
    </Popover>
  );
}
